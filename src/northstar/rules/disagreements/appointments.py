"""An appointment: one source has it at another hour, or has cancelled what the other still holds."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.visits import Appointment
from northstar.rules.disagreement import (
    Ahead,
    Case,
    Matter,
    Subject,
    Word,
    latest,
    parties,
    voice,
)
from northstar.rules.examples import appointment, chart_of, from_feed
from northstar.rules.same_booking import plain
from northstar.rules.wording import when

_STANDS = frozenset({"booked", "pending", "proposed", "arrived"})
_OFF = frozenset({"cancelled", "noshow"})


def matters(chart: Chart, zone: tzinfo) -> Iterator[Matter]:
    """Visits of one day with one person or service, told by several sources."""
    for (on, what), alike in sorted(_groups(chart, zone).items()):
        words = latest((_order(a, zone), _word(a, on, zone)) for a in alike)
        if len(words) > 1:
            yield Matter(f"appointment {on:%Y-%m-%d} {what}", f"the visit, {_named(alike)}", words)


def _groups(chart: Chart, zone: tzinfo) -> dict[tuple[date, str], list[Appointment]]:
    found: dict[tuple[date, str], list[Appointment]] = defaultdict(list)
    for a in parties(chart.appointments):
        on = a.start.day(zone) if a.start and a.status in _STANDS | _OFF else None
        what = plain(a.practitioner) or plain(a.service or a.code.words)
        if on and what:
            found[on, what].append(a)
    return found


def _named(alike: list[Appointment]) -> str:
    return min(filter(None, (a.service or a.practitioner or a.code.words for a in alike)), key=len)


def _order(a: Appointment, zone: tzinfo) -> tuple:
    """The later written; of one moment what still stands, then the later hour."""
    source = a.source
    written = source.written.timestamp() if source and source.written else 0.0
    return written, a.status in _STANDS, a.start.start if a.start else None


def _word(a: Appointment, on: date, zone: tzinfo) -> Word:
    told = ", ".join(w for w in (a.practitioner, a.location) if w)
    if a.status in _OFF:
        return Word(voice(a), "off", "Cancelled", a, on, a.cancel_reason or told)
    at = when(a.start, zone) if a.start else ""
    return Word(voice(a), a.start.text[:16] if a.start else "", at, a, on, told)


def ahead(chart: Chart, matter: Matter, zone: tzinfo) -> Iterator[Ahead]:
    """The visit itself."""
    for word in matter.words:
        if word.stance != "off" and word.day:
            yield Ahead(matter.about, word.value, word.day, word.day + timedelta(days=1))


SUBJECT = Subject(
    code="appointment",
    title="One appointment, told two ways",
    why="She stands before a closed door, or nobody comes to take her.",
    cites="Own rule",
    reviewed=date(2026, 11, 1),
    kinds=("Appointment",),
    matters=matters,
    ahead=ahead,
    fades=timedelta(days=0),
)

_BOOKED = from_feed("clinic", appointment("17 Sep 2026 10:20", service="Cardiology"))
CASES = [
    Case(
        "cancelled in one source",
        chart_of(
            _BOOKED,
            from_feed(
                "hospital", appointment("17 Sep 2026 10:20", 30, "cancelled", service="Cardiology")
            ),
        ),
        {"appointment 2026-09-17 cardiology": {"clinic": "2026-09-17T10:20", "hospital": "off"}},
    ),
    Case(
        "at another hour",
        chart_of(
            _BOOKED, from_feed("hospital", appointment("17 Sep 2026 14:00", service="Cardiology"))
        ),
        {
            "appointment 2026-09-17 cardiology": {
                "clinic": "2026-09-17T10:20",
                "hospital": "2026-09-17T14:00",
            }
        },
    ),
    Case(
        "another visit on the same day",
        chart_of(_BOOKED, from_feed("hospital", appointment("17 Sep 2026 14:00", service="X-ray"))),
    ),
    Case("only one source knows of it", chart_of(_BOOKED)),
]
