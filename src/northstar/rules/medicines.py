"""Medicines by ingredient: what is prescribed, what was dispensed, what is said to be taken, what was stopped.

Three words are kept apart, because the coordinator's question is usually where they part. A supply is
counted as the PDC measure counts it: an early refill of the same ingredient begins when the earlier
one ends; days in hospital are not used up.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.medicines import MedicationDispense, MedicationRequest, MedicationStatement
from northstar.chart.value import Value
from northstar.knowledge.ingredients import ingredients_of, is_local, plain_name
from northstar.rules.complete_lists import LeftOut, left_out
from northstar.rules.disagreement import AGREED
from northstar.rules.hand_overs import lengths, told_once
from northstar.rules.medicine_dates import list_outlived, over_on, stop_days
from northstar.rules.wording import with_year

_NOT_HANDED_OVER = frozenset(
    {
        "cancelled",
        "entered-in-error",
        "declined",
        "on-hold",
        "preparation",
        "stopped",
        "in-progress",
    }
)
_STOPPED = frozenset({"stopped", "cancelled", "not-taken"})
_TAKING = frozenset({"active", "", "in-progress", "intended", "unknown"})
_FOR_ONE_STAY = re.compile(
    r"\binpatient|\bin hospital only|\bintravenous|\binjection once", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Supply:
    """One ingredient's fills, oldest first. `runs_out` is the first day without; None: length not told."""

    ingredient: str
    fills: tuple[MedicationDispense, ...]
    spans: tuple[tuple[date, date], ...]

    @property
    def last(self) -> MedicationDispense:
        return self.fills[-1]

    @property
    def runs_out(self) -> date | None:
        return self.spans[-1][1] if self.spans and self.last.days_supply else None


@dataclass(frozen=True, slots=True)
class Stopped:
    """Somebody wrote that a medicine was stopped. `why` only where a source gives the reason.

    `day` is the earliest day it can have been, `surely` the day by which it was: they differ where the
    source tells only that it was stopped, not when.
    """

    ingredient: str
    day: date
    surely: date
    by: str
    why: str
    value: Value

    @property
    def feed(self) -> str:
        return self.value.source.feed if self.value.source else ""

    @property
    def called(self) -> str:
        """Its source as people call it."""
        return self.value.source.called if self.value.source else ""

    @property
    def is_dated(self) -> bool:
        return self.day == self.surely

    @property
    def when(self) -> str:
        """The day, or by when, in words."""
        return with_year(self.day) if self.is_dated else f"by {with_year(self.surely)}"


@dataclass(frozen=True, slots=True)
class Medicines:
    """Everything known of the medicines of one chart, by ingredient. What is listed may be over by its own
    dates: `shows_use` says so for a day. `left_out` are those a newer list of their sender has no more."""

    prescribed: dict[str, tuple[MedicationRequest, ...]]
    dispensed: dict[str, Supply]
    said_taken: dict[str, tuple[MedicationStatement, ...]]
    stopped: dict[str, tuple[Stopped, ...]]
    over: dict[int, date]
    left_out: dict[int, LeftOut]

    def shows_use(self, listed: Value, today: date) -> bool:
        """An entry of a list shows use until its own dates say that it is over."""
        over = self.over.get(id(listed))
        return over is None or today < over

    def in_the_house(self, ingredient: str, today: date) -> MedicationDispense | None:
        """The last fill, where by the days' supply some of it is still there."""
        supply = self.dispensed.get(ingredient)
        ends = supply.runs_out if supply else None
        return supply.last if supply and ends and today < ends else None

    def current(self, ingredient: str, today: date) -> Any:
        """The fact that best shows it is in use: dispensed, then prescribed, then said to be taken."""
        stopped = self.last_stop(ingredient)
        fill = self.in_the_house(ingredient, today)
        if fill and stopped and _agreed_since(fill, stopped):
            fill = None
        listed = (*self.prescribed.get(ingredient, ()), *self.said_taken.get(ingredient, ()))
        still = (v for v in reversed(listed) if self.shows_use(v, today))
        return fill or next((v for v in still if not _older(v, stopped)), None)

    def last_stop(self, ingredient: str) -> Stopped | None:
        """The latest word that it was stopped."""
        return next(reversed(self.stopped.get(ingredient, ())), None)

    def in_use(self, today: date) -> dict[str, Any]:
        """Every ingredient in use with the fact that shows it; what is put on the skin is left out."""
        names = {*self.prescribed, *self.dispensed, *self.said_taken}
        found = {name: self.current(name, today) for name in sorted(names)}
        return {n: v for n, v in found.items() if v is not None and not is_local(v.code.words)}

    def ends(self) -> Iterable[date]:
        """The days on which a supply runs out or a list entry is over, when `in_use` may change."""
        yield from (s.runs_out for s in self.dispensed.values() if s.runs_out)
        yield from set(self.over.values())


