"""Which wording of a result somebody read: a correction that comes later was not read by anybody yet.

The mark is of what the result says, not of the message that brought it: the same words from a second
sender, or sent again, are the same reading.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from northstar.chart.words import Task
from northstar.knowledge.results import ABNORMAL_FLAGS, CRITICAL_FLAGS, flag_of, plain_unit

_TELLING = CRITICAL_FLAGS | ABNORMAL_FLAGS


def reading(value: Any, others: Iterable[Any] = ()) -> str:
    """The mark of a result, or of all that came of one order: when it was taken, and what it says. "" where
    nothing is said, as of a procedure."""
    said = sorted({_said(one) for one in (value, *others)} - {""})
    if value is None or not value.began or not said:
        return ""
    return f"{value.began.text} {sha256(chr(10).join(said).encode()).hexdigest()[:16]}"


def is_changed(step: Task | None, now: str) -> bool:
    """Whether what this step was said of says something else by now, or was taken back (`now` is "").
    Another result, of another hour, takes nothing back."""
    if step is None or not step.said_of:
        return False
    return not now or (now != step.said_of and _taken(now) == _taken(step.said_of))


def _taken(mark: str) -> str:
    return mark.rpartition(" ")[0]


def _said(one: Any) -> str:
    number = getattr(one, "number", None)
    value, flag = getattr(one, "value", None), flag_of(getattr(one, "interpretation", ""))
    words = [
        ""
        if number is None
        else f"{getattr(one, 'comparator', '')}{number:g} {plain_unit(one.unit)}",
        value.words if value else "",
        getattr(one, "text", ""),
        getattr(one, "conclusion", ""),
        *(
            f"{part.code.words} {part.number} {part.text}"
            for part in getattr(one, "components", ())
        ),
    ]
    told = "|".join(" ".join(part.casefold().split()) for part in words)
    return f"{told}|{flag if flag in _TELLING else ''}" if told.strip("|") else ""
