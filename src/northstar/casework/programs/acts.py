"""What is written of a case: opened once, then turn by turn. Call them inside `writing()`."""

from datetime import date, datetime
from typing import Any

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.casework.programs.models import Case, Turn
from northstar.casework.programs.standing import Enrolment
from northstar.casework.programs.steps import require
from northstar.record.belonging import Identity


def open_case(
    *, identity: Identity, program: str, by: Viewer, at: datetime, label: int = 0
) -> Case:
    """A new case, still without a turn."""
    assert by.staff_id is not None, "an act is done by a person who works here"
    return Case.objects.create(
        identity=identity, program=program, at=at, by=by.name, staff_id=by.staff_id, label=label
    )


def turn(
    *,
    case: int,
    stands: Enrolment | None,
    what: str,
    says: str,
    on: date,
    detail: dict[str, Any],
    person: str,
    by: Viewer,
    at: datetime,
    act: Act | None = None,
) -> Turn:
    """The next turn of a case, where it may follow how the case `stands`."""
    assert by.staff_id is not None, "an act is done by a person who works here"
    state = stands.state if stands else ""
    step = require(what, state, detail)
    _in_time(on, stands, at.date(), moves=bool(step.to))
    made = Turn.objects.create(
        case_id=case, what=what, state=step.to or state, on=on, at=at, by=by.name,
        staff_id=by.staff_id, says=says[:400], detail=detail, act=act,
    )  # fmt: skip
    acted(by=by, what=f"case: {what}", patients=[person], at=at)
    return made


def take_back(*, stands: Enrolment, why: str, person: str, by: Viewer, at: datetime) -> Turn:
    """The latest turn was a mistake: the case stands as before it. Only its author, with a reason."""
    if not why.strip():
        raise Refused("Say why it is taken back.")
    if len(stands.turns) < 2:
        raise Refused("The first step of a case is not taken back: close the case as a mistake.")
    before, last = sorted(stands.turns, key=lambda turn: turn.pk)[-2:]
    if last.staff_id != by.staff_id or by.staff_id is None:
        raise Refused(f"Only {last.by} can take this back.")
    made = Turn.objects.create(
        case_id=last.case_id, what="taken back", state=before.state, on=at.date(), at=at, by=by.name,
        staff_id=by.staff_id, says=why.strip()[:400], undoes=last,
    )  # fmt: skip
    acted(by=by, what="case: taken back", patients=[person], at=at)
    return made


def _in_time(on: date, stands: Enrolment | None, today: date, *, moves: bool) -> None:
    """What moves a case on follows what moved it before; what is only noted may be noted late."""
    if on > today:
        raise Refused("It cannot have happened on a day that is still to come.")
    since = stands.since if stands else None
    if moves and since and on < since:
        raise Refused(f"It cannot be before the step before it: {since.day} {since:%b %Y}.")
