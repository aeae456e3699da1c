"""What closes a question: facts that settle it, or a named person's answer with its reason.

A contradiction between papers is not closed by a click. When the papers agree again the machine says
so in a step; when they part once more it says that too, and the line is open again.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from northstar.access import rota
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.staffing import require_at_work
from northstar.access.viewer import Viewer
from northstar.casework.worklist import acts
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.settling import gone

ROUTED = "routed"
LONGEST = 300
_ENDED = "The papers agree now"


def route(
    *, line: Line, by: Viewer, at: datetime, to: Staff | Team, office: str, words: str, on: date,
    row: UUID | None = None,
) -> Step:  # fmt: skip
    """Give the question to whoever will ask it: office, words and the day of the answer stay with it.

    Nothing is sent from here.
    """
    if not office.strip():
        raise Refused("Say which office is asked.")
    if not words.strip():
        raise Refused("Write the question that is to be asked.")
    if len(words.strip()) > LONGEST:
        raise Refused(f"The question is longer than {LONGEST} letters. Make it shorter.")
    if on < at.date():
        raise Refused("Choose a day from today on.")
    if isinstance(to, Staff):
        require_at_work(to)
    day = on if rota.covered(on, to) else min(rota.next_covered_day(at.date(), to), on)
    why = f"{office.strip()[:90]}: {words.strip()}"
    return acts.route(line=line, by=by, at=at, to=to, why=why, on=max(day, at.date()), row=row)


def answered(
    *, line: Line, by: Viewer, at: datetime, who: str, said: str, row: UUID | None = None
) -> Step:
    """A named person has answered: who, and what, become the outcome. The facts may still differ."""
    if not who.strip():
        raise Refused("Write the name of the person who answered.")
    if len(said.strip()) < 3:
        raise Refused("Write what they answered, and why: it closes the question.")
    outcome = f"Answered by {who.strip()}"[:60]
    return acts.done(
        line=line, by=by, at=at, outcome=outcome, note=said.strip(), answered=True, row=row
    )


def settled(*, line: Line, by: Viewer, at: datetime, row: UUID | None = None) -> Step:
    """The papers agree by now: refused while they do not."""
    if not gone(line):
        raise Refused("The papers still contradict each other. Record who answered, and what.")
    return acts.done(line=line, by=by, at=at, outcome=_ENDED, row=row)


def routed(lines: Iterable[Line]) -> dict[int, Step]:
    """The latest routing of each line that stands, in one query."""
    steps = Step.objects.filter(line__in=list(lines), what=ROUTED, undone=False)
    return {step.line_id: step for step in steps.order_by("pk")}


def agreed(lines: Iterable[Line]) -> dict[int, Step]:
    """The lines whose papers agree by now, with the step that says so, in one query."""
    steps = Step.objects.filter(line__in=list(lines), what__in=("reason gone", "reason back"))
    latest = {step.line_id: step for step in steps.order_by("pk")}
    return {pk: step for pk, step in latest.items() if step.what == "reason gone"}


def closed_before(lines: Iterable[Line]) -> dict[int, Step]:
    """The lines whose question somebody had closed once before, with that step, in two queries."""
    asked = {(line.patient_id, line.signal, line.key): line.pk for line in lines}
    earlier = Line.objects.filter(
        patient__in={patient for patient, _, _ in asked}, key__in={key for _, _, key in asked},
        is_open=False,
    )  # fmt: skip
    steps = Step.objects.filter(line__in=earlier, what="done", undone=False)
    found = {}
    for step in steps.select_related("line").order_by("pk"):
        line = asked.get((step.line.patient_id, step.line.signal, step.line.key))
        if line:
            found[line] = step
    return found
