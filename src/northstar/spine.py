"""The one road: arrived(), act(), review(). Read this file first.

    bytes -> sources.<format>.read -> who + facts        pure
          -> record.keep           -> arrival            transaction 1
          -> record.file           -> patients           transaction 2
          -> record.charts         -> charts             through the door
          -> rules.assess          -> findings, look-again
          -> worklist.post         -> lines

A person's act takes the same road: it becomes a fact of source "staff", and the rule that asked for
it falls silent; what people decide about records, messages and sources begins in `decided.py` and
ends here. Nothing calls back, nothing listens in secret.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from django.db import OperationalError

from northstar.access.audit import acted
from northstar.access.viewer import Viewer, system_viewer
from northstar.access.writing import writing
from northstar.casework.disagreements import asking as differing
from northstar.casework.disagreements.following import follow
from northstar.casework.disagreements.models import Turn
from northstar.casework.inbox import sweeping, taking
from northstar.casework.worklist import dividing, handing, joining, parted, posting
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.in_review import Alongside
from northstar.casework.worklist.models import Line
from northstar.chart.chart import Chart
from northstar.chart.kinds import encode
from northstar.chart.value import Value
from northstar.chart.when import When
from northstar.discover import declared, within
from northstar.record import (
    belonging,
    charts,
    feeds,
    filing,
    inbox,
    keeping,
    linking,
    merges,
    panels,
    parting,
    patients,
    rereading,
)
from northstar.record.collector import without_collector
from northstar.record.keeping import Kept
from northstar.record.models import Arrival, Feed, Identity, Patient
from northstar.rules import version
from northstar.rules.assess import assess, judge
from northstar.rules.death import has_died
from northstar.rules.disagreement import disagreements
from northstar.sources.reading import Found, Reading

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Receipt:
    """What became of some arrivals: how each was kept, and which patients and items were touched."""

    kept: list[keeping.Kept] = field(default_factory=list)
    filed: filing.Filed = field(default_factory=filing.Filed)
    patients: set[int] = field(default_factory=set)
    items: set[int] = field(default_factory=set)

    def add(self, other: "Receipt") -> None:
        """Count another's in."""
        self.kept += other.kept
        self.filed.add(other.filed)
        self.patients |= other.patients
        self.items |= other.items


def arrived(
    readings: Iterable[tuple[bytes, Reading, str]], feed: Feed, *, by: Viewer, at: datetime
) -> Receipt:
    """Keep and file what one feed brought: (bytes, the reader's account, name) each.

    One transaction for the whole slice: after a crash either all of it is there or none.
    """
    done = Receipt()
    with writing():
        readings = list(readings)
        done.kept = keeping.keep_many(readings, feed, received=at)
        fresh = [
            (kept.arrival, reading)
            for kept, (_, reading, _) in zip(done.kept, readings, strict=True)
            if kept.to_file
        ]
        _file(fresh, feed, at, done)
        _sign([kept.arrival for kept in done.kept if not kept.repeat], feed, by, at)
    return done


def keep_batch(
    items: list[tuple[bytes, Reading, str]],
    feed: Feed,
    *,
    by: Viewer,
    at: datetime,
    answer: Callable[[Arrival, Reading], bytes],
) -> list[Kept]:
    """Keep messages of many connections in one commit, each with what its sender is told; the
    worker files them."""
    with writing():
        kept = keeping.keep_many(items, feed, received=at, answer=answer)
        _sign([one.arrival for one in kept if not one.repeat], feed, by, at)
    return kept


def file_waiting(at: datetime, most: int = 200) -> Receipt:
    """File what was kept but not filed, in order of arrival: the worker's first duty.

    What cannot be filed is set aside for a person; the others do not wait for it.
    """
    if not keeping.any_waiting():
        return Receipt()
    with writing():
        arrivals = list(keeping.waiting(most))
        try:
            return _file_kept(arrivals, at)
        except OperationalError:
            raise  # the store, not a message
        except Exception:
            done = Receipt()
            for arrival in arrivals:
                done.add(_file_alone(arrival, at))
            return done


def _file_kept(arrivals: list[Arrival], at: datetime) -> Receipt:
    done = Receipt(kept=[Kept(arrival, repeat=False) for arrival in arrivals])
    by_feed: dict[Feed, list[tuple[Arrival, Reading]]] = {}
    for arrival in arrivals:
        by_feed.setdefault(arrival.feed, []).append((arrival, keeping.read_again(arrival)))
    with writing():
        for feed, fresh in by_feed.items():
            keeping.account(fresh)
            _file(fresh, feed, at, done)
    return done


