"""Hours, on-call order and days away, as a person puts them into the rota. Each act is signed."""

from collections.abc import Iterable
from datetime import date, datetime, time

from northstar.access.audit import acted
from northstar.access.models import Absence, Shift, Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@writing()
def give_hours(
    *,
    to: Staff | Team,
    days: Iterable[int],
    begins: time,
    ends: time,
    by: Viewer,
    at: datetime,
    kind: str = Shift.WORK,
    order: int = 1,
) -> list[Shift]:
    """Every week on these days; hours that end before they begin run overnight."""
    if begins == ends:
        raise Refused("Hours begin and end at different times.")
    if order < 1:
        raise Refused("The order of calling begins with 1.")
    made = [
        Shift.objects.get_or_create(
            **_holder(to), kind=kind, weekday=day, begins=begins, ends=ends, order=order
        )[0]
        for day in sorted(set(days))
    ]
    _sign(to, f"{kind} hours given", by, at)
    return made


@writing()
def clear(*, of: Staff | Team, by: Viewer, at: datetime, kind: str | None = None) -> int:
    """Take the weekly hours away; without hours somebody is taken to be there in office hours."""
    shifts = Shift.objects.filter(**_holder(of))
    count, _ = (shifts.filter(kind=kind) if kind else shifts).delete()
    _sign(of, "hours cleared", by, at)
    return count


@writing()
def away(
    *,
    staff: Staff | None,
    first: date,
    last: date,
    why: str,
    by: Viewer,
    at: datetime,
    cover: Staff | None = None,
) -> Absence:
    """Somebody is away, or, without a person, the clinic is closed, from the first day to the last."""
    if last < first:
        raise Refused("The last day lies before the first.")
    if staff is not None:
        _once(staff, first, last)
    row = Absence.objects.create(staff=staff, first=first, last=last, why=why[:200], cover=cover)
    _sign(staff, "away" if staff else "clinic closed", by, at)
    return row


def _once(staff: Staff, first: date, last: date) -> None:
    """Of two entries the earlier would count in silence, with its cover."""
    known = Absence.objects.filter(staff=staff, first__lte=last, last__gte=first)
    for row in known.select_related("cover").order_by("first")[:1]:
        with_whom = f", and {row.cover.name} covers" if row.cover else ""
        raise Refused(
            f"{staff.name} is away from {row.first:%a} {row.first.day} {row.first:%b} to {row.last:%a} "
            f"{row.last.day} {row.last:%b} already{with_whom}. Take that back first: “There after all”."
        )


@writing()
def take_hours(*, shift: int, by: Viewer, at: datetime) -> None:
    """One row of hours no more."""
    row = Shift.objects.select_related("staff", "team").filter(pk=shift).first()
    if row is None:
        raise Refused("These hours are not in the rota any more.")
    row.delete()
    _sign(row.staff or row.team, f"{row.kind} hours taken away", by, at)


@writing()
def not_away(*, absence: int, by: Viewer, at: datetime) -> Absence:
    """They are there after all; gives the row as it was."""
    row = Absence.objects.select_related("staff").filter(pk=absence).first()
    if row is None:
        raise Refused("These days are not in the rota any more.")
    row.delete()
    _sign(row.staff, "not away after all", by, at)
    return row


def absences(since: date) -> list[Absence]:
    """Who is away from a day on, and when the clinic is closed."""
    rows = Absence.objects.filter(last__gte=since).select_related("staff", "cover")
    return list(rows.order_by("first", "staff__name"))


def weekly() -> list[Shift]:
    """All hours, by holder, kind and day."""
    rows = Shift.objects.exclude(staff__is_active=False).select_related("staff", "team")
    return list(rows.order_by("staff__name", "team__name", "kind", "order", "weekday", "begins"))


def days_named(text: str) -> list[int]:
    """`mon-fri`, `sat,sun`, `all` as numbers, Monday 0."""
    found: list[int] = []
    for part in text.casefold().replace("all", "mon-sun").split(","):
        first, _, last = part.strip().partition("-")
        if first[:3] not in DAYS or (last or first)[:3] not in DAYS:
            raise Refused(f"“{text}” names no days; write them like mon-fri or sat,sun.")
        start, end = DAYS.index(first[:3]), DAYS.index((last or first)[:3])
        found += [day % 7 for day in range(start, (end if end >= start else end + 7) + 1)]
    return found


def _holder(of: Staff | Team) -> dict:
    return {"staff": of} if isinstance(of, Staff) else {"team": of}


def _sign(of: Staff | Team | None, what: str, by: Viewer, at: datetime) -> None:
    whose = f" ({of.public_id})" if of else ""
    acted(by=by, action="admin", what=f"rota: {what}{whose}"[:120], at=at)
