"""A month's claims: who is ready, what is missing. A handful of questions, however many people."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from functools import cache

from northstar.access import credentials
from northstar.access.viewer import Viewer
from northstar.casework.billing.models import Given
from northstar.casework.billing.months import Around, Capacities, elsewhere, month_of
from northstar.casework.plans.readiness import readiness
from northstar.casework.programs import asking as programs
from northstar.casework.programs.models import Case, Turn
from northstar.casework.programs.standing import Enrolment, folded
from northstar.casework.reconciliation import asking as lists
from northstar.casework.time import asking as minutes
from northstar.casework.time.asking import Counted
from northstar.knowledge.billing_plan import capacities
from northstar.record import charts
from northstar.record.collector import without_collector
from northstar.record.staying import stays_of
from northstar.rules.billing.month import Evidence, Facility, Month, Transition, Verdict
from northstar.rules.billing.ready import judge
from northstar.rules.billing.way import way_home


@dataclass(slots=True)
class Claimable:
    """One case in one month: what was known, what the rules say of it, when it was given out."""

    patient: int
    case: Enrolment
    month: Month
    verdict: Verdict
    given: datetime | None = None


def month(
    viewer: Viewer, patients: Iterable[int], first: date, *, zone: tzinfo, midpoint: bool = False
) -> list[Claimable]:
    """Every case of these patients (by row number) that reached into the month, judged; as far as this
    viewer may know of it. The caller has the patients through the door."""
    with without_collector():
        return _month(viewer, patients, first, zone, midpoint)


def _month(
    viewer: Viewer, patients: Iterable[int], first: date, zone: tzinfo, midpoint: bool
) -> list[Claimable]:
    last = Month(program="", first=first).last
    stored = programs.enrolled(patients, viewer)
    reaching = {pk: _reaching(rows, first, last) for pk, rows in stored.items()}
    cases = {pk: theirs for pk, theirs in reaching.items() if theirs}
    around = _around(viewer, cases, first, last, zone)
    as_whom = _as_whom((one.staff for each in around.values() for one in each.time), zone)
    given = _given(cases, first)
    found: list[Claimable] = []
    for pk, theirs in cases.items():
        months = [
            month_of(case, first, around[pk], as_whom, zone, midpoint=midpoint) for case in theirs
        ]
        for case, known, verdict in zip(theirs, months, judge(months), strict=True):
            found.append(Claimable(pk, case, known, verdict, given.get(case.row)))
    return found


def _reaching(rows: list[tuple[Case, list[Turn]]], first: date, last: date) -> list[Enrolment]:
    cases = [folded(case, turns, last) for case, turns in rows]
    return [one for one in cases if one.began and (one.until is None or one.until >= first)]


def _around(
    viewer: Viewer, cases: dict[int, list[Enrolment]], first: date, last: date, zone: tzinfo
) -> dict[int, Around]:
    start = datetime.combine(first, time.min, zone)
    end = datetime.combine(date.fromordinal(last.toordinal() + 1), time.min, zone)
    time_of = minutes.of_patients(cases, start, end)
    plans, staying = readiness(cases, until=end), _staying(viewer, cases, first, last, zone)
    ways = _ways(viewer, cases, first, last, zone, end)
    return {
        pk: Around(
            time=_visible(viewer, time_of.get(pk, [])), plan=plans.get(pk),
            stays=staying.get(pk, ()), way=ways.get(pk), elsewhere=elsewhere(theirs, first),
            died=next((turn.on for one in theirs if (turn := _died(one))), None),
        )
        for pk, theirs in cases.items()
    }  # fmt: skip


def _visible(viewer: Viewer, time_of: list[Counted]) -> list[Counted]:
    return [one for one in time_of if viewer.may_see(one.label)]


def _died(case: Enrolment) -> Turn | None:
    turn = case.last("closed")
    return turn if turn and turn.detail.get("reason") == "died" else None


def _staying(
    viewer: Viewer, cases: dict[int, list[Enrolment]], first: date, last: date, zone: tzinfo
) -> dict[int, tuple[Facility, ...]]:
    found = stays_of(viewer, cases, first, last, zone)
    return {pk: tuple(Facility(*one) for one in stays) for pk, stays in found.items()}


def _ways(
    viewer: Viewer, cases: dict[int, list[Enrolment]], first: date, last: date, zone: tzinfo,
    end: datetime,
) -> dict[int, Transition]:  # fmt: skip
    """The ways home of those who are in transitional care: their charts are read, nobody else's."""
    pks = [pk for pk, theirs in cases.items() if any(one.program == "TCM" for one in theirs)]
    found = {}
    for pk, chart in (charts.charts(viewer, pks, end) if pks else {}).items():
        way = way_home(chart, first, last, zone)
        if way:
            found[pk] = _with_list(way, pk, zone)
    return found


def _with_list(way: Transition, patient: int, zone: tzinfo) -> Transition:
    """With the first list of medicines that was agreed after the stay."""
    for row in lists.rows(patient):
        on = row.at.astimezone(zone).date()
        if on >= way.discharged:
            return replace(way, reconciled=Evidence("agreed list", str(row.public_id), on, row.by))
    return way


def _as_whom(staff: Iterable[int], zone: tzinfo) -> Capacities:
    held = credentials.held(staff, zone)

    @cache
    def of(one: int, day: date) -> frozenset[str]:
        return capacities(held.get(one, []), day)

    return of


def _given(cases: dict[int, list[Enrolment]], first: date) -> dict[int, datetime]:
    rows = Given.objects.filter(month=first).order_by("pk").values_list("case", "at")
    wanted = {one.row for theirs in cases.values() for one in theirs}
    return {case: at for case, at in rows if case in wanted}