def _file_alone(arrival: Arrival, at: datetime) -> Receipt:
    try:
        return _file_kept([arrival], at)
    except OperationalError:
        raise
    except Exception as trouble:
        log.error("an arrival could not be filed", exc_info=trouble)
        keeping.set_aside(arrival, type(trouble).__name__)
        return Receipt(kept=[Kept(arrival, repeat=False)])


def read_again(arrival: Arrival, *, by: Viewer, at: datetime) -> Receipt:
    """A person lets today's reader read what was kept: a refused or quarantined arrival is filed,
    a filed one gains what was not read before. What is there already is not doubled."""
    done = Receipt()
    with writing():
        reading = keeping.read_again(arrival)
        keeping.judge_again(arrival, reading)
        gone = belonging.patients_of(rereading.set_aside(arrival, reading, by=by.name, at=at))
        patients.make_due(gone)
        done.patients |= gone
        if not reading.refused:
            _file([(arrival, reading)], arrival.feed, at, done)
        acted(by=by, what="read again", arrivals=[str(arrival.public_id)], at=at)
    return done


def _file(fresh: list[tuple[Arrival, Reading]], feed: Feed, at: datetime, done: Receipt) -> None:
    if not fresh:
        return
    filed = filing.file(fresh, feed, at)
    before = parting.newest()
    merges.obey_merges(filed.described, at)
    touched = linking.relink(filed.described, at) | belonging.patients_of(filed.identities)
    bring_along(touched, before, by=feed.title or feed.name, why="its records say so now", at=at)
    done.items |= joining.messages_of(touched) if parting.moved(before) else set()
    panels.take_in(touched, feed, at.date())
    keeping.mark_filed(fresh)
    patients.make_due(touched)
    feeds.hear(fresh, feed)
    done.patients |= touched
    done.items |= belonging.items_among(filed.identities)
    done.filed.add(filed)


def bring_along(
    touched: set[int], before: int, *, by: str, why: str, at: datetime, staff: int | None = None
) -> None:
    """Bring after people what is theirs. `before`: the last link that stood before links were changed;
    what was made on a chart that has been parted since is put before a person to divide."""
    joining.follow(touched, at)
    handing.agree_again(touched, at)
    if parting.moved(before):
        partings = parting.parted(before, by=by, staff=staff, why=why, at=at)
        dividing.ask(touched, partings, at)


def review(pks: Iterable[int], now: datetime, holders: Holders | None = None) -> list[Line]:
    """Judge charts and make their lines agree. Gives the lines that were opened."""
    pks = sorted(set(pks))
    holders = holders or Holders()
    holders.remember(pks, now.date())
    opened: list[Line] = []
    with writing(), without_collector():
        found = charts.charts(system_viewer("review"), pks, now)
        standing = posting.lines_of_patients(pks)
        turns = differing.standing(pks)
        alongside = Alongside(pks)
        changed = []
        for row in patients.rows(pks):
            chart = found[row.pk]
            _compare(chart, row.pk, turns.get(row.pk, {}), now, holders)
            answer = assess(chart, now)
            posted = posting.post(
                posting.Subject(patient=row.pk), answer, at=now, holders=holders,
                lines=standing[row.pk], news=partial(_news, chart),
            )  # fmt: skip
            opened += posted.opened
            again = [answer.look_again, *alongside.follow(row.pk, chart, now)]
            changed.append(
                patients.reviewed(
                    row, chart, died=has_died(chart), rules=version(),
                    look_again=min((at for at in again if at), default=None),
                )
            )  # fmt: skip
        patients.keep(row for row in changed if row)
        for keep in within("northstar.casework", "watching", "WATCHING"):
            keep(found, now)
    return opened


def _compare(
    chart: Chart, pk: int, turns: dict[str, Turn], now: datetime, holders: Holders
) -> None:
    """Note where sources differ, and give the chart what people have settled of it."""
    follow(pk, disagreements(chart, now.tzinfo or UTC, now.date()), turns, at=now, holders=holders)
    chart.settled = differing.settled(turns)


def _news(chart: Chart, line: Line) -> str:
    """The newest facts that have come since a line was last refreshed, in words; of what is restricted
    only what the line rests on itself, since whoever sees the line reads them."""
    fresh = [
        value.source
        for kind in chart.kinds()
        for value in chart.of(kind)
        if value.source.received and value.source.received >= line.refreshed
    ]
    fresh.sort(key=lambda source: (source.received, source.kind), reverse=True)
    said = dict.fromkeys(f"{source.kind} from {source.called}" for source in fresh)
    return ", ".join(list(said)[:3])


