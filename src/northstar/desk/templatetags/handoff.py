"""What a page says of hand-overs that wait, and of a line that lies in a queue."""

from typing import Any

from django import template

from northstar.casework.batons.asking import count_waiting
from northstar.casework.worklist.queueing import came_from

register = template.Library()


@register.simple_tag
def handovers_waiting(viewer: Any) -> int:
    """How many hand-overs wait for this person to read them back."""
    return count_waiting(viewer) if viewer.may("handoff") else 0


@register.simple_tag
def can_go_back(line: Any, viewer: Any) -> bool:
    """Whether this person took the line out of a queue and may put it back."""
    return line.staff_id is not None and line.staff_id == viewer.staff_id and came_from(line)
