"""The traits of many people as whole columns of numbers: every distinct text is numbered once.

What is then compared, counted or joined is numbers, for all people at once (`meeting.py`, `many.py`).
"""

import os
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from itertools import count as counting
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from northstar.engines.linking.traits import Traits

Numbers = NDArray[Any]
_FIELD = {name: place for place, name in enumerate(Traits._fields)}


@dataclass(slots=True, eq=False)
class Texts(Sequence[str]):
    """One column: `of` is the number of every person's text, `known` the texts by number; '' is number 0."""

    of: Numbers
    known: list[str]
    shaped: "Shape | None" = None
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
                made = numbered(_ALL_AT_ONCE.get(read, partial(_each, read))(self.known))
                self.parts[read] = Texts(made.of[self.of], made.known)
            return self.parts[read]

    def words(self, whose: Numbers) -> list[str]:
        """The texts with these numbers."""
        known = self.known
        return [known[n] for n in whose.tolist()]

    def shape(self) -> "Shape":
        """What of every distinct text tells quickly that two cannot be alike."""
        with self.making:
            if self.shaped is None:
                self.shaped = shape(self.known)
            return self.shaped


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What of texts tells quickly that two cannot be alike, in two numbers each, so that little is fetched:
    `ends` its length, first and last letter; `letters` one bit of 32 for every letter in it, and one of
    another 32 for every letter that it holds twice. Letters that share a bit only make more possible."""

    ends: Numbers
    letters: Numbers

    def some(self, which: Numbers) -> "Look":
        """Of the texts with these numbers."""
        return Look(self.ends[which], self.letters[which])

    def may_slip(self, other: "Look", most: int) -> Numbers:
        """Each slip changes the length by one at most, and two letters; one slip spares the first or the last."""
        found = np.bitwise_count(self.letters ^ other.letters) <= 2 * most
        mine, its = self.length(), other.length()
        found &= np.abs(mine - its) <= most
        if most == 1:
            ends = self.ends ^ other.ends
            found &= ((ends & _FIRST) == 0) | ((ends & _LAST) == 0) | (np.minimum(mine, its) < 3)
        return found

    def may_be_like(self, other: "Look", least: float) -> Numbers:
        """By the most that the measure could be: all letters that both have, all in place."""
        mine, its = self.length(), other.length()
        common = np.minimum(mine - self.more(other), its - other.more(self))
        share = common.astype(np.float32)
        jaro = (share / np.maximum(mine, 1) + share / np.maximum(its, 1) + 1) / np.float32(3)
        begun = ((self.ends ^ other.ends) & _FIRST) == 0
        return (common > 0) & (np.where(begun, 0.4 + 0.6 * jaro, jaro) >= least - 1e-5)

    def length(self) -> Numbers:
        """How many letters."""
        return (self.ends & _LENGTH).astype(np.int16)

    def more(self, other: "Look") -> Numbers:
        """How many letters at least the one has that the other has not."""
        return np.bitwise_count(self.letters & ~other.letters).astype(np.int16)


_LENGTH, _FIRST, _LAST = (np.uint32(bits) for bits in (0x7FFF, 0xFF0000, 0xFF000000))


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Of every text its `length` and `first` letter, and how it looks."""

    length: Numbers
    first: Numbers
    look: Look

    def some(self, which: Numbers) -> "Shape":
        """Of the texts with these numbers."""
        return Shape(self.length[which], self.first[which], self.look.some(which))


def letters_of(known: Sequence[str]) -> Numbers:
    """A row for every text, a number for every letter; nought where it is over."""
    width = max(map(len, known), default=0) or 1
    kind = "S" if all(map(str.isascii, known)) else "U"  # a quarter of the room
    signs = np.array(known, dtype=f"{kind}{width}")
    return signs.view(np.uint8 if kind == "S" else np.uint32).reshape(len(known), width)


def shape(known: Sequence[str]) -> Shape:
    """Of all texts at once."""
    signs = letters_of(known)
    length = np.fromiter(map(len, known), dtype=np.int32, count=len(known))
    once, twice = (np.zeros(len(known), dtype=np.uint32) for _ in range(2))
    for sign in np.ascontiguousarray(signs.T):
        bit = np.where(sign > 0, np.uint32(1) << (sign & np.uint32(31)), np.uint32(0))
        twice |= once & bit
        once |= bit
    first = signs[:, 0].astype(np.uint32)
    last = signs[np.arange(len(known)), np.maximum(length - 1, 0)].astype(np.uint32)
    ends = np.minimum(length, _LENGTH).astype(np.uint32)
    ends |= (first & np.uint32(255)) << np.uint32(16) | last << np.uint32(24)
    letters = once.astype(np.uint64) | twice.astype(np.uint64) << np.uint64(32)
    return Shape(length.astype(np.int16), first, Look(ends, letters))


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


