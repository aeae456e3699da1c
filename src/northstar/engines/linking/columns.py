"""The traits of many people as whole columns of numbers: every distinct text is numbered once.

What is then compared, counted or joined is numbers, for all people at once (`meeting.py`, `many.py`).
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from northstar.engines.linking.traits import Traits

Numbers = NDArray[Any]
_FIELD = {name: place for place, name in enumerate(Traits._fields)}


@dataclass(slots=True, eq=False)
class Texts:
    """One column: `of` is the number of every person's text, `known` the texts by number; '' is number 0."""

    of: Numbers
    known: list[str]
    shaped: "Shape | None" = None

    @property
    def said(self) -> Numbers:
        """Who says anything."""
        return self.of != 0

    def each(self, read: Callable[[str], Any], kind: Any = np.int64) -> Numbers:
        """Something of every person's text, worked out once for each distinct one."""
        return np.array([read(text) for text in self.known], dtype=kind)[self.of]

    def part(self, read: Callable[[str], str]) -> "Texts":
        """A column made of this one, such as the first four letters."""
        made = numbered([read(text) for text in self.known])
        return Texts(made.of[self.of], made.known)

    def words(self, whose: Numbers) -> list[str]:
        """The texts with these numbers."""
        known = self.known
        return [known[n] for n in whose.tolist()]

    def shape(self) -> "Shape":
        """What of every distinct text tells quickly that two cannot be alike."""
        if self.shaped is None:
            self.shaped = shape(self.known)
        return self.shaped


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """By number of the text: its `length`, `first` and `last` letter, and one bit for every letter in it."""

    length: Numbers
    first: Numbers
    last: Numbers
    letters: Numbers


def shape(known: Sequence[str]) -> Shape:
    """Of all texts at once."""
    width = max(map(len, known), default=0) or 1
    signs = np.array(known, dtype=f"U{width}").view(np.uint32).reshape(len(known), width)
    length = np.fromiter(map(len, known), dtype=np.int64, count=len(known))
    bits = np.where(
        signs > 0, np.uint64(1) << (signs.astype(np.uint64) & np.uint64(63)), np.uint64(0)
    )
    last = signs[np.arange(len(known)), np.maximum(length - 1, 0)]
    return Shape(length, signs[:, 0], last, np.bitwise_or.reduce(bits, axis=1))


@dataclass(slots=True, eq=False)
class Several:
    """A column of which a person may say several: `count` of each, `first` where theirs begin in `of`."""

    count: Numbers
    first: Numbers
    of: Numbers
    known: list[str]
    sets: Sequence[frozenset[str]]

    @property
    def whose(self) -> Numbers:
        """The person of every entry."""
        return np.repeat(np.arange(len(self.count)), self.count)

    @property
    def single(self) -> Numbers:
        """The number of who says just one; -1 of who says none or several."""
        padded = np.append(self.of, 0)
        return np.where(self.count == 1, padded[self.first], -1)

    def part(self, read: Callable[[str], str]) -> "Several":
        """Something made of every entry."""
        made = numbered([read(text) for text in self.known])
        return Several(self.count, self.first, made.of[self.of], made.known, self.sets)


@dataclass(eq=False)
class People:
    """All columns, made when first asked for."""

    people: Sequence[Traits]
    made: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def by_field(self) -> list[tuple[Any, ...]]:
        return list(zip(*self.people, strict=True))

    def values(self, name: str) -> tuple[Any, ...]:
        """The plain values of one field."""
        return self.by_field[_FIELD[name]]

    def texts(self, name: str) -> Texts:
        """One text a person."""
        if name not in self.made:
            self.made[name] = numbered(self.values(name))
        return self.made[name]

    def several(self, name: str) -> Several:
        """Perhaps several a person."""
        if name not in self.made:
            self.made[name] = several(self.values(name))
        return self.made[name]

    def whole(self, name: str) -> Numbers:
        """One number for every distinct set of texts."""
        key = f"{name} whole"
        if key not in self.made:
            self.made[key] = _numbers(self.values(name), dict.fromkeys(self.values(name)))
        return self.made[key]


def numbered(values: Iterable[str]) -> Texts:
    """Number the texts in the order in which they come, '' first."""
    values = values if isinstance(values, (list, tuple)) else list(values)
    known = dict.fromkeys(chain(("",), values))
    return Texts(_numbers(values, known), list(known))


def several(sets: Sequence[frozenset[str]]) -> Several:
    """Number the texts of all sets; the order within a set tells nothing."""
    count = np.fromiter(map(len, sets), dtype=np.int64, count=len(sets))
    flat = list(chain.from_iterable(sets))
    texts = numbered(flat)
    first = np.cumsum(count) - count
    return Several(count, first, texts.of, texts.known, sets)


def _numbers(values: Sequence[Hashable], known: dict[Any, None]) -> Numbers:
    places = dict(zip(known, range(len(known)), strict=True))
    return np.fromiter(map(places.__getitem__, values), dtype=np.int64, count=len(values))


_ODD, _FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)


def mixed(*parts: Numbers) -> Numbers:
    """Several numbers as one of 64 bits, another one for other numbers (but once in billions)."""
    made = np.zeros(len(parts[0]), dtype=np.uint64)
    for part in parts:
        made = (made ^ part.astype(np.uint64) ^ (made >> _FOLD)) * _ODD
    return made ^ (made >> _FOLD)
