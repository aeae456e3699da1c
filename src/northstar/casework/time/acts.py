"""Attesting time: its author says how long an act took and to which program it counts. Call it inside
`writing()`."""

from datetime import date, datetime
from uuid import UUID

from northstar.access.audit import acted
from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.casework.programs import asking as programs
from northstar.casework.time import asking
from northstar.casework.time.free import overlaps
from northstar.casework.time.models import Entry
from northstar.record import belonging, patients


def attest(
    *,
    act: UUID | str,
    program: str,
    began: datetime,
    ended: datetime,
    by: Viewer,
    at: datetime,
    why: str = "",
) -> Entry:
    """This is how long it took, and where it counts. Only its author; what was attested before is kept,
    and another word than the act's own needs a reason."""
    row = _theirs(act, by)
    before = asking.latest([row.pk]).get(row.pk)
    _says_why(row, before, (program, began, ended), why)
    if ended < began or ended > at:
        raise Refused("It ends after it began, and not after now.")
    if program:
        _lock(by)
        _counts(row, program, began.astimezone(at.tzinfo).date())
        _free(row, began, ended, by)
    made = Entry.objects.create(
        act=row, program=program, began=began, ended=ended, at=at, by=by.name,
        staff_id=by.staff_id or 0, why=why.strip()[:400],
    )  # fmt: skip
    whose = [str(one.public_id) for one in patients.rows(belonging.patients_of({row.identity_id}))]
    acted(by=by, what="time attested", patients=whose, at=at)
    return made


def _theirs(act: UUID | str, by: Viewer) -> Act:
    row = Act.objects.filter(public_id=act, staff=by.staff_id).first()
    if row is None:
        raise Refused("Only whoever did it can say how long it took.", status=404)
    if hasattr(row, "taken_back"):
        raise Refused("This act was taken back: its time counts for nothing.")
    return row


def _says_why(
    act: Act, before: Entry | None, said: tuple[str, datetime, datetime], why: str
) -> None:
    own = (before.began, before.ended) if before else (act.began, act.ended)
    longer = said[1] < own[0] or said[2] > own[1]
    if (longer or before) and not why.strip():
        raise Refused("Say why it is another time than was written down.")


def _lock(by: Viewer) -> None:
    """Two desks of one person attest one after the other; `_free` then sees what stands."""
    list(Staff.objects.select_for_update().filter(pk=by.staff_id or 0))


def _counts(act: Act, program: str, day: date) -> None:
    whose = belonging.patients_of({act.identity_id})
    programs.lock(whose)
    for cases in programs.standing(whose, day).values():
        if any(one.program == program and one.consented(day) for one in cases):
            return
    raise Refused(f"Nobody had consented to {program} on that day: the time cannot count there.")


def _free(act: Act, began: datetime, ended: datetime, by: Viewer) -> None:
    """No minute counts twice: not for this colleague, and not for this person in any program."""
    assert by.staff_id is not None
    whose = belonging.patients_of({act.identity_id})
    for other in asking.standing_between(began, ended, by.staff_id, whose):
        mine = other.act_id == act.pk or not other.program
        if not mine and overlaps((began, ended), (other.began, other.ended)):
            who = "You have" if other.staff_id == by.staff_id else f"{other.by} has"
            raise Refused(f"{who} attested part of that time already: no minute counts twice.")