def medicines(chart: Chart, zone: tzinfo) -> Medicines:
    """The medicines of a chart, derived once."""
    if "medicines" not in chart.views:
        chart.views["medicines"] = _derived(chart, zone)
    return chart.views["medicines"]


def laid_out(
    fills: Iterable[tuple[date, int]], away: Iterable[tuple[date, date]] = ()
) -> list[tuple[date, date]]:
    """The days each fill covers as [first, day after the last), early refills moved behind the earlier one.

    `away` are days somebody else gave the medicine (a hospital stay), as [first, day after): the tablets
    at home last that much longer. They must be sorted and apart.
    """
    away = list(away)
    spans: list[tuple[date, date]] = []
    free = date.min
    for day, length in sorted(fills):
        first = max(day, free)
        free = _lasting(first, length, away)
        spans.append((first, free))
    return spans


def covered_days(
    spans_by_drug: Iterable[list[tuple[date, date]]],
    first: date,
    after: date,
    away: Iterable[tuple[date, date]] = (),
) -> tuple[int, int]:
    """(days covered, days that count) in [first, after); different drugs may overlap, a day counts once."""
    have: set[int] = set()
    for spans in spans_by_drug:
        for begins, ends in spans:
            have.update(range(max(begins, first).toordinal(), min(ends, after).toordinal()))
    count = set(range(first.toordinal(), after.toordinal()))
    for begins, ends in away:
        count.difference_update(range(begins.toordinal(), ends.toordinal()))
    return len(have & count), len(count)


def pdc(
    fills_by_drug: Iterable[Iterable[tuple[date, int]]],
    first: date,
    after: date,
    away: Iterable[tuple[date, date]] = (),
) -> float | None:
    """Proportion of days covered, PQA-style: from `first` to the day before `after`; None without days."""
    away = list(away)
    covered, counted = covered_days(
        [laid_out(fills, away) for fills in fills_by_drug], first, after, away
    )
    return covered / counted if counted else None


def days_in_hospital(chart: Chart, zone: tzinfo) -> list[tuple[date, date]]:
    """Whole days in hospital as [day after admission, day of leaving), sorted and apart."""
    found = []
    for stay in chart.encounters:
        if stay.class_code in ("IMP", "ACUTE", "OBSENC", "NONAC") and stay.start and stay.end:
            came, left = stay.start.day(zone), stay.end.day(zone)
            if came and left and came + timedelta(days=1) < left:
                found.append((came + timedelta(days=1), left))
    return _apart(found)


def _derived(chart: Chart, zone: tzinfo) -> Medicines:
    requests = _by_ingredient(chart.prescribed)
    statements = _by_ingredient(s for s in chart.said_taken if not s.absent)
    fills = _by_ingredient(
        d for d in chart.dispensed if d.status not in _NOT_HANDED_OVER and d.handed_over
    )
    away = days_in_hospital(chart, zone) if fills else []
    gone = left_out(chart, zone)
    return Medicines(
        prescribed=_kept(requests, lambda r: r.status in ("active", "") and _for_home(r)),
        dispensed={name: _supply(name, found, zone, away) for name, found in fills.items()},
        said_taken=_kept(statements, _is_taken),
        stopped=_stops(requests, statements, zone),
        over=_over(chart, gone, zone),
        left_out=gone,
    )


