"""The traits of many people as whole columns of numbers: every distinct text is numbered once.

What is then compared, counted or joined is numbers, for all people at once (`meeting.py`, `many.py`).
"""

import os
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from itertools import count as counting
from threading import RLock
from typing import Any

import numpy as np

from northstar.engines.linking.parts import each
from northstar.engines.linking.shapes import Numbers, Shape, shape


@dataclass(slots=True, eq=False)
class Texts(Sequence[str]):
    """One column: `of` is the number of every person's text, `known` the texts by number; '' is number 0."""

    of: Numbers
    known: list[str]
    shaped: Shape | None = None
    parts: dict[Callable[[str], str], "Texts"] = field(default_factory=dict)
    making: RLock = field(default_factory=RLock)

    def __len__(self) -> int:
        return len(self.of)

    def __getitem__(self, at: Any) -> Any:
        return self.words(self.of[at]) if isinstance(at, slice) else self.known[self.of[at]]

    def __iter__(self) -> Iterator[str]:
        return map(self.known.__getitem__, self.of.tolist())

    def some(self, which: Numbers) -> "Texts":
        """The texts of these people."""
        return Texts(self.of[which], self.known)

    @property
    def said(self) -> Numbers:
        """Who says anything."""
        return self.of != 0

    def each(self, read: Callable[[str], Any], kind: Any = np.int64) -> Numbers:
        """Something of every person's text, worked out once for each distinct one."""
        return np.array([read(text) for text in self.known], dtype=kind)[self.of]

    def part(self, read: Callable[[str], str]) -> "Texts":
        """A column made of this one, such as the first four letters; remembered."""
        with self.making:
            if read not in self.parts:
                made = numbered(each(read, self.known))
                self.parts[read] = Texts(made.of[self.of], made.known)
            return self.parts[read]

    def words(self, whose: Numbers) -> list[str]:
        """The texts with these numbers."""
        known = self.known
        return [known[n] for n in whose.tolist()]

    def shape(self) -> Shape:
        """What of every distinct text tells quickly that two cannot be alike."""
        with self.making:
            if self.shaped is None:
                self.shaped = shape(self.known)
            return self.shaped


@dataclass(slots=True, eq=False)
class Several:
    """A column of which a person may say several: `of` is the number of every person's set; of every set,
    `count` says how many and `first` where its texts begin in `entries`."""

    of: Numbers
    count: Numbers
    first: Numbers
    entries: Numbers
    known: list[str]
    seen: dict[str, Numbers] = field(default_factory=dict)
    making: RLock = field(default_factory=RLock)

    @property
    def counts(self) -> Numbers:
        """How many each person says."""
        return self._once("counts", lambda: self.count[self.of])

    @property
    def single(self) -> Numbers:
        """The number of who says just one; -1 of who says none or several."""
        return self._once("single", self._single)

    @property
    def signs(self) -> Numbers:
        """64 bits of every person's set: two that have no bit in common share nothing."""
        return self._once("signs", self._signs)

    def each_entry(self) -> tuple[Numbers, Numbers]:
        """(the text of every entry, whose it is)."""
        times = self.counts
        whose = np.repeat(np.arange(len(self.of)), times)
        within = np.arange(len(whose)) - np.repeat(np.cumsum(times) - times, times)
        return self.entries[self.first[self.of[whose]] + within], whose

    def part(self, read: Callable[[str], str]) -> "Several":
        """Something made of every entry."""
        made = numbered([read(text) for text in self.known])
        return Several(self.of, self.count, self.first, made.of[self.entries], made.known)

    def set_of(self, person: int) -> frozenset[str]:
        """All that one person says."""
        at = self.of[person]
        mine = self.entries[self.first[at] : self.first[at] + self.count[at]]
        return frozenset(self.known[number] for number in mine.tolist())

    def _once(self, name: str, make: Callable[[], Numbers]) -> Numbers:
        with self.making:
            if name not in self.seen:
                self.seen[name] = make()
            return self.seen[name]

    def _single(self) -> Numbers:
        padded = np.append(self.entries, 0)
        return np.where(self.count == 1, padded[self.first], -1)[self.of]

    def _signs(self) -> Numbers:
        bits = bits_of(self.known)[self.entries]
        made = np.zeros(len(self.count), dtype=np.uint64)
        for place in range(int(self.count.max(initial=0))):
            longer = np.flatnonzero(self.count > place)
            made[longer] |= bits[self.first[longer] + place]
        return made[self.of]


def bits_of(texts: Sequence[str]) -> Numbers:
    """One bit of 64 for every text, the same for the same text in whatever column."""
    sums = np.fromiter(map(hash, texts), dtype=np.int64, count=len(texts))
    return np.uint64(1) << (sums.astype(np.uint64) & np.uint64(63))


def numbered(values: Iterable[str]) -> Texts:
    """Number the texts in the order in which they come, '' first."""
    if isinstance(values, Texts):
        return values
    values = values if isinstance(values, (list, tuple)) else list(values)
    many = _many_numbered(values) if len(values) >= WORTH_SHARING else None
    return Texts(*_numbers(values, [""])) if many is None else many


def _many_numbered(values: Sequence[str]) -> Texts | None:
    """The same by Arrow, which holds up no other thread meanwhile; None where it has no way to write a text."""
    import pyarrow

    try:
        told = pyarrow.array(["", *values], type=pyarrow.large_string()).dictionary_encode()
    except UnicodeEncodeError:  # half a sign, which Python can hold and UTF-8 cannot
        return None
    return Texts(told.indices.to_numpy()[1:], told.dictionary.to_pylist())


def several(sets: Sequence[frozenset[str]]) -> Several:
    """Number the sets, and the texts of all of them; the order within a set tells nothing."""
    of, known = _numbers(sets, [])
    return sets_of(of, known)


def sets_of(of: Numbers, sets: Sequence[frozenset[str]]) -> Several:
    """The same for sets that are numbered."""
    count = np.fromiter(map(len, sets), dtype=np.int64, count=len(sets))
    texts = numbered(list(chain.from_iterable(sets)))
    return Several(of, count, np.cumsum(count) - count, texts.of, texts.known)


def alone(texts: Texts) -> Several:
    """A text as the only one of a set; '' is an empty set."""
    count = np.ones(len(texts.known), dtype=np.int64)
    count[0] = 0
    places = np.arange(len(texts.known))
    return Several(texts.of, count, places, places, texts.known)


def _numbers(values: Sequence[Hashable], first: list[Any]) -> tuple[Numbers, list[Any]]:
    """Every new value takes the next number as it is looked up."""
    places: defaultdict[Any, int] = defaultdict(counting().__next__)
    for value in first:
        places[value]
    of = np.fromiter(map(places.__getitem__, values), dtype=np.int32, count=len(values))
    return of, list(places)


def hands(rows: int) -> int:
    """How many threads are worth it: with few rows, calling them takes longer than they save."""
    return os.cpu_count() or 1 if rows >= WORTH_SHARING else 1


WORTH_SHARING = 20_000
_ODD, _FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)


def mixed(*parts: Numbers) -> Numbers:
    """Several numbers as one of 64 bits, another one for other numbers (but once in billions)."""
    made = np.zeros(len(parts[0]), dtype=np.uint64)
    for part in parts:
        made = (made ^ part.astype(np.uint64) ^ (made >> _FOLD)) * _ODD
    return made ^ (made >> _FOLD)
