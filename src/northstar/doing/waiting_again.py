"""What was done in the inbox is taken back: its pieces wait again, its lines stand as they did."""

import importlib
import importlib.util
from datetime import datetime
from typing import Any

from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts import recording
from northstar.casework.acts.models import Act
from northstar.casework.inbox import handling, parting, work
from northstar.casework.inbox.models import Handling, Piece
from northstar.casework.worklist import undoing
from northstar.doing.answering import sending
from northstar.record import belonging
from northstar.record.models import Patient
from northstar.spine import review, review_items


def undo(*, by: Viewer, done: Handling, at: datetime) -> list[Piece]:
    """Take back the whole act: its pieces wait again, its lines stand as they did, whose it was is
    open again if the act had said so."""
    with writing():
        if key := done.detail.get("sent"):
            _recall(key, by=by, at=at)
        rows = list(
            Handling.objects.filter(row=done.row, undone=None).select_related(
                "piece", "piece__arrival", "piece__patient"
            )
        )
        for step in work.steps_of(done.row):
            undoing.undo(step=step, by=by, at=at)
        told = {key: value for one in rows for key, value in one.detail.items()}
        for one in rows:
            work.take_back_made(one.detail.get("made", ""), by=by, at=at)
            _hang_again(one, by=by, at=at)
        parting.unpart(told.get("parts", ()), at=at)
        pieces = [handling.open_again(one, by=by, at=at) for one in rows]
        _unsaid(by, told, pieces, at)
    return pieces


def _hang_again(done: Handling, *, by: Viewer, at: datetime) -> None:
    """What had left a chart as misdirected stands in it again."""
    for patient in Patient.objects.filter(pk__in=done.detail.get("hung", ())):
        belonging.put(
            identity=done.piece.identity_id, patient=patient, by=by.name, at=at, reason="taken back"
        )
        review({patient.pk}, at)


def _recall(key: str, *, by: Viewer, at: datetime) -> None:
    """The answer stays in the outbox only as something that never left; else it says that it has left."""
    outbox = importlib.import_module("northstar.casework.outbox.asking")
    if message := outbox.with_key(key):
        sending().recall(by=by, message=message, at=at, why="taken back in the inbox")


def _unsaid(by: Viewer, told: dict[str, Any], pieces: list[Piece], at: datetime) -> None:
    """The act's note line is struck through, and what it had said about whose it is, is open again."""
    act = Act.objects.filter(public_id=told["act"]).first() if "act" in told else None
    person = next((piece.patient for piece in pieces if piece.patient), None)
    if act and person:
        recording.take_back(
            act=act, person=str(person.public_id), by=by, at=at, why="taken back in the inbox"
        )
    wrong = set(told.get("confirmed", ()))
    for piece in pieces:
        if piece.pk in wrong:
            touched = belonging.whose_item(piece.identity_id)
            belonging.take_off(identity=piece.identity_id, by=by.name, at=at, reason="taken back")
            Piece.objects.filter(pk=piece.pk).update(sure=False)
            work.unconfirmed(piece)
            review(touched, at)
            if not piece.first:
                review_items([piece.identity_id], at)
    if person:
        review([person.pk], at)
