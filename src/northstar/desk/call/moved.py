"""The line a call is about went elsewhere while somebody typed: where it is now, in a sentence."""

from dataclasses import dataclass
from typing import Any

from northstar.access.viewer import Viewer
from northstar.casework.worklist.steps import steps_of
from northstar.config.clock import zone
from northstar.desk.source.calendar import Calendar

_MOVES = ("handed over", "handed on", "claimed", "released", "acknowledged", "routed")
NOT_HERE = "The line that asked for this is not here for you any more: it is about somebody else, or with a team whose work you do not see."  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of it: `says`; whose it is now, where somebody else holds it; nobody, where it is closed."""

    says: str
    holder: str = ""
    gone: bool = False


def mark_of(line: Any) -> str:
    """Who holds a line, as the page was shown: by this a change is known."""
    if line is None:
        return ""
    return f"{line.holder.public_id}" if line.is_open else "closed"


def moved(viewer: Viewer, line: Any, asked: Any, held: str, today: Any) -> Moved | None:
    """None where the line is as it was shown. `asked`: the line that the page was about, `held`: its mark."""
    if asked is None:
        return None
    if line is None:
        return Moved(NOT_HERE, gone=True)
    if not held or held == mark_of(line):
        return None
    calendar = Calendar(zone(), today)
    if not line.is_open:
        return Moved(f"This line was settled meanwhile{_by(line, calendar, None)}.", gone=True)
    if line.holder.public_id == viewer.public_id:
        return None
    return Moved(
        f"{line.holder.name} holds this line now{_by(line, calendar, _MOVES)}.", line.holder.name
    )


def _by(line: Any, calendar: Calendar, kinds: tuple[str, ...] | None) -> str:
    step = next((one for one in steps_of(line) if not kinds or one.what in kinds), None)
    if step is None:
        return ""
    who = "by the facts" if step.by == "northstar" else f"by {step.by}"
    what = f", “{step.outcome}”" if step.outcome and not kinds else ""
    return f": {step.what} {who}{what}, {calendar.moment(step.at)}"
