"""The way from a hospital bed to the thirtieth day at home: what each of its clocks says today.

One person has one passage at a time. A discharge that is taken back gives the stay back, a new
admission closes the passage and begins another, a death ends it. What is told here comes from the
sources; what our own people did (equipment asked for, lists agreed) the board lays beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from northstar.chart.chart import Chart
from northstar.knowledge.transitions import until
from northstar.rules import passage_clocks as clocks
from northstar.rules.death import has_died
from northstar.rules.departures import Departure, departure
from northstar.rules.passage_clocks import Answer, Risk
from northstar.rules.stays import FACILITY, HOME, HOSPICE, Stay, stays
from northstar.rules.unsaid import ask_by, closes, evidence, unsaid
from northstar.rules.wording import day, part_of_day

_TOLD_TWICE = timedelta(hours=24)
_LEFT = HOME | FACILITY | HOSPICE | {"ama", "transfer"}


@dataclass(frozen=True, slots=True)
class Passage:
    """Where somebody is on the way. `left_day` is None while they are in hospital, and where they have
    left on a day that no source knows (`unsaid`); `day` counts from the day of leaving (0). `closes` is the
    last day of the period. `overdue` is the day the hospital had planned, where it has passed."""

    stay: Stay
    left_day: date | None
    closes: date | None
    day: int | None
    place: str
    leaving: bool
    doubted: bool
    contact: Answer
    summary: Answer
    visit: Answer
    pending: Answer
    risk: Risk
    touches: Answer
    unsaid: bool = False
    overdue: date | None = None

    @property
    def in_hospital(self) -> bool:
        """As far as any source tells."""
        return self.left_day is None and not self.unsaid

    @property
    def in_facility(self) -> bool:
        """In a skilled, rehabilitation or hospice facility, or on the way there: not in hospital, not home."""
        if self.in_hospital:
            return self.stay.in_facility
        return self.stay.disposition in FACILITY | {"hospice-facility"}

    @property
    def clock(self) -> date | None:
        """The next day on which one of its clocks ends; None where none runs."""
        running = [
            a.due for a in (self.contact, self.visit, self.touches) if a.due and a.state in _RUNS
        ]
        return min(running, default=None)

    @property
    def label(self) -> int:
        """As sensitive as the stay it is about."""
        label = 0
        for source in self.stay.sources:
            label |= source.label
        return label


_RUNS = frozenset({"open", "due", "late"})


def passage(chart: Chart, now: datetime) -> Passage | None:
    """The passage this person is in; None where there is none, or it is over."""
    if has_died(chart):
        return None
    left = departure(chart, now, _LEFT)
    if left:
        return _after(chart, left, now)
    over = unsaid(chart, now)
    if over:
        return _unsaid(chart, over, now) if over.disposition in _LEFT else None
    found = stays(chart, now.tzinfo)
    last = found[-1] if found else None
    return _inside(chart, last, now) if last and _lasts(last, now) else None


def seen_until(chart: Chart, now: datetime) -> tuple[date, date] | None:
    """(the day it began to be of interest, the last day on which it may be): for the list of whom the
    board must look at, which asks no chart."""
    found = passage(chart, now)
    if found is None:
        return None
    if found.left_day and found.closes:
        return found.left_day, found.closes
    begun = found.stay.starts.first_day(now.tzinfo)
    return begun, found.closes or until("stay-longest", begun)


def _lasts(stay: Stay, now: datetime) -> bool:
    begun = stay.starts.first_day(now.tzinfo)
    if stay.day_unsaid(now.tzinfo):
        return False
    still = stay.left is None or stay.left.first_day(now.tzinfo) > now.date()
    return still and begun <= now.date() <= until("stay-longest", begun)


def _inside(chart: Chart, stay: Stay, now: datetime) -> Passage:
    begun = stay.starts.first_day(now.tzinfo)
    planned = stay.last.expected_end.day(now.tzinfo) if stay.last.expected_end else None
    overdue = planned if planned and planned < now.date() else None
    off = Answer("off", "after leaving")
    return Passage(
        stay=stay, left_day=None, closes=None, day=None, place=stay.facility,
        leaving=planned == now.date(),
        doubted=(planned is None or planned < now.date()) and now.date() > until("stay-untold", begun),
        contact=off, summary=off, visit=clocks.visit_ahead(chart, now), pending=clocks.pending(chart, stay, now),
        risk=clocks.risk(chart, stay, now), touches=off, overdue=overdue,
    )  # fmt: skip


def _unsaid(chart: Chart, stay: Stay, now: datetime) -> Passage:
    """Gone, on a day that nobody told: the clocks cannot start, and the one thing asked is the day."""
    ask = Answer("due", "ask when they left", (evidence(stay),), ask_by(stay, now))
    off = Answer("off", "once the day is known")
    return Passage(
        stay=stay, left_day=None, closes=closes(stay, now), day=None, place=stay.facility, leaving=False,
        doubted=False, contact=ask, summary=clocks.summary_unsaid(chart, stay, now), visit=off,
        pending=clocks.pending(chart, stay, now), risk=clocks.risk(chart, stay, now), touches=off,
        unsaid=True,
    )  # fmt: skip


def _after(chart: Chart, left: Departure, now: datetime) -> Passage:
    return Passage(
        stay=left.stay, left_day=left.left_day, closes=left.closes, day=(now.date() - left.left_day).days,
        place=left.stay.facility, leaving=False, doubted=False, contact=clocks.contact(chart, left, now),
        summary=clocks.summary(chart, left, now), visit=clocks.visit(chart, left, now),
        pending=clocks.pending(chart, left.stay, now), risk=clocks.risk(chart, left.stay, now),
        touches=clocks.next_touch(chart, left, now),
    )  # fmt: skip


def came(found: Passage, now: datetime) -> str:
    """In a few words where they are: "Hospital B since Tue 1 Sep", "home Friday night, 4 Sep"."""
    if found.unsaid:
        return f"left {found.place}, no source says when"
    if found.left_day is None or found.stay.left is None:
        came_in = found.stay.came_to_last
        if found.stay.in_facility and came_in:
            return f"{found.place}, a facility, since {day(came_in.first_day(now.tzinfo))}"
        begun = found.stay.starts.first_day(now.tzinfo)
        moved = ", in hospital" if came_in and came_in.first_day(now.tzinfo) > begun else ""
        late = f"; was to leave {day(found.overdue)}" if found.overdue else ""
        return f"{found.place}{moved} since {day(begun)}{late}"
    said: dict[str, str] = {"ama": "left against advice", "transfer": "moved to another hospital"}
    where = said.get(found.stay.disposition) or (
        "to a facility" if found.stay.disposition in FACILITY
        else "home with hospice" if found.stay.disposition == "hospice-home"
        else "to a hospice" if found.stay.disposition in HOSPICE
        else "home" if found.stay.disposition.startswith("home") else "left"
    )  # fmt: skip
    return f"{where} {part_of_day(found.stay.left, now.tzinfo)}{_open_elsewhere(found.stay)}"


def _open_elsewhere(stay: Stay) -> str:
    """Two stays at once: one hospital sent them home, the other still has them in a bed. Both are said."""
    ended = [p.start.start for p in stay.parts if p.ended and p.start]
    still = (
        p
        for p in stay.parts
        if p.status == "in-progress" and not p.ended and p.start and p.facility
    )
    names = [
        p.facility
        for p in still
        if not any(p.start and abs(p.start.start - at) < _TOLD_TWICE for at in ended)
    ]
    return f"; {' and '.join(dict.fromkeys(names))} told no end" if names else ""


STAGES: tuple[tuple[str, str], ...] = (
    ("hospital", "In hospital"),
    ("leaving", "Leaving today"),
    ("facility", "In a facility"),
    ("unsaid", "Left, day not told"),
    ("new", "Home 0 to 2 days"),
    ("weeks", "Day 3 to 14"),
    ("open", "After day 14, still open"),
    ("safe", "Safe"),
)
_NEW, _WEEKS = 2, 14


def stage(found: Passage, *, settled: Callable[[], bool]) -> str:
    """Its column. `settled`: what the sources cannot tell (lists agreed, equipment there) is done too."""
    if found.unsaid:
        return "unsaid"
    if found.in_facility:
        return "facility"
    if found.left_day is None or found.day is None:
        return "leaving" if found.leaving else "hospital"
    if found.stay.disposition == "transfer":  # in the next hospital, which has not told us yet
        return "hospital"
    answers = (found.contact, found.visit, found.summary, found.pending)
    if found.touches.state == "due":
        return _weeks(found.day)
    if all(a.state in ("done", "off", "none") for a in answers) and settled():
        return "safe"
    return _weeks(found.day)


def _weeks(number: int) -> str:
    return "new" if number <= _NEW else "weeks" if number <= _WEEKS else "open"
