"""The shape of a rule: its reason, its source, its function, its examples, in one file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from northstar.chart.value import Source, Value


class Band(IntEnum):
    """The order of work before any score: DESIGN "What a line is worth"."""

    SAFETY = 0  # life or safety
    CLOCK = 1  # a clinical or legal clock that ends today; after those, what was promised for today
    HARM = 2  # harm this week
    REST = 3


@dataclass(frozen=True, slots=True)
class Because:
    """One reason in a sentence, resting on a fact.

    `quote` are the exact words at `source.locator`, or at `place` (which then replaces the part of
    the locator after `#`).
    """

    says: str
    source: Source | None = None
    quote: str = ""
    place: str = ""


def because(value: Value, says: str) -> Because:
    """A reason that rests on one fact and quotes it."""
    return Because(says=says, source=value.source, quote=value.quote)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at.

    `key` tells it from other findings of the same signal (an encounter, an ingredient) and must not
    change while the matter is the same. `says` completes the person's name to a sentence ("came
    home Friday night, nobody has called"). `due` is when it must be done: a day, or a moment.
    `factors` are named weights (points) inside the band. `matter` folds findings of several
    signals into one row. `asks` is the office that would know. Unset fields take the signal's own.
    """

    key: str
    says: str
    because: tuple[Because, ...]
    due: date | datetime | None = None
    band: Band | None = None
    factors: dict[str, int] = field(default_factory=dict)
    suggests: str = ""
    minutes: int | None = None
    matter: str = ""
    words: tuple[str, ...] = ()
    asks: str = ""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """The moment (or day, at its start) when the answer could change though the chart does not."""

    at: date | datetime


@dataclass(frozen=True, slots=True)
class Example:
    """A case that is the rule's test and its page in the manual.

    `subject` is a Chart, an Item or a Heard, or a function without arguments that builds it; `now`
    is read by `northstar.rules.example_dates.moment` ("Tue 8 Sep 2026 07:30", Los Angeles).
    """

    name: str
    subject: Any
    now: str
    finds: int
    says: str = ""
    band: Band | None = None
    due: str = ""
    looks_again: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """A situation worth a line. `find(subject, now)` yields Findings and LookAgains.

    `after_death`: it also speaks of a person who has died. `title` names it for people ("Home
    without a call"). `wants` is the role that usually takes it; `kinds` the kinds of fact it reads
    (for documentation and for the test that silence is argued only from feeds that were heard).
    `rides` findings open no line of their own; they ride on the next contact (care gaps).
    `needs_answer`: a line of it closes only on facts that settle it or on a named person's answer.
    """

    code: str
    title: str
    why: str
    cites: str
    reviewed: date
    find: Callable[[Any, datetime], Iterable[Finding | LookAgain]]
    band: Band = Band.REST
    suggests: str = ""
    minutes: int = 10
    matter: str = ""
    wants: str = "coordinator"
    kinds: tuple[str, ...] = ()
    after_death: bool = False
    rides: bool = False
    argues_from_silence: bool = False
    needs_answer: bool = False
