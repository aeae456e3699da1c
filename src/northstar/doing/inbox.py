"""What a person does with what arrived: make it work, join it, answer it, file it, or say it is not ours.

Each act finishes every piece of its row at once, writes its own record, and can be taken back until it
has left the building. Whose it is must be said first: nothing uncertain is ever filed.
"""

import importlib
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID, uuid4

from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts import recording
from northstar.casework.acts.models import Act
from northstar.casework.inbox import handling, parting, work
from northstar.casework.inbox.apart import MISDIRECTED
from northstar.casework.inbox.asking import handlings_of
from northstar.casework.inbox.models import Handling, Piece, Sort
from northstar.casework.worklist import acts, whose
from northstar.casework.worklist.models import Line
from northstar.decided import whose_message
from northstar.doing.acting import did
from northstar.doing.promising import Promised
from northstar.record import belonging, panels, patients
from northstar.record.models import Patient
from northstar.rules.signal import Band
from northstar.spine import review, review_items

_SENDING = "northstar.doing.sending"
NOT_OURS = (*whose.NOBODY[:2], MISDIRECTED)
KNOWN = "It is known whose this is: it can only be meant for another organisation."


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


def make_work(
    *, by: Viewer, pieces: Iterable[Piece], at: datetime, patient: str = "",
    to: Staff | Team | None = None, says: str = "",
) -> Line:  # fmt: skip
    """Confirm whose it is and make work of it: a line with a holder and a date, which stands in Today.
    Gives the line."""
    doing = _begun(by, pieces, at)
    with writing():
        who = _settled(doing, patient)
        lines = work.lines_of(doing.pieces)
        if not lines:
            lines = [work.new(piece=doing.lead, patient=who, says=says, to=to, by=by, at=at)]
            doing.detail["made"] = str(lines[0].public_id)
        elif to:
            for line in lines:
                if line.holder != to:
                    acts.hand_over(
                        line=line, by=by, at=at, to=to, row=doing.row, why="from the inbox"
                    )
        lead = lines[0]
        _done(
            doing, "made work", f"{lead.says}", who, lead, f"taken up: {lead.suggests or lead.says}"
        )
    return lead


def join(
    *, by: Viewer, pieces: Iterable[Piece], at: datetime, line: Line, patient: str = ""
) -> Line:
    """It is part of work that is under way: one row from now on."""
    doing = _begun(by, pieces, at)
    with writing():
        who = _settled(doing, patient)
        if who is None or who.pk != (line.patient_id or line.likely_id):
            raise Refused("Only work about the same person is joined.")
        for one in work.lines_of(doing.pieces):
            if one.belongs != line.belongs:
                acts.join(line=one, to=line, by=by, at=at, row=doing.row)
        _done(doing, "joined", line.says, who, line, f"is part of: {line.says}")
    return line


def file(
    *, by: Viewer, pieces: Iterable[Piece], at: datetime, patient: str = "", outcome: str = ""
) -> None:
    """Read, and nothing is to be done: it stays in the person's record."""
    doing = _begun(by, pieces, at)
    with writing():
        for some, who in _by_person(doing, patient):
            _close_lines(doing, some, outcome or "Read and filed", filed=not outcome)
            part = Doing(by, at, some, doing.row, doing.detail)
            _done(
                part,
                "filed",
                outcome or "Read; nothing to do",
                who,
                None,
                outcome or "read and filed",
            )


def split(*, by: Viewer, piece: Piece, cuts: Iterable[int], at: datetime) -> list[Piece]:
    """Pages of several people: each stretch of them is a piece of its own from now on, and the whole is
    kept as it came. `cuts` are the pages on which another person's part begins."""
    if piece.sure:
        raise Refused("Somebody has said whose this is. Take that back first.")
    doing = _begun(by, [piece], at)
    with writing():
        made = parting.part(piece=piece, cuts=cuts, at=at)
        doing.detail["parts"] = [part.pk for part in made]
        _close_lines(doing, [piece], "Split by page among people", filed=False)
        handling.close(
            piece, at=at, what="split", outcome=f"Into {len(made)} parts", by=by, row=doing.row,
            detail=doing.detail,
        )  # fmt: skip
    return made