def review_items(
    identities: Iterable[int], now: datetime, holders: Holders | None = None
) -> list[Line]:
    """Judge messages whose person is not settled yet, post their lines, and bring them into the inbox."""
    holders = holders or Holders()
    opened: list[Line] = []
    judged = []
    with writing():
        for found in inbox.items(identities, now, taking.finished):
            answer = judge(found.item, now, declared("northstar.rules.inbox", "SIGNAL"))
            subject = posting.Subject(
                arrival=found.arrival.pk,
                likely=found.likely.pk if found.likely else None,
                sure=found.sure,
                caller=found.caller,
                caller_name=found.caller_name,
                candidates=found.candidates,
            )
            opened += posting.post(subject, answer, at=now, holders=holders).opened
            judged.append((found, answer))
        taking.take(judged, now, holders)
    return opened


def review_feeds(now: datetime, holders: Holders | None = None) -> list[Line]:
    """Judge the feeds themselves: who has gone silent."""
    holders = holders or Holders()
    opened: list[Line] = []
    with writing():
        for feed, heard in feeds.with_hearing():
            answer = judge(heard, now, declared("northstar.rules.feeds", "SIGNAL"))
            subject = posting.Subject(feed=feed.pk)
            opened += posting.post(subject, answer, at=now, holders=holders).opened
    return opened


def sweep_the_inbox(now: datetime) -> None:
    """Bring results, papers and notices that machines told into the inbox."""
    if sweeping.any_news():
        with writing():
            sweeping.sweep(now)


def review_due(now: datetime, progress: Callable[[int], None] = lambda count: None) -> int:
    """The morning: every chart that is due, in slices, then items and feeds. Gives how many charts."""
    holders = Holders()
    total = 0
    while ripe := patients.due(now, version()):
        for start in range(0, len(ripe), 50):
            some = ripe[start : start + 50]
            review(some, now, holders)
            progress(len(some))
        total += len(ripe)
    review_items(inbox.waiting(now), now, holders)
    sweep_the_inbox(now)
    review_feeds(now, holders)
    tell_of_partings(now)
    return total


def act(
    *,
    by: Viewer,
    patient: Patient,
    kind: str,
    value: Value,
    key: str,
    at: When,
    now: datetime,
    what: str,
) -> list[Line]:
    """A person's act becomes a fact of source "staff" on the clinic's own registration, signed, and
    the rules are asked again."""
    with writing():
        data = b"\0".join((kind.encode(), key.encode(), encode(value)))
        arrival = state(patient, [(kind, key, value, 0)], data, at, now)
        acted(
            by=by,
            what=what,
            patients=[str(patient.public_id)],
            arrivals=[str(arrival.public_id)],
            at=now,
        )
    return review([patient.pk], now)


def state(
    patient: Patient,
    told: Iterable[tuple[str, str, Value, int]],
    data: bytes,
    at: When,
    now: datetime,
    whole: Identity | None = None,
    sequence: int = 0,
) -> Arrival:
    """Keep and file what our own people state: (kind, key, value, label) each. What is one act and
    goes wherever that goes hangs on one identity, `whole`; `sequence` orders what is stated of one
    thing in one moment."""
    feed = feeds.feed("staff", title="Our own staff", format="staff")
    reading = Reading(format="staff", version="1")
    for kind, key, value, label in told:
        who = whole or belonging.registration(patient, feed, kind=kind, key=key, at=now)
        reading.found.append(Found(who.key, kind, key, value, "", at, sequence, label))
        reading.kept[kind] += 1
    kept = keeping.keep(data, reading, feed, received=now)
    if not kept.repeat:
        _file([(kept.arrival, reading)], feed, now, Receipt())
    return kept.arrival


def tell_of_partings(at: datetime) -> None:
    """Tell everybody concerned of records that were parted: who saw the joined chart, and the privacy
    officer what left the building meanwhile."""
    for one in parting.to_tell():
        with writing():
            parted.tell(one, at)


def _sign(arrivals: list[Arrival], feed: Feed, by: Viewer, at: datetime) -> None:
    """The audit entry of what was read in: in the same transaction as the bytes."""
    if arrivals:
        acted(
            by=by,
            action="read-in",
            what=f"feed {feed.name}",
            arrivals=[str(arrival.public_id) for arrival in arrivals],
            at=at,
        )
