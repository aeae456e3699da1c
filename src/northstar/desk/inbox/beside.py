"""What stands beside the list about one row: whose it is, the original, and what it makes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from northstar.access.asked import Asked
from northstar.access.staffing import names_of_holders
from northstar.casework.inbox import asking, habits, work
from northstar.casework.inbox.apart import MISDIRECTED
from northstar.casework.inbox.asking import Piece, Row
from northstar.casework.outbox import roads
from northstar.casework.worklist.asking import lines_of
from northstar.chart.words import Communication
from northstar.desk.notes import heard as promises
from northstar.doing.answering import may_answer
from northstar.doing.inbox import NOT_OURS
from northstar.record import finding, panels, patients
from northstar.record.feeds import titles
from northstar.record.messages import messages
from northstar.record.people import people

_MOST_SHEETS = 30
CHANNELS = (
    ("portal", "Portal"),
    ("text", "Text"),
    ("email", "E-mail"),
    ("letter", "Letter"),
    ("fax", "Fax"),
)
_BY = {"portal": "portal", "email": "email", "text": "text", "fax": "letter", "voicemail": "text"}


@dataclass(frozen=True, slots=True)
class Told:
    """One piece with its words, its sound and its pages."""

    piece: Piece
    message: Communication | None
    sound: int | None
    sheets: range

    @property
    def said(self) -> str:
        """Somebody's words, where there are any: not a carrier's note that there are none."""
        told = self.message
        if told is None or (told.medium == "voicemail" and told.transcript != "carrier"):
            return self.piece.heard
        return told.text


def beside(
    request: Asked,
    row: Row,
    now: datetime,
    *,
    tab: str = "all",
    sought: str = "",
    typed: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Everything the part beside the list shows. `sought`: whom somebody looks for; `typed`: what stood
    in the form that was refused."""
    viewer = request.viewer
    heard = messages(viewer, {piece.arrival_id for piece in row.pieces if not piece.first})
    lines = [] if row.digest else work.lines_of(row.pieces)
    return {
        "tab": tab,
        "originals": [_told(piece, heard.get(piece.arrival_id)) for piece in reversed(row.pieces)],
        "makes": lines[0] if lines else None,
        "whose": _whose(request, row, sought, now),
        "sought": sought,
        "others": _others(request, row, lines),
        "to_whom": names_of_holders(viewer),
        "not_ours": (MISDIRECTED,) if row.sure else NOT_OURS,
        "channels": [(code, words) for code, words in CHANNELS if roads.is_set_up(code)],
        "by": _by(heard.get(row.lead.arrival_id)),
        "may_rule": habits.may_be_made(row.lead) and not row.digest,
        "may_answer": may_answer() and not row.digest,
        "titles": titles(),
        "became": asking.handlings_of(row.lead),
        "typed": typed or {},
        "heard": promised_in(request, row, now),
        "asks": (typed or {}).get("error") == promises.ASKS_BEFORE_SENDING,
    }


def promised_in(request: Asked, row: Row, now: datetime) -> list[promises.Proposal]:
    """What the answer that was typed promises to whom the row is about."""
    text, by = request.POST.get("answer", ""), request.viewer
    patient = _chosen(request, row)
    known = patient if patient and panels.in_panel(by, patient, now.date()) else 0
    return promises.in_note(text, request.POST, now, by=by, patient=known)


def _chosen(request: Asked, row: Row) -> int:
    """Whose it is, as it stands or as it was just chosen (row number); 0 where nobody has said."""
    if row.lead.sure:
        return row.lead.patient_id or 0
    try:
        named = patients.known_to(request.viewer, UUID(request.POST.get("patient", "")))
    except ValueError:
        return 0
    return named.pk if named else 0


def _told(piece: Piece, message: Communication | None) -> Told:
    first, last = (piece.first, piece.last) if piece.first else (1, piece.pages)
    return Told(
        piece, message, piece.part if piece.seconds is not None or _plays(message) else None,
        range(first, min(last, first + _MOST_SHEETS - 1) + 1) if last else range(0),
    )  # fmt: skip


def _by(message: Communication | None) -> str:
    """The road of an answer that is proposed: the one it came by, where we have it."""
    by = _BY.get(message.medium, "portal") if message else "letter"
    return by if roads.is_set_up(by) else "letter"


def _plays(message: Communication | None) -> bool:
    parts = message.attachments if message else ()
    return any(part.content_type.startswith("audio/") for part in parts)


def _whose(request: Asked, row: Row, sought: str, now: datetime) -> list[tuple[Any, str]]:
    """Whom it may be about, to choose from by number: those it points to, then those found."""
    if row.sure or row.digest:
        return []
    known = list(row.candidates)
    if sought:
        hits, _ = finding.search(request.viewer, sought, now.date(), 8)
        cards = people(request.viewer, [hit.patient.pk for hit in hits])
        there = {card.id for card, _ in known}
        known += [(card, "found by you") for card in cards.values() if card.id not in there]
    return known


def _others(request: Asked, row: Row, own: list[Any]) -> list[Any]:
    """Open work of the person that this may be part of."""
    who = row.lead.patient_id
    if not who or row.digest:
        return []
    mine = {line.pk for line in own}
    seen: dict[str, Any] = {}
    for line in lines_of(request.viewer, who):
        if line.pk not in mine:
            seen.setdefault(line.belongs, line)
    return list(seen.values())[:12]
