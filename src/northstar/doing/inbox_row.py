"""One row of the inbox in hand: that it still waits, and whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.inbox import handling, work
from northstar.casework.inbox.asking import handlings_of
from northstar.casework.inbox.models import Piece
from northstar.decided import whose_message
from northstar.record import belonging, panels, patients
from northstar.record.models import Patient
from northstar.spine import review


@dataclass(slots=True)
class Doing:
    """One act on the pieces of a row: what is common to all it writes."""

    by: Viewer
    at: datetime
    pieces: list[Piece]
    row: UUID = field(default_factory=uuid4)
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def lead(self) -> Piece:
        """The latest piece: the others came before it."""
        return self.pieces[-1]


def begun(by: Viewer, pieces: Iterable[Piece], at: datetime) -> Doing:
    """These pieces in one hand; refused, with who was quicker, where one is finished already."""
    doing = Doing(by, at, list(pieces))
    over = next((piece for piece in doing.pieces if not piece.is_open), None)
    if over or not doing.pieces:
        raise Refused(_finished(over, at))
    return doing


def settled(doing: Doing, patient: str) -> Patient | None:
    """Whose the row is, said now or before; none where nobody knows yet."""
    lead = doing.lead
    if lead.sure:
        return lead.patient
    if not patient:
        if lead.candidates:
            raise Refused("Say first whose it is: choose one of those it may be.")
        return None
    doing.detail["confirmed"] = [piece.pk for piece in doing.pieces if not piece.sure]
    rows = [
        confirm(by=doing.by, piece=piece, patient=patient, at=doing.at) for piece in doing.pieces
    ]
    return rows[-1]


def confirm(*, by: Viewer, piece: Piece, patient: str, at: datetime) -> Patient:
    """This is about this patient: it goes into the chart, and everyone concerned is judged again."""
    line = next(iter(work.lines_of([piece])), None)
    if line is not None and line.arrival_id:
        whose_message(line=line, patient=patient, by=by, at=at, why="confirmed in the inbox")
        row = patients.known_to(by, patient)
    else:
        row = _meant(piece, patient, by, at)
        before = belonging.whose_item(piece.identity_id)
        belonging.put(
            identity=piece.identity_id,
            patient=row,
            by=by.name,
            at=at,
            reason="confirmed in the inbox",
        )
        acted(by=by, what="message: confirmed", patients=[str(row.public_id)],
              arrivals=[str(piece.arrival.public_id)], at=at)  # fmt: skip
        review(before | {row.pk}, at)
    assert row is not None, "whoever was confirmed is known to the viewer"
    Piece.objects.filter(pk=piece.pk).update(patient=row, sure=True)
    piece.patient, piece.sure = row, True
    return row


def _finished(piece: Piece | None, at: datetime) -> str:
    """Who was quicker, and what they did with it."""
    steps = handlings_of(piece) if piece else []
    if not steps:
        return "Somebody has finished with this already. Look again."
    last = steps[0]
    who = "The rules have" if last.by == handling.MACHINE else f"{last.by} has"
    return (
        f"{who} finished with this already at {last.at.astimezone(at.tzinfo):%H:%M}: {last.what}."
    )


def _meant(piece: Piece, patient: str, by: Viewer, at: datetime) -> Patient:
    """Somebody of the panel, or one of those whom the piece itself points to."""
    known = patients.known_to(by, patient)
    if known and known.pk in {one["patient"] for one in piece.candidates} | {piece.patient_id}:
        return known
    return panels.patient_for(by, patient, at)
