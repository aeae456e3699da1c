"""A promise: made in a call, in a note or by itself; kept, moved, or broken and said sorry for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts.models import Act
from northstar.casework.promises import acts as promises
from northstar.casework.promises.asking import CALLED_OFF, KEPT, made_in
from northstar.casework.promises.awaiting import awaited_in, wait_for
from northstar.casework.promises.models import Promise
from northstar.casework.worklist import acts as lines
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.models import Line
from northstar.doing.acting import did
from northstar.record.models import Patient
from northstar.spine import review

AFTER_DEATH = (
    "This person has died, by a source we hold. What you promised the family, write in the call or the "
    "note with them."
)


@dataclass(frozen=True, slots=True)
class Promised:
    """What a note promises, by which day, and who keeps it (without, whoever wrote it). `of`: somebody who is none
    of us; then `to` asks on the day whether it was done."""

    says: str
    on: date
    to: Staff | Team | None = None
    of: str = ""


def promise(
    *,
    by: Viewer,
    patient: Patient,
    says: str,
    on: date,
    at: datetime,
    to: Staff | Team | None = None,
    line: Line | None = None,
    act: Act | None = None,
    label: int = 0,
) -> Line:
    """“I will call you Thursday” becomes a line with a holder and a date.

    `says`: what, without the person's name ("call back about the two heart pills"). `to`: who keeps
    it; without, whoever promises. `line`: the work it came out of; `act`: the call or note in which it
    was said, else it writes a note line of its own. A day on which the holder is not there is kept
    early, with a sentence; where that is not possible either it is refused. After a death nothing is
    promised to the person; what was said to the family comes out of the call or note with them (`act`).
    """
    if patient.died and act is None:
        raise Refused(AFTER_DEATH)
    with writing():
        act = act or did(
            by=by, patient=patient, kind="promise", says=_noted(says, on), at=at, line=line, label=label
        )  # fmt: skip
        made = promises.make(
            act=act, patient=patient.pk, person=str(patient.public_id), says=says, on=on, to=to,
            out_of=line, label=label | act.label, by=by, at=at,
        )  # fmt: skip
        review([patient.pk], at)
    return made.line


def keep_each(
    promised: Iterable[Promised], *, by: Viewer, patient: Patient, act: Act, line: Line | None,
    at: datetime, label: int = 0,
) -> None:  # fmt: skip
    """Each promise that the note of an act tells of becomes a line; what others promised, one that waits for them."""
    for one in promised:
        if one.of:
            wait_for(
                act=act, patient=patient.pk, person=str(patient.public_id), who=one.of, says=one.says, on=one.on,
                to=one.to, by=by, at=at, label=label,
            )  # fmt: skip
            continue
        promise(
            by=by, patient=patient, says=one.says, on=one.on, to=one.to, at=at, line=line, act=act,
            label=label | act.label,
        )  # fmt: skip


def call_off_unsaid(*, act: Act, by: Viewer, at: datetime, why: str) -> None:
    """The words of an act never reached anybody: what they promised was not promised. Call it inside `writing()`."""
    for made in made_in(act.pk, at.date()):
        if made.promise.line.is_open:
            lines.done(line=made.promise.line, by=by, at=at, outcome=CALLED_OFF, note=why)
    for line in awaited_in(act):
        by_hand.close(line, at=at, by=by.name, staff=by.staff_id, outcome="Taken back", why=why)


def another_day(
    *, by: Viewer, patient: Patient, promise: Promise, on: date, why: str, at: datetime
) -> Act:
    """They were told another day: before the day had come (moved), or after (broken, with a sorry)."""
    late = promises.standing_day(promise) < at.date()
    words = "was not kept in time and has another day" if late else "has another day"
    return did(
        by=by, patient=patient, kind="promise", at=at, line=promise.line, label=promise.label,
        says=f"The promise “{promise.says}” {words}, {_day(on)}: {why.strip()}",
        then=lambda act: _move(promise, patient, on, why, by, at),
    )  # fmt: skip


def keep(*, by: Viewer, patient: Patient, promise: Promise, at: datetime, note: str = "") -> Act:
    """It was done as promised."""
    return _end(by, patient, promise, at, KEPT, note)


def call_off(*, by: Viewer, patient: Patient, promise: Promise, at: datetime, why: str) -> Act:
    """It is not wanted or not possible any more, and the person knows."""
    if not why.strip():
        raise Refused("Say why it is called off, and who knows.")
    return _end(by, patient, promise, at, CALLED_OFF, why)


def _end(
    by: Viewer, patient: Patient, promise: Promise, at: datetime, outcome: str, note: str
) -> Act:
    """The line is done, and one key takes both back: they share a row."""
    row = uuid4()

    def close(act: Act) -> None:
        lines.done(line=promise.line, by=by, at=at, outcome=outcome, note=note, row=row)

    more = f" {note.strip()}" if note.strip() else ""
    return did(
        by=by, patient=patient, kind="promise", at=at, line=promise.line, label=promise.label, row=row,
        says=f"{outcome}: “{promise.says}”, promised for {_day(promises.standing_day(promise))}.{more}",
        then=close,
    )  # fmt: skip


def _move(promise: Promise, patient: Patient, on: date, why: str, by: Viewer, at: datetime) -> None:
    promises.another_day(
        promise=promise, person=str(patient.public_id), on=on, why=why, by=by, at=at
    )


def _noted(says: str, on: date) -> str:
    if not says.strip():
        raise Refused("Say what was promised.")
    return f"Promised for {_day(on)}: {says.strip().rstrip('.')}."


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"