def _by_ingredient(values: Iterable) -> dict[str, list]:
    found: dict[str, list] = defaultdict(list)
    for value in values:
        for name in ingredients_of(value.code) or (plain_name(value.code),):
            found[name].append(value)
    return found


def _kept(by_name: dict[str, list], keep) -> dict[str, tuple]:
    found = {name: tuple(v for v in values if keep(v)) for name, values in by_name.items()}
    return {name: values for name, values in found.items() if values}


def _for_home(request: MedicationRequest) -> bool:
    """An order for a drip in the ward is not a medicine of the home list."""
    if request.intent in ("proposal", "plan", "option") or request.category == "inpatient":
        return False
    return not _FOR_ONE_STAY.search(request.dosage)


def _is_taken(said: MedicationStatement) -> bool:
    """Older documents write "completed" of what is still to be taken: then their dates decide."""
    written = said.source.written if said.source else None
    still = said.status == "completed" and said.end and written and written < said.end.end
    return said.status in _TAKING or bool(still)


def _over(chart: Chart, gone: dict[int, LeftOut], zone: tzinfo) -> dict[int, date]:
    """The first day on which each order or statement (by its identity) shows no use any more."""
    found = {}
    papers = {d.source.arrival: d.date for d in chart.documents if d.source and d.date}
    for listed in (*chart.prescribed, *chart.said_taken):
        over = over_on(listed, zone) or list_outlived(listed, papers, zone)
        left = gone.get(id(listed))
        days = [day for day in (over, left.on if left else None) if day]
        if days:
            found[id(listed)] = min(days)
    return found


def _supply(name: str, fills: list, zone: tzinfo, away: list) -> Supply:
    dated = [(day, f) for f in fills if (day := f.handed_over.day(zone))]
    dated.sort(key=lambda pair: pair[0])
    dated = told_once(dated)
    kept = tuple(f for _, f in dated) or tuple(fills)
    return Supply(name, kept, tuple(laid_out(lengths(dated), away)))


def _stops(requests: dict, statements: dict, zone: tzinfo) -> dict[str, tuple[Stopped, ...]]:
    found: dict[str, list[Stopped]] = defaultdict(list)
    for by_name in (requests, statements):
        for name, values in by_name.items():
            for value in values:
                if value.status in _STOPPED and (on := stop_days(value, zone)):
                    found[name].append(Stopped(name, *on, _by(value), _why(value), value))
    return {name: tuple(sorted(s, key=lambda s: s.day)) for name, s in found.items()}


def _by(value: Value) -> str:
    return getattr(value, "requester", "") or getattr(value, "informant", "")


def _why(value: Any) -> str:
    return getattr(value, "status_reason", "") or value.note


def _agreed_since(fill: MedicationDispense, stopped: Stopped) -> bool:
    """After the fill a person of ours signed that it is not taken: the bottle shows no use any more."""
    ours = stopped.value.source and stopped.value.source.key.startswith(AGREED)
    return bool(ours and fill.handed_over and fill.handed_over.start.date() <= stopped.day)


def _older(listed: Value, stopped: Stopped | None) -> bool:
    """A list entry that began before the medicine was stopped shows no present use."""
    if not stopped:
        return False
    began = listed.began
    return not began or began.start.date() <= stopped.day


def _lasting(first: date, length: int, away: list[tuple[date, date]]) -> date:
    ends = first + timedelta(days=length)
    for begins, after in away:
        if after > first and begins < ends:
            ends += after - max(begins, first)
    return ends


def _apart(spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found
