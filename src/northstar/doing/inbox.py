"""What a person does with what arrived: make it work, join it, file it, split it, or say it is not ours.

Each act finishes every piece of its row at once, writes its own record, and can be taken back until it
has left the building. Whose it is must be said first: nothing uncertain is ever filed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.inbox import handling, parting, work
from northstar.casework.inbox.apart import MISDIRECTED
from northstar.casework.inbox.models import Piece, Sort
from northstar.casework.worklist import acts, whose
from northstar.casework.worklist.models import Line
from northstar.doing.acting import did
from northstar.doing.inbox_row import Doing, begun, settled
from northstar.record import belonging
from northstar.record.models import Patient
from northstar.rules.signal import Band
from northstar.spine import review

NOT_OURS = (*whose.NOBODY[:2], MISDIRECTED)
KNOWN = "It is known whose this is: it can only be meant for another organisation."


def make_work(
    *, by: Viewer, pieces: Iterable[Piece], at: datetime, patient: str = "",
    to: Staff | Team | None = None, says: str = "",
) -> Line:  # fmt: skip
    """Confirm whose it is and make work of it: a line with a holder and a date, which stands in Today.
    Gives the line."""
    doing = begun(by, pieces, at)
    with writing():
        who = settled(doing, patient)
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
    doing = begun(by, pieces, at)
    with writing():
        who = settled(doing, patient)
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
    doing = begun(by, pieces, at)
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
    doing = begun(by, [piece], at)
    with writing():
        made = parting.part(piece=piece, cuts=cuts, at=at)
        doing.detail["parts"] = [part.pk for part in made]
        _close_lines(doing, [piece], "Split by page among people", filed=False)
        handling.close(
            piece, at=at, what="split", outcome=f"Into {len(made)} parts", by=by, row=doing.row,
            detail=doing.detail,
        )  # fmt: skip
    return made


def not_ours(
    *, by: Viewer, pieces: Iterable[Piece], at: datetime, outcome: str, why: str = ""
) -> None:
    """A wrong number, nobody we know, or meant for another organisation: that one goes to the privacy
    officer, and is shown to nobody else from now on."""
    if outcome not in NOT_OURS:
        raise Refused(
            "Say which it is: a wrong number, nobody we know, or meant for another organisation."
        )
    doing = begun(by, pieces, at)
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


def _by_person(doing: Doing, patient: str) -> list[tuple[list[Piece], Patient]]:
    """The pieces by whose they are; a single row has one, a digest many."""
    if not doing.lead.quiet:
        who = settled(doing, patient)
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
