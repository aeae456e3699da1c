"""The shape of what is proposed from a text, and of a kind of it: its reason, function and examples."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from northstar.knowledge.said_how import How


@dataclass(frozen=True, slots=True)
class Extract:
    """One thing said. `says` is its normal word; `start` and `end` the place of its words in the text;
    `on` the day it speaks of; `detail` what the kind adds (`stopped`, a name, a relation)."""

    kind: str
    says: str
    start: int
    end: int
    how: How = field(default_factory=How)
    on: date | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """An example: a text, and what is found in it, each as `says`, or `says: how` where not simply so."""

    name: str
    text: str
    finds: tuple[str, ...] = ()
    now: str = "Tue 8 Sep 2026 07:30"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of extract. `find(text, now)` yields what is proposed; `files` says what a tick makes of it."""

    code: str
    title: str
    why: str
    files: str
    find: Callable[[str, datetime], Iterable[Extract]]
    examples: tuple[Said, ...] = ()
