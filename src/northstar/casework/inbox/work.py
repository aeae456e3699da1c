"""The work that pieces of the inbox stand for or become: lines with a holder and a date."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from northstar.access import rota
from northstar.access.models import Role, Staff, Team
from northstar.access.roles import PRIVACY_OFFICER
from northstar.access.viewer import Viewer
from northstar.casework.inbox.models import Piece, Sort
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.rows import RANKED
from northstar.record.patients import Patient
from northstar.rules.signal import Band

MATTER = "message"
_CALLED = {
    Sort.VOICE: "Voicemail", Sort.MESSAGE: "Message", Sort.EMAIL: "E-mail", Sort.FAX: "Fax",
    Sort.PAPER: "Paper", Sort.RESULT: "Result", Sort.NOTICE: "Notice",
}  # fmt: skip
_TO_DO = {
    Sort.RESULT: "Look at the result, and tell the person what it means for them",
    Sort.NOTICE: "Look at what was told, and what follows from it",
}


def lines_of(pieces: Iterable[Piece]) -> list[Line]:
    """The open lines that rules made of these pieces, the weightiest first; pages of a fax have none."""
    arrivals = [piece.arrival_id for piece in pieces if not piece.first and _is_message(piece)]
    if not arrivals:
        return []
    lines = Line.objects.filter(arrival__in=arrivals, is_open=True).exclude(signal=by_hand.BY_HAND)
    return list(
        lines.select_related("staff", "team", "arrival", "likely", "patient").order_by(*RANKED)
    )


def _is_message(piece: Piece) -> bool:
    return piece.sort not in (Sort.RESULT, Sort.NOTICE)


def new(
    *,
    piece: Piece,
    patient: Patient | None,
    says: str,
    to: Staff | Team | None,
    by: Viewer,
    at: datetime,
) -> Line:
    """A line of a person's making, about the patient or, where nobody knows whose it is, the arrival."""
    line = Line(
        patient=patient, arrival=None if patient else piece.arrival, signal=by_hand.BY_HAND,
        key=f"inbox:{piece.public_id}:{at.isoformat()}", matter=MATTER, opened=at, minutes=5,
        band=max(int(Band.CLOCK), piece.band), identity=piece.identity, label=piece.label, sure=piece.sure,
    )  # fmt: skip
    line.factors, line.score = {"Taken up in the inbox": 5}, 5
    line.says = (says.strip() or _says(piece))[:400]
    line.suggests = _TO_DO.get(Sort(piece.sort), "Read it, and do what it asks")
    line.because = [because(piece)]
    line.touched = True
    if to:
        by_hand.give(line, to)
    else:
        line.staff_id, line.team_id = Holders().of(
            patient.pk if patient else None, at, urgent=False, wants="coordinator"
        )
    return by_hand.keep(line, at=at)


def _says(piece: Piece) -> str:
    told = f": {piece.gist}" if piece.gist else ""
    return f"is the matter of a {_CALLED[Sort(piece.sort)].lower()}{told}"


def because(piece: Piece) -> dict[str, str]:
    """The piece as a reason of a line or an act."""
    return {
        "says": called(piece), "feed": piece.arrival.feed.name, "arrival": str(piece.arrival.public_id),
        "locator": "", "quote": "",
    }  # fmt: skip


def called(piece: Piece) -> str:
    """`Fax, pages 2 to 3`."""
    name = _CALLED[Sort(piece.sort)]
    if not piece.first:
        return name
    return (
        f"{name}, page {piece.first}"
        if piece.first == piece.last
        else f"{name}, pages {piece.first} to {piece.last}"
    )


def privacy_event(*, piece: Piece, by: Viewer, at: datetime) -> Line:
    """The privacy officer decides what a misdirected paper or call means. The line says nothing of
    what was in it."""
    line = Line(
        arrival=piece.arrival, signal=by_hand.BY_HAND, key=f"privacy:{piece.public_id}:{at.isoformat()}",
        matter="privacy", opened=at, minutes=15, band=int(Band.CLOCK), label=piece.label, sure=True,
        caller_name="Misdirected", touched=True,
    )  # fmt: skip
    line.factors, line.score = {"Meant for another organisation": 10}, 10
    line.says = f"is a {_CALLED[Sort(piece.sort)].lower()} that reached us and was meant for another organisation"
    line.suggests = "Decide whether this is a privacy event: tell the sender, and say what becomes of what we hold"
    line.because = [because(piece)]
    by_hand.give(line, _privacy_officer(at))
    return by_hand.keep(line, at=at)


def _privacy_officer(at: datetime) -> Staff | Team:
    held = Role.objects.filter(Role.holding(at), role=PRIVACY_OFFICER, staff__is_active=True)
    role = held.select_related("staff").order_by("pk").first()
    if role is None:
        return Team.objects.get(pk=Holders().queue())
    return rota.covering(role.staff_id, at.date()) or role.staff


def steps_of(row: UUID) -> list[Step]:
    """One step of an act on lines, if it touched any; undoing it undoes all of its row."""
    found = Step.objects.filter(row=row, undone=False).exclude(before={})
    return list(found.select_related("line", "line__arrival", "line__likely", "line__patient")[:1])


def take_back_made(public_id: str, *, by: Viewer, at: datetime) -> None:
    """The line that an act made is closed again, saying so."""
    line = Line.objects.filter(public_id=public_id, is_open=True).first() if public_id else None
    if line:
        by_hand.close(line, at=at, by=by.name, staff=by.staff_id, outcome="Taken back in the inbox")


def unconfirmed(piece: Piece) -> None:
    """Its lines are again about somebody who is not settled."""
    for line in lines_of([piece]):
        line.steps.filter(what="confirmed", undone=False).update(undone=True)
        line.sure = False
        line.save(update_fields=["sure"])
