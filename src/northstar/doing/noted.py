"""A note line of something done by which no fact is stated: the rules have nothing new to hear."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from northstar.access.viewer import Viewer
from northstar.casework.acts import asking, recording
from northstar.casework.acts.models import Act
from northstar.casework.worklist.models import Line
from northstar.doing.acting import ours
from northstar.record import belonging, patients
from northstar.record.models import Patient


def noted(
    *, by: Viewer, patient: Patient, kind: str, says: str, at: datetime, line: Line | None = None,
    detail: dict[str, Any] | None = None, label: int = 0, row: UUID | None = None,
) -> Act:  # fmt: skip
    """Call it inside `writing()`, beside what was done. It counts no minutes: nobody said when it began."""
    identity = ours(patient, kind=kind, key=f"act:{uuid4()}", at=at)
    return recording.record(
        identity=identity, person=str(patient.public_id), kind=kind, says=says, by=by, at=at, line=line,
        detail=detail, label=label, row=row,
    )  # fmt: skip


def unsaid(*, by: Viewer, row: UUID, since: datetime, at: datetime, why: str) -> list[Act]:
    """What one go wrote in anybody's notes, at the moment `since`, is struck through, as far as this
    person wrote it."""
    gone = asking.of_row(row, by.staff_id or 0, since)
    for act in gone:
        whose = patients.rows(belonging.patients_of({act.identity_id})).first()
        recording.take_back(
            act=act, person=str(whose.public_id) if whose else "", by=by, at=at, why=why
        )
    return gone
