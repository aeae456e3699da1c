"""Build the sample clinic: every file arrives through the readers, at its own time, in order."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby

from northstar import spine
from northstar.access import audit
from northstar.access.models import Staff
from northstar.access.viewer import system_viewer
from northstar.access.writing import writing
from northstar.casework.worklist import escalation
from northstar.demo.arrivals import Envelope
from northstar.demo.clinic import FEEDS, found
from northstar.record import feeds, panels
from northstar.record.feeds import Feed, as_source
from northstar.record.patients import everyone
from northstar.sources.recognise import formats

_LIVELY = timedelta(days=3)  # before that, arrivals are filed; within it, judged as they come


def build(
    envelopes: Iterable[Envelope],
    now: datetime,
    progress: Callable[[int], None] = lambda count: None,
) -> None:
    """Make the clinic at the moment `now` (aware, in its zone) from what has reached it by then."""
    with writing():
        found(now, str(now.tzinfo))
    known = rows()
    with writing():
        for row in known.values():
            panels.assign_feed(row, day=now.date(), staff=Staff.objects.get(username="sarah").pk)
    arrived = sorted(
        (e for e in envelopes if e.received <= now), key=lambda e: (e.received, e.feed, e.name)
    )
    quiet = [e for e in arrived if e.received < now - _LIVELY]
    for some in _slices(quiet):
        receive(some, known)
        progress(len(some))
    _assign(now - _LIVELY)
    spine.review_due(now - _LIVELY)
    for some in _slices(arrived[len(quiet) :]):
        receipt = receive(some, known)
        at = some[-1].received.astimezone(now.tzinfo)
        _assign(at)
        spine.review(receipt.patients, at)
        spine.review_items(receipt.items, at)
        progress(len(some))
    spine.review_due(now)
    escalation.pass_on(now)
    while audit.relay(1000):
        pass


def _slices(envelopes: list[Envelope]) -> Iterator[list[Envelope]]:
    """What one feed brought at one moment, at most a hundred files."""
    for _, run in groupby(envelopes, key=lambda e: (e.received, e.feed)):
        some = list(run)
        for start in range(0, len(some), 100):
            yield some[start : start + 100]


def rows() -> dict[str, Feed]:
    """The clinic's feeds by name."""
    return {name: feeds.feed(name) for name, *_ in FEEDS}


def receive(some: list[Envelope], known: dict[str, Feed]) -> spine.Receipt:
    """Read and keep files of one feed that came together."""
    feed = known[some[0].feed]
    reader = formats()[feed.format]
    readings = [(e.data, reader.read(e.data, as_source(feed), e.name), e.name) for e in some]
    return spine.arrived(readings, feed, by=system_viewer("reading"), at=some[-1].received)


def _assign(now: datetime) -> None:
    """Everybody known so far is in Sarah's panel."""
    sarah = Staff.objects.get(username="sarah")
    with writing():
        panels.place_all(everyone(), day=now.date(), staff=sarah.pk)
