"""Writing down what somebody did, and taking it back. Both are signed and audited."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act, TakenBack
from northstar.casework.worklist.models import Line
from northstar.record.belonging import Identity

_LONGEST = 600


def record(
    *,
    identity: Identity,
    person: str,
    kind: str,
    says: str,
    by: Viewer,
    at: datetime,
    began: datetime | None = None,
    ended: datetime | None = None,
    line: Line | None = None,
    detail: dict[str, Any] | None = None,
    because: Iterable[dict[str, str]] = (),
    label: int = 0,
    row: UUID | None = None,
    number: UUID | None = None,
) -> Act:
    """One act of this person's (`person` is the patient's public id); call it inside `writing()`.
    `number` is the act's own public id, where something was named by it before."""
    if by.staff_id is None:
        raise Refused("An act is done by a person who works here.")
    if not says.strip():
        raise Refused("Say what was done.")
    began = began or at
    ended = max(began, ended or at)
    if ended > at:
        raise Refused("An act cannot end after it is written down.")
    made = Act.objects.create(
        identity=identity, line=line, kind=kind, says=says.strip()[:_LONGEST], began=began, ended=ended,
        at=at, by=by.name, staff_id=by.staff_id, detail=detail or {}, because=list(because),
        label=label, row=row, **({"public_id": number} if number else {}),
    )  # fmt: skip
    acted(by=by, what=f"act: {kind}", patients=[person], at=at)
    return made


def take_back(*, act: Act, person: str, by: Viewer, at: datetime, why: str) -> TakenBack:
    """It was not so, or not for this person. Only its author, and only with a reason."""
    if not why.strip():
        raise Refused("Say why it is taken back.")
    if by.staff_id != act.staff_id:
        raise Refused(f"Only {act.by} can take this back; add a note of your own instead.")
    if TakenBack.objects.filter(act=act).exists():
        raise Refused("It was taken back already.")
    gone = TakenBack.objects.create(
        act=act, at=at, by=by.name, staff_id=act.staff_id, why=why.strip()[:400]
    )
    acted(by=by, what=f"act taken back: {act.kind}", patients=[person], at=at)
    return gone
