"""Work finished on the list, put off after something was done, handed to a colleague, or taken back.

What somebody did for a person about a row is one line of that person's notes. What only sorts the list
(later without anything done, pinned, joined) is none; the line itself keeps who did that.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.worklist import acts, undoing
from northstar.casework.worklist.models import Line, Step
from northstar.doing.noted import noted, unsaid
from northstar.knowledge.calendar import short_day

KIND = "work"
# Matters of our own house keeping, though they stand beside a person: whose records are whose, a note
# of ours that waits for its signature, a colleague's answer to be read.
OUR_OWN = frozenset({"who is who", "notes", "answer"})
_MOST_QUOTED, _QUOTED = 2, 160  # lines of a row named in the note, and characters of each


def done(
    *, lines: Sequence[Line], by: Viewer, at: datetime, outcome: str, note: str = "", row: UUID
) -> None:
    """Everything of a row is finished, and the notes say how it ended."""
    with writing():
        for line in lines:
            acts.done(line=line, by=by, at=at, outcome=outcome, note=note, row=row)
        _tell(lines, by, at, row, outcome, note)


def later(
    *, lines: Sequence[Line], by: Viewer, at: datetime, on: date, why: str, outcome: str = "", row: UUID
) -> None:  # fmt: skip
    """It sleeps until a day. Where that is only because something was done about it, the notes say what."""
    with writing():
        for line in lines:
            acts.later(line=line, by=by, at=at, on=on, why=why, outcome=outcome, row=row)
        if outcome.strip():
            _tell(lines, by, at, row, f"{outcome.strip()}, again on {short_day(on)}", why)


def handed_over(
    *, lines: Sequence[Line], by: Viewer, at: datetime, to: Staff | Team, why: str = "", row: UUID
) -> None:
    """A colleague has it from now on, and the notes say who, and what was asked of them."""
    with writing():
        for line in lines:
            acts.hand_over(line=line, by=by, at=at, to=to, why=why, row=row)
        _tell(lines, by, at, row, f"Handed to {to.name}", why)


def undo(*, step: Step, by: Viewer, at: datetime) -> Line:
    """The latest act on a row is taken back, and its line in the notes is struck through."""
    with writing():
        line = undoing.undo(step=step, by=by, at=at)
        if step.row:
            unsaid(by=by, row=step.row, since=step.at, at=at, why="undone on the list")
    return line


def ended(how: str, says: Iterable[str], note: str) -> str:
    """How something ended, what it was about, and what was added, as one line of the notes."""
    about = "; ".join(f"“{_short(one)}”" for one in says)
    more = " ".join(note.split())
    return f"{how.strip()}: {about}." + (f" {more[:1].upper()}{more[1:]}" if more else "")


def _tell(lines: Sequence[Line], by: Viewer, at: datetime, row: UUID, how: str, note: str) -> None:
    """One line for each person; of a row in which some is restricted, that is told by itself, and what
    was typed about the whole goes with it."""
    of_people = [line for line in lines if line.patient and line.matter not in OUR_OWN]
    known = [line for line in of_people if not line.label]
    kept = [line for line in of_people if line.label]
    _one(known, by, at, row, how, "" if kept else note)
    _one(kept, by, at, row, how, note)


def _one(lines: list[Line], by: Viewer, at: datetime, row: UUID, how: str, note: str) -> None:
    if not lines:
        return
    lead, label = lines[0], 0
    for line in lines:
        label |= line.label
    says = dict.fromkeys(line.says for line in lines)
    assert lead.patient is not None, "only lines of somebody known come here"
    noted(
        by=by, patient=lead.patient, kind=KIND, says=ended(how, list(says)[:_MOST_QUOTED], note), at=at,
        line=lead, label=label, row=row,
    )  # fmt: skip


def _short(says: str) -> str:
    words = says.strip().rstrip(".")
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + "…"
