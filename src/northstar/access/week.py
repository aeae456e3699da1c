"""A week of the rota, as it is shown: who works when, who is on call, who is away and who covers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from northstar.access.models import Absence, Shift, Staff, Team
from northstar.access.rota import OFFICE_CLOSES, OFFICE_DAYS, OFFICE_OPENS, begins_on

DAYS_A_WEEK = 7


@dataclass(slots=True)
class Cell:
    """One holder's day: hours in words, or why they are not there."""

    hours: list[str] = field(default_factory=list)
    away: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One person's or team's week."""

    holder: Staff | Team
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """`called`: for each day who is called, the first one first. `usual`: nobody has given hours."""

    days: tuple[date, ...]
    rows: tuple[Row, ...]
    called: tuple[tuple[str, ...], ...]
    usual: bool

    @property
    def before(self) -> date:
        """The Monday before."""
        return self.days[0] - timedelta(days=DAYS_A_WEEK)

    @property
    def after(self) -> date:
        """The Monday after."""
        return self.days[-1] + timedelta(days=1)


def week(of: date) -> Week:
    """The week that a day lies in, from Monday."""
    monday = of - timedelta(days=of.weekday())
    days = tuple(monday + timedelta(days=ahead) for ahead in range(DAYS_A_WEEK))
    shifts = list(Shift.objects.select_related("staff", "team").order_by("order", "begins", "pk"))
    absences = list(
        Absence.objects.filter(first__lte=days[-1], last__gte=days[0]).select_related("cover")
    )
    people = list(Staff.objects.filter(is_active=True).order_by("name", "pk"))
    teams = [shift.team for shift in shifts if shift.team]
    holders: list[Staff | Team] = [*people, *dict.fromkeys(teams)]
    rows = tuple(
        Row(one, tuple(_cell(one, day, shifts, absences) for day in days)) for one in holders
    )
    called = tuple(tuple(_called(day, shifts, absences)) for day in days)
    return Week(days, rows, called, usual=not shifts)


def _cell(
    holder: Staff | Team, day: date, shifts: Iterable[Shift], absences: Iterable[Absence]
) -> Cell:
    away = next(
        (one for one in absences if one.first <= day <= one.last and _for(one, holder)), None
    )
    if away:
        covered = f"; {away.cover.name} covers" if away.cover else ""
        words = "closed" if away.staff_id is None else "away"
        return Cell(away=f"{words}{f' ({away.why})' if away.why else ''}{covered}")
    theirs = [shift for shift in shifts if holder in (shift.staff, shift.team)]
    working = [shift for shift in theirs if shift.kind == Shift.WORK]
    if isinstance(holder, Staff) and not working and day.weekday() in OFFICE_DAYS:
        return Cell([_hours(OFFICE_OPENS, OFFICE_CLOSES)])
    return Cell([_hours(s.begins, s.ends) for s in working if begins_on(s, day)])


def _for(absence: Absence, holder: Staff | Team) -> bool:
    return absence.staff_id is None or (isinstance(holder, Staff) and absence.staff_id == holder.pk)


def _called(day: date, shifts: Iterable[Shift], absences: Iterable[Absence]) -> Iterable[str]:
    away = {one.staff_id for one in absences if one.first <= day <= one.last}
    for shift in shifts:
        holder = shift.staff or shift.team
        if shift.kind == Shift.ON_CALL and holder and begins_on(shift, day):
            gone = shift.staff_id in away and shift.staff_id is not None
            yield f"{holder.name} {_hours(shift.begins, shift.ends)}{' (away)' if gone else ''}"


def _hours(begins, ends) -> str:
    if begins == ends:
        return "all round" if begins == time(0) else f"all round from {begins.hour}:{begins:%M}"
    return f"{begins.hour}:{begins:%M}–{ends.hour}:{ends:%M}"
