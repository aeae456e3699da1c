"""Closing a piece and opening it again: each is a row with an author, and nothing else changes it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.inbox.models import Handling, Piece
from northstar.casework.worklist.models import Line

MACHINE = "northstar"


def close(
    piece: Piece,
    *,
    at: datetime,
    what: str,
    outcome: str = "",
    by: Viewer | None = None,
    row: UUID | None = None,
    line: Line | None = None,
    detail: dict[str, Any] | None = None,
) -> Handling:
    """It is finished with, and this is how. `by` none: by itself, and the row says why."""
    if not piece.is_open:
        raise Refused("Somebody has finished with this already. Look again.")
    piece.is_open, piece.closed = False, at
    piece.save(update_fields=["is_open", "closed"])
    row = row or uuid4()
    done = Handling.objects.create(
        piece=piece, what=what, outcome=outcome[:200], at=at, row=row, line=line,
        by=by.name if by else MACHINE, staff_id=by.staff_id if by else None, detail=detail or {},
    )  # fmt: skip
    if by:
        _signed(piece, by, at, f"inbox: {what}")
    for twin in piece.twins.filter(is_open=True):
        close(
            twin, at=at, what=what, outcome="The same by another road.", by=by, row=row, line=line
        )
    return done


def open_again(done: Handling, *, by: Viewer, at: datetime) -> Piece:
    """Take that back: it waits again, where it stood."""
    if Handling.objects.filter(undoes=done).exists():
        raise Refused("It was taken back already.")
    piece = done.piece
    piece.is_open, piece.closed = True, None
    piece.save(update_fields=["is_open", "closed"])
    Handling.objects.create(
        piece=piece,
        what="taken back",
        at=at,
        row=uuid4(),
        undoes=done,
        by=by.name,
        staff_id=by.staff_id,
    )
    _signed(piece, by, at, f"inbox: took back “{done.what}”")
    return piece


def _signed(piece: Piece, by: Viewer, at: datetime, what: str) -> None:
    whose = [str(piece.patient.public_id)] if piece.patient and piece.sure else []
    acted(by=by, what=what, patients=whose, arrivals=[str(piece.arrival.public_id)], at=at)
