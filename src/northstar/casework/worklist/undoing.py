"""The latest act on a line is taken back: the line stands as it did before it."""

from datetime import date, datetime

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.worklist import asked
from northstar.casework.worklist.acts import signed
from northstar.casework.worklist.models import Line, Step
from northstar.record import inbox


def undo(*, step: Step, by: Viewer, at: datetime) -> Line:
    """Take back the latest act on a line, and on every line of its row with it."""
    together = [step]
    if step.row:
        together = list(Step.objects.filter(row=step.row, undone=False).select_related("line"))
    for one in together:
        _undo(one, by, at)
        if one.what == "confirmed":
            inbox.take_back(one.line.arrival_id or 0, by=by.name, at=at)
    return step.line


def _undo(step: Step, by: Viewer, at: datetime) -> None:
    line = step.line
    latest = (
        line.steps.filter(undone=False)
        .exclude(what__in=["opened", "not right"])
        .order_by("-pk")
        .first()
    )
    if latest is None or latest.pk != step.pk or not step.before:
        raise Refused("Only the latest act can be undone; something has happened since.")
    if opened_again(line):
        raise Refused("The same matter has been opened again meanwhile; act on that line.")
    for name, value in step.before.items():
        setattr(line, name, date.fromisoformat(value) if name == "next_on" and value else value)
    line.closed = None if line.is_open else line.closed
    line.save()
    step.undone = True
    step.save(update_fields=["undone"])
    if step.what == "done":
        asked.unsaid(line, by=by, at=at)
    Step.objects.create(
        line=line, at=at, by=by.name, staff_id=by.staff_id, what="undone",
        why=f"took back “{step.what}”", undone=True,
    )  # fmt: skip
    signed(line, by, at, f"undo {step.what}")


def opened_again(line: Line) -> bool:
    """Whether it is closed, and another line about the same matter is open."""
    return not line.is_open and Line.objects.filter(
        patient=line.patient_id, arrival=line.arrival_id, feed=line.feed_id,
        signal=line.signal, key=line.key, is_open=True,
    ).exists()  # fmt: skip
