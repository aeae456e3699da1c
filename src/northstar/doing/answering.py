"""What arrived is answered in writing, by the outbox."""

import importlib
import importlib.util
from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.inbox import handling, work
from northstar.casework.inbox.models import Piece
from northstar.casework.worklist import acts
from northstar.casework.worklist.models import Line
from northstar.doing.inbox_row import Doing, begun, settled
from northstar.doing.promising import Promised
from northstar.rules.signal import Band

_SENDING = "northstar.doing.sending"


def answer(
    *, by: Viewer, pieces: Iterable[Piece], at: datetime, patient: str, channel: str, text: str,
    promised: Iterable[Promised] = (),
) -> None:  # fmt: skip
    """Answer in writing, by the outbox. What is about life or safety stays work all the same; so does what
    the answer promises."""
    outbox = sending()
    doing = begun(by, pieces, at)
    with writing():
        who = settled(doing, patient)
        if who is None:
            raise Refused("Say first whose it is: an answer goes to a person.")
        lines = work.lines_of(doing.pieces)
        doing.detail["sent"] = key = f"inbox:{doing.lead.public_id}:{doing.row}"
        outbox.send(
            by=by, patient=who, channel=channel, address="", text=text, at=at, key=key,
            language=(doing.lead.language or "en")[:2], purpose="an answer to what they wrote or said",
            line=lines[0] if lines else None, label=_guarded(doing, lines),
            promised=promised,
        )  # fmt: skip
        for line in lines:
            if line.band != Band.SAFETY:
                acts.done(line=line, by=by, at=at, outcome="Answered", row=doing.row)
        for piece in doing.pieces:
            handling.close(piece, at=at, what="answered", by=by, row=doing.row, detail=doing.detail)


def may_answer() -> bool:
    """Whether this clinic has an outbox by which an answer can go."""
    return importlib.util.find_spec(_SENDING) is not None


def sending() -> Any:
    """The outbox that sends; refused where this clinic has none."""
    if not may_answer():
        raise Refused("Nothing can be sent from here yet.")
    return importlib.import_module(_SENDING)


def _guarded(doing: Doing, lines: Iterable[Line]) -> int:
    """An answer is as guarded as what it answers, and goes only by roads that may carry that."""
    labels = [piece.label for piece in doing.pieces] + [line.label for line in lines]
    return reduce(or_, labels, 0)
