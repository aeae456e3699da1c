"""What happened to a line, the latest first, and which of it can still be taken back."""

from datetime import datetime

from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.casework.worklist.models import Line, Step

_MOST_STEPS = 40
_NO_ACTS = ("opened", "not right")


def steps_of(line: Line) -> list[Step]:
    """What happened to a line, the latest first."""
    return _steps(line.pk)


_steps = worded_once(lambda line: Step.objects.filter(line=line).order_by("-pk")[:_MOST_STEPS])


def latest_by_hand(line: Line) -> Step | None:
    """What a person last did about a line."""
    return next(iter(_by_hand(line.pk)), None)


_by_hand = worded_once(
    lambda line: Step.objects.filter(line=line).exclude(by="northstar").order_by("-pk")[:1]
)


def last_step(viewer: Viewer, steps: list[Step]) -> Step | None:
    """The viewer's own latest act on a line, which undo would take back."""
    acts = (step for step in steps if not step.undone and step.what not in _NO_ACTS)
    latest = next(acts, None)
    return latest if latest and latest.staff_id == viewer.staff_id and latest.before else None


def undoable(viewer: Viewer, since: datetime) -> Step | None:
    """The viewer's latest act since a moment that can still be taken back."""
    return (
        Step.objects.filter(staff=viewer.staff_id, at__gte=since, undone=False)
        .exclude(before={})
        .select_related("line")
        .order_by("-pk")
        .first()
    )
