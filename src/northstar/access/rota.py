"""Who is there: working days, absences, and who is on call. No next date falls where nobody is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from northstar.access.models import Absence, Membership, Shift, Staff, Team
from northstar.access.refuse import Refused
from northstar.access.worded_once import worded_once

ONE_DAY = timedelta(days=1)
FARTHEST = 366
# Whom the rota says nothing about is taken to be there in office hours.
OFFICE_DAYS, OFFICE_OPENS, OFFICE_CLOSES = frozenset(range(5)), time(8), time(17)


def covered(day: date, holder: Staff | Team) -> bool:
    """Whether the person, or somebody of the team, works on that day."""
    return cover_of(holder).covers(day)


def next_covered_day(day: date, holder: Staff | Team) -> date:
    """That day, or the first one after it on which the holder is there."""
    return cover_of(holder).on_or_after(day)


def on_call(now: datetime) -> list[Staff]:
    """Who is called now, the first one first. `now` is in the clinic's zone."""
    found: list[Staff] = []
    shifts = Shift.objects.filter(kind=Shift.ON_CALL).select_related("staff", "team")
    running = [shift for shift in shifts.order_by("order", "pk") if _runs(shift, now)]
    away = _away(now.date())
    for shift in running:
        for staff in _people(shift, now):
            if staff.is_active and staff.pk not in away and staff not in found:
                found.append(staff)
    return found


def is_on_call(now: datetime, staff: Staff, teams: Collection[int]) -> bool:
    """The same for one person of these teams, who asks at every page."""
    shifts = Shift.objects.filter(Q(staff=staff) | Q(team__in=teams), kind=Shift.ON_CALL)
    running = staff.is_active and any(_runs(shift, now) for shift in shifts)
    return running and staff.pk not in _away(now.date())


def covering(staff: int, day: date) -> Staff | None:
    """Who takes what comes for somebody who is away on that day, if anybody was named."""
    away = Absence.objects.filter(staff=staff, first__lte=day, last__gte=day, cover__is_active=True)
    named = away.select_related("cover").order_by("pk").first()
    return named.cover if named else None


def working(now: datetime, staff: Staff) -> bool:
    """Whether the person is at work at this moment."""
    shifts = list(_work().filter(staff=staff))
    if not shifts:
        opened = OFFICE_OPENS <= now.time() < OFFICE_CLOSES
        return opened and covered(now.date(), staff)
    away = _away(now.date())
    here = staff.is_active and staff.pk not in away and None not in away
    return here and any(_runs(shift, now) for shift in shifts)


def hours(day: date, staff: Staff) -> tuple[time, time] | None:
    """When the person's day begins and ends; None where they are not there."""
    return cover_of(staff).hours(day)


@dataclass(frozen=True)
class Cover:
    """The days somebody is there, loaded once and asked often."""

    shifts: tuple[Shift, ...] = ()
    office_days: bool = False
    away: tuple[tuple[date, date], ...] = ()
    any_of: tuple["Cover", ...] = ()

    def covers(self, day: date) -> bool:
        if any(first <= day <= last for first, last in self.away):
            return False
        if self.office_days and day.weekday() in OFFICE_DAYS:
            return True
        return any(begins_on(shift, day) for shift in self.shifts) or any(
            one.covers(day) for one in self.any_of
        )

    def hours(self, day: date) -> tuple[time, time] | None:
        """When one person's day begins and ends; None where they are not there."""
        if not self.covers(day):
            return None
        shifts = [shift for shift in self.shifts if begins_on(shift, day)]
        if not shifts:
            return OFFICE_OPENS, OFFICE_CLOSES
        return min(s.begins for s in shifts), max(s.ends for s in shifts)

    def on_or_after(self, day: date) -> date:
        for ahead in range(FARTHEST):
            if self.covers(day + ahead * ONE_DAY):
                return day + ahead * ONE_DAY
        raise Refused(
            "Nobody covers this within a year. Give the holder working hours in the rota, "
            "or hand it to someone who is there."
        )

    def on_or_before(self, day: date, earliest: date) -> date | None:
        """The last day up to `day`, and not before `earliest`, on which they are there; or None."""
        for back in range((day - earliest).days + 1):
            if self.covers(day - back * ONE_DAY):
                return day - back * ONE_DAY
        return None


def cover_of(holder: Staff | Team) -> Cover:
    """Load it once where many dates are chosen for one holder."""
    return _cover_of_team(holder) if isinstance(holder, Team) else _cover_of_staff(holder)


def _cover_of_staff(staff: Staff) -> Cover:
    if not staff.is_active:
        return Cover()
    shifts = tuple(_shifts_of(staff.pk))
    return Cover(shifts, not shifts, tuple(_absences_of(staff.pk)))


_shifts_of = worded_once(lambda staff: _work().filter(staff=staff))
_absences_of = worded_once(
    lambda staff: Absence.objects.filter(Q(staff=staff) | Q(staff__isnull=True)).values_list(
        "first", "last"
    )
)


def _cover_of_team(team: Team) -> Cover:
    closed = tuple(Absence.objects.filter(staff__isnull=True).values_list("first", "last"))
    if shifts := tuple(_work().filter(team=team)):
        return Cover(shifts, away=closed)
    members = Staff.objects.filter(
        is_active=True, memberships__team=team, memberships__end__isnull=True
    ).distinct()
    covers = tuple(_cover_of_staff(member) for member in members)
    return Cover(office_days=not covers, away=closed, any_of=covers)


def _work() -> QuerySet[Shift]:
    return Shift.objects.filter(kind=Shift.WORK)


def _runs(shift: Shift, now: datetime) -> bool:
    """Whether the moment lies inside the shift, which may have begun the evening before."""
    clock = now.time()
    if shift.begins < shift.ends:
        return begins_on(shift, now.date()) and shift.begins <= clock < shift.ends
    evening = clock >= shift.begins and begins_on(shift, now.date())
    morning = clock < shift.ends and begins_on(shift, now.date() - ONE_DAY)
    return evening or morning


def begins_on(shift: Shift, day: date) -> bool:
    """Whether these hours begin on that day."""
    if shift.date is not None:
        return shift.date == day
    in_force = (shift.since or day) <= day <= (shift.until or day)
    return in_force and shift.weekday == day.weekday()


def _people(shift: Shift, now: datetime) -> Iterator[Staff]:
    if shift.staff is not None:
        yield shift.staff
        return
    members = Membership.objects.filter(Membership.holding(now), team=shift.team)
    for member in members.select_related("staff").order_by("start", "pk"):
        yield member.staff


def _away(day: date) -> set[int | None]:
    """Who is away that day, by row; None stands for a closed clinic."""
    absences = Absence.objects.filter(first__lte=day, last__gte=day)
    return set(absences.values_list("staff_id", flat=True))