class People(Sequence[Traits]):
    """All columns of a file of people, made when first asked for, and only once, whichever thread asks;
    and its people one by one. `makers`: of a column, what makes it and its neighbours (`table.py`)."""

    def __init__(
        self,
        people: Sequence[Traits] = (),
        makers: Mapping[str, Callable[[], Mapping[str, Any]]] | None = None,
        count: int = 0,
    ):
        self.people, self.makers, self.size = people, makers or {}, count or len(people)
        self.made: dict[str, Any] = {}
        self.making: dict[Hashable, RLock] = {}

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, at: Any) -> Any:
        return self.people[at] if self.people else self._person(range(self.size)[at])

    @cached_property
    def by_field(self) -> list[tuple[Any, ...]]:
        return list(zip(*self.people, strict=True))

    def values(self, name: str) -> tuple[Any, ...]:
        """The plain values of one field."""
        return self.by_field[_FIELD[name]]

    def texts(self, name: str) -> Texts:
        """One text a person."""
        return self.once(name, lambda _: numbered(self.values(name)))

    def several(self, name: str) -> Several:
        """Perhaps several a person."""
        return self.once(name, lambda _: several(self.values(name)))

    def classes(self, name: str) -> Numbers:
        """How common everyone's name is."""
        key = f"{name}_class"
        return self.once(key, lambda _: np.array(self.values(key), dtype=np.int64))

    def within(self, name: str, column: str) -> Numbers:
        """Of every person's text, its number in a column of several; -1 where it is not there."""
        return self.once(f"{name} within {column}", lambda _: self._within(name, column))

    def shapes(self, name: str) -> Shape:
        """Of everyone's text."""
        texts = self.texts(name)
        return self.once(f"{name} shapes", lambda _: texts.shape().some(texts.of))

    def once(self, name: str, make: "Callable[[People], Any]") -> Any:
        """Something of everybody, made when it is first asked for; who asks for another waits for nobody."""
        if name in self.made:
            return self.made[name]
        maker = self.makers.get(name)
        with self.making.setdefault(maker or name, RLock()):
            if name not in self.made:
                self.made.update(maker() if maker else {name: make(self)})
            return self.made[name]

    def marked(self) -> set[int]:
        """Who must not be joined unasked."""
        return set(np.flatnonzero(self.several("marks").counts).tolist())

    def _within(self, name: str, column: str) -> Numbers:
        texts, theirs = self.texts(name), self.several(column).known
        places = dict(zip(theirs, range(len(theirs)), strict=True))
        return np.array([places.get(text, -1) for text in texts.known])[texts.of]

    def _person(self, at: int) -> Traits:
        return Traits(*(self._value(name, at) for name in Traits._fields))

    def _value(self, name: str, at: int) -> Any:
        made = self.once(name, lambda _: None)
        if isinstance(made, Texts):
            return made.known[made.of[at]]
        return made.set_of(at) if isinstance(made, Several) else int(made[at])


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


def year_of(born: str) -> str:
    """The year of a birth date."""
    return born[:4]


def month_of(born: str) -> str:
    """The month of a birth date."""
    return born[4:6]


def day_of(born: str) -> str:
    """The day of a birth date."""
    return born[6:8]


def last_four(number: str) -> str:
    """The last four digits."""
    return number[-4:]


def user_of(email: str) -> str:
    """An e-mail address without its provider."""
    return email.partition("@")[0]


def _users_of(emails: Sequence[str]) -> list[str]:
    whole = "\n".join(emails)
    if not whole.isascii() or whole.count("\n") >= len(emails):  # a line break within one of them
        return _each(user_of, emails)
    return before(whole, "@")


def before(lines: str, sign: str) -> list[str]:
    """Of each line of plain signs what stands before the first such sign, if there is one."""
    signs = np.frombuffer(lines.encode("ascii"), dtype=np.uint8)
    ends = signs == ord("\n")
    so_far = np.cumsum(signs == ord(sign), dtype=np.int32)
    last = np.flatnonzero(ends)
    earlier = np.append(0, so_far[last])
    kept = so_far == np.repeat(earlier, np.diff(np.concatenate([[-1], last, [len(signs) - 1]])))
    return signs[kept | ends].tobytes().decode("ascii").split("\n")


def _each(read: Callable[[str], str], texts: Sequence[str]) -> list[str]:
    return [read(text) for text in texts]


_ALL_AT_ONCE: dict[Callable[[str], str], Callable[[Sequence[str]], list[str]]] = {
    user_of: _users_of
}
"""Parts for which all texts can be looked at together."""


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
