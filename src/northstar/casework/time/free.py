"""Stretches of time: what overlaps, and what of a stretch is still free. Pure."""

from collections.abc import Iterable
from datetime import datetime

Stretch = tuple[datetime, datetime]


def overlaps(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches share any time; touching ends do not."""
    return max(one[0], other[0]) < min(one[1], other[1])


def longest_free(stretch: Stretch, taken: Iterable[Stretch]) -> Stretch:
    """The longest part of a stretch that nothing has taken; nothing left: an empty part at its start."""
    free, start = [], stretch[0]
    for begin, end in sorted(taken):
        if overlaps((begin, end), (start, stretch[1])):
            free.append((start, max(start, begin)))
            start = max(start, end)
    if start < stretch[1]:
        free.append((start, stretch[1]))
    return max(free, key=lambda part: part[1] - part[0], default=(stretch[0], stretch[0]))