def answer(
    *, by: Viewer, pieces: Iterable[Piece], at: datetime, patient: str, channel: str, text: str,
    promised: Iterable[Promised] = (),
) -> None:  # fmt: skip
    """Answer in writing, by the outbox. What is about life or safety stays work all the same; so does what
    the answer promises."""
    sending = _sending()
    doing = _begun(by, pieces, at)
    with writing():
        who = _settled(doing, patient)
        if who is None:
            raise Refused("Say first whose it is: an answer goes to a person.")
        lines = work.lines_of(doing.pieces)
        doing.detail["sent"] = key = f"inbox:{doing.lead.public_id}:{doing.row}"
        sending.send(
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


def _guarded(doing: Doing, lines: Iterable[Line]) -> int:
    """An answer is as guarded as what it answers, and goes only by roads that may carry that."""
    labels = [piece.label for piece in doing.pieces] + [line.label for line in lines]
    return reduce(or_, labels, 0)


def may_answer() -> bool:
    """Whether this clinic has an outbox by which an answer can go."""
    return importlib.util.find_spec(_SENDING) is not None


def _sending() -> Any:
    if not may_answer():
        raise Refused("Nothing can be sent from here yet.")
    return importlib.import_module(_SENDING)


def not_ours(
    *, by: Viewer, pieces: Iterable[Piece], at: datetime, outcome: str, why: str = ""
) -> None:
    """A wrong number, nobody we know, or meant for another organisation: that one goes to the privacy
    officer, and is shown to nobody else from now on."""
    if outcome not in NOT_OURS:
        raise Refused(
            "Say which it is: a wrong number, nobody we know, or meant for another organisation."
        )
    doing = _begun(by, pieces, at)
    with writing():
        for piece in doing.pieces:
            if piece.sure and outcome != MISDIRECTED:
                raise Refused(KNOWN)
            for line in work.lines_of([piece]):
                acts.done(line=line, by=by, at=at, outcome=outcome, note=why, row=doing.row)
            detail = _set_apart(doing, piece) if outcome == MISDIRECTED else {}
            handling.close(
                piece, at=at, what="not ours", outcome=f"{outcome}. {why}".strip(), by=by, row=doing.row,
                line=detail.pop("line", None), detail=detail,
            )  # fmt: skip


def _set_apart(doing: Doing, piece: Piece) -> dict[str, Any]:
    """The privacy officer has it from now on, and what it told leaves the chart of whom it was put to.
    A result or notice hangs on all that its sender knows of the person: that stays until she has decided."""
    event = work.privacy_event(piece=piece, by=doing.by, at=doing.at)
    hung = belonging.whose_item(piece.identity_id) if piece.sure else set()
    if hung:
        belonging.take_off(
            identity=piece.identity_id, by=doing.by.name, at=doing.at, reason=MISDIRECTED
        )
        review(hung, doing.at)
    return {"made": str(event.public_id), "line": event, "hung": sorted(hung)}


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
            acts.undo(step=step, by=by, at=at)
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
        _sending().recall(by=by, message=message, at=at, why="taken back in the inbox")


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


def _begun(by: Viewer, pieces: Iterable[Piece], at: datetime) -> Doing:
    doing = Doing(by, at, list(pieces))
    over = next((piece for piece in doing.pieces if not piece.is_open), None)
    if over or not doing.pieces:
        raise Refused(_finished(over, at))
    return doing


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


def _settled(doing: Doing, patient: str) -> Patient | None:
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


def _by_person(doing: Doing, patient: str) -> list[tuple[list[Piece], Patient]]:
    """The pieces by whose they are; a single row has one, a digest many."""
    if not doing.lead.quiet:
        who = _settled(doing, patient)
        if who is None:
            raise Refused(
                "Whose it is, is not known: nothing uncertain is filed. Say who it is, or that it is not ours."
            )
        return [(doing.pieces, who)]
    found: dict[int, list[Piece]] = {}
    for piece in doing.pieces:
        if piece.patient is None or not piece.sure:
            raise Refused("One of these is about somebody not known. Open it by itself.")
        found.setdefault(piece.patient_id or 0, []).append(piece)
    return [(some, some[0].patient) for some in found.values() if some[0].patient]


def _close_lines(doing: Doing, pieces: list[Piece], outcome: str, *, filed: bool) -> None:
    for line in work.lines_of(pieces):
        if line.band == Band.SAFETY and filed:
            raise Refused(
                "This is about life or safety: it is made work, or closed in Today with how it ended."
            )
        acts.done(line=line, by=doing.by, at=doing.at, outcome=outcome, row=doing.row)


def _done(
    doing: Doing, what: str, outcome: str, who: Patient | None, line: Line | None, says: str
) -> None:
    """Every piece closed, and one line in the notes of whom it is about."""

    def close(detail: dict[str, Any]) -> None:
        for piece in doing.pieces:
            handling.close(
                piece, at=doing.at, what=what, outcome=outcome, by=doing.by, row=doing.row, line=line,
                detail=detail,
            )  # fmt: skip

    if who is None or doing.lead.sort == Sort.NOTICE:
        close(doing.detail)
        return
    did(
        by=doing.by, patient=who, kind="inbox", says=f"{work.called(doing.lead)}: {says}"[:600],
        at=doing.at, line=line, row=doing.row, label=doing.lead.label,
        because=[work.because(piece) for piece in doing.pieces],
        then=lambda act: close(doing.detail | {"act": str(act.public_id)}),
    )  # fmt: skip


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


def _meant(piece: Piece, patient: str, by: Viewer, at: datetime) -> Patient:
    """Somebody of the panel, or one of those whom the piece itself points to."""
    known = patients.known_to(by, patient)
    if known and known.pk in {one["patient"] for one in piece.candidates} | {piece.patient_id}:
        return known
    return panels.patient_for(by, patient, at)
