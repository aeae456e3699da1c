"""Whether the facts still call for a line, as the machine has noted it beside what people did."""

from datetime import datetime

from northstar.casework.worklist.models import Line, Step

MACHINE = "northstar"
_GONE, _BACK = "reason gone", "reason back"


def gone(line: Line) -> bool:
    """The facts have ceased to call for it, and have not begun again."""
    latest = line.steps.filter(what__in=(_GONE, _BACK)).order_by("-pk").first()
    return bool(latest and latest.what == _GONE)


def note_gone(line: Line, at: datetime) -> None:
    """Say once that its reason is gone."""
    if not gone(line):
        why = "The facts no longer call for this; a person has begun it, so it stays."
        Step.objects.create(line=line, at=at, by=MACHINE, what=_GONE, why=why)


def note_back(line: Line, at: datetime) -> None:
    """Say once that the facts call for it again."""
    if gone(line):
        Step.objects.create(
            line=line, at=at, by=MACHINE, what=_BACK, why="The facts call for this again."
        )
