"""A question between papers: put to whoever asks it, answered by a named person, or settled by a paper.

Each is one line of the person's notes, struck through again when it is taken back.
"""

from datetime import date, datetime
from uuid import uuid4

from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts.models import Act
from northstar.casework.worklist import evidence
from northstar.casework.worklist.models import Line, Step
from northstar.doing.finishing import ended
from northstar.doing.noted import noted
from northstar.knowledge.calendar import short_day

KIND = "question"


def route(
    *, line: Line, by: Viewer, at: datetime, to: Staff | Team, office: str, words: str, on: date
) -> Act:
    """Somebody is to ask it of an office, and the notes say who, in which words and by when."""
    with writing():
        row = uuid4()
        step = evidence.route(
            line=line, by=by, at=at, to=to, office=office, words=words, on=on, row=row
        )
        asks = " ".join(words.split()).rstrip(".")
        says = f"{to.name} is to ask {office.strip()} by {short_day(on)}: “{asks}”"
        return _told(line, step, by, at, says)


def answered(*, line: Line, by: Viewer, at: datetime, who: str, said: str) -> Act:
    """A named person has answered, and the notes hold the answer."""
    with writing():
        step = evidence.answered(line=line, by=by, at=at, who=who, said=said, row=uuid4())
        return _told(line, step, by, at, ended(f"Answered by {who.strip()}", [line.says], said))


def settled(*, line: Line, by: Viewer, at: datetime) -> Act:
    """The papers agree by now, and the notes say that somebody looked."""
    with writing():
        step = evidence.settled(line=line, by=by, at=at, row=uuid4())
        return _told(line, step, by, at, ended(step.outcome, [line.says], ""))


def _told(line: Line, step: Step, by: Viewer, at: datetime, says: str) -> Act:
    if line.patient is None:
        raise Refused("There is no such question here.", status=404)
    return noted(
        by=by, patient=line.patient, kind=KIND, says=says, at=at, line=line, label=line.label,
        row=step.row,
    )  # fmt: skip
