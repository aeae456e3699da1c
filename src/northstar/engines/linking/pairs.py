"""Many pairs of people at once: what their texts share, how far apart they are, and levels given in turn."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist

from northstar.engines.linking.columns import WORTH_SHARING, Several, Texts
from northstar.engines.linking.everybody import People
from northstar.engines.linking.shapes import Look, Numbers


@dataclass(slots=True, eq=False)
class Pairs:
    """The two sides of every pair."""

    people: People
    one: Numbers
    other: Numbers
    seen: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.one)

    def some(self, which: Numbers | slice) -> "Pairs":
        """Those with these places, or where this is true."""
        return type(self)(self.people, self.one[which], self.other[which])

    def turned(self) -> "Pairs":
        """The two sides changed about."""
        return type(self)(self.people, self.other, self.one)

    def numbers(self, name: str) -> tuple[Numbers, Numbers]:
        """The numbers of a text on both sides; 0 is silence."""
        if name not in self.seen:
            of = self.people.texts(name).of
            self.seen[name] = of[self.one], of[self.other]
        return self.seen[name]

    def share(self, name: str) -> Numbers:
        """Whether any of the several texts agrees."""
        column = self.people.several(name)
        left, right = column.single[self.one], column.single[self.other]
        found = (left == right) & (left >= 0)
        at = np.flatnonzero(((left < 0) | (right < 0)) & self.may_share(name))
        if len(at):
            found[at] = _overlap(column, column.of[self.one[at]], column.of[self.other[at]])
        return found

    def steps(self, name: str, most: int) -> Numbers:
        """Slips of a finger from one text to the other; most + 1 where there are more."""
        slips = np.full(len(self), most + 1, dtype=np.int8)
        at = np.flatnonzero(self.may_slip(name, most))
        slips[at] = self._sides(at, name, name).measured(
            scorer=DamerauLevenshtein.distance, score_cutoff=most, dtype=np.uint8
        )
        return slips

    def like(self, name: str, least: float, to: str = "") -> Numbers:
        """Whether the two texts are alike enough (Jaro and Winkler, 0 to 1)."""
        at = np.flatnonzero(self.may_be_like(name, least, to))
        alike = np.zeros(len(self), dtype=bool)
        sides = self._sides(at, name, to or name)
        alike[at] = sides.measured(scorer=JaroWinkler.similarity, dtype=np.float64) >= least
        return alike

    def may_share(self, name: str) -> Numbers:
        """Whether `share` could be true, told by signs."""
        signs = self.people.several(name).signs
        return (signs[self.one] & signs[self.other]) != 0

    def may_slip(self, name: str, most: int) -> Numbers:
        """Whether `steps` could be `most` or fewer, told by the shapes of the texts."""
        mine, theirs = self._looks(name, self.one), self._looks(name, self.other)
        return mine.may_slip(theirs, most)

    def may_be_like(self, name: str, least: float, to: str = "") -> Numbers:
        """Whether `like` could be true, told by the shapes of the texts."""
        mine, theirs = self._looks(name, self.one), self._looks(to or name, self.other)
        return mine.may_be_like(theirs, least)

    def may_be_among(self, name: str, several: str) -> Numbers:
        """Whether `among` could be true."""
        column, same = self.people.several(several), self.people.within(name, several)[self.one]
        others = column.single[self.other]
        return (same >= 0) & ((same == others) | (others < 0))

    def agree(self, name: str, read: Callable[[str], str]) -> Numbers:
        """Whether a part of the texts is the same, such as the year of a birth date."""
        part = self.people.texts(name).part(read).of
        return part[self.one] == part[self.other]

    def initials(self, name: str) -> Numbers:
        """Whether one is the first letter of the other."""
        shapes = self.people.shapes(name)
        short = (shapes.length[self.one] == 1) | (shapes.length[self.other] == 1)
        return short & (shapes.first[self.one] == shapes.first[self.other])

    def _looks(self, name: str, side: Numbers) -> Look:
        key = f"{name} {'one' if side is self.one else 'other'}"
        if key not in self.seen:
            self.seen[key] = self.people.shapes(name).look.some(side)
        return self.seen[key]

    def _sides(self, at: Numbers, name: str, to: str) -> "Sides":
        left, right = self.people.texts(name), self.people.texts(to)
        return Sides(left, right, left.of[self.one[at]], right.of[self.other[at]])

    def among(self, name: str, several: str) -> Numbers:
        """Whether the text of one side is among the several of the other."""
        column, same = self.people.several(several), self.people.within(name, several)[self.one]
        found = (same >= 0) & (same == column.single[self.other])
        at = np.flatnonzero((same >= 0) & (column.counts[self.other] > 1))
        theirs = column.of[self.other[at]]
        for place in range(int(column.count[theirs].max(initial=0))):
            here = column.count[theirs] > place
            found[at[here]] |= same[at[here]] == column.entries[column.first[theirs[here]] + place]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Two texts of every pair, by number."""

    left: Texts
    right: Texts
    a: Numbers
    b: Numbers

    def measured(self, **how: Any) -> Numbers:
        """Each distinct pair of texts is measured once."""
        width = len(self.right.known)
        distinct, back = np.unique(self.a.astype(np.int64) * width + self.b, return_inverse=True)
        if not len(distinct):
            return np.zeros(0)
        one, other = self.left.words(distinct // width), self.right.words(distinct % width)
        hands = 1 if len(one) < WORTH_SHARING else -1
        return cpdist(one, other, workers=hands, **how)[back]


def _overlap(column: Several, one: Numbers, other: Numbers) -> Numbers:
    """Whether two sets meet, each text of one held against each of the other."""
    met = np.zeros(len(one), dtype=bool)
    for mine in range(int(column.count[one].max(initial=0))):
        for its in range(int(column.count[other].max(initial=0))):
            at = np.flatnonzero((column.count[one] > mine) & (column.count[other] > its) & ~met)
            left, right = column.first[one[at]] + mine, column.first[other[at]] + its
            met[at] = column.entries[left] == column.entries[right]
    return met


class Ladder:
    """Levels given one after another: a pair takes the first that fits."""

    def __init__(self, pairs: Pairs) -> None:
        self.level = np.full(len(pairs), -1, dtype=np.int8)
        self.left = np.arange(len(pairs))
        self.pairs = pairs

    def take(self, fits: Numbers, level: Numbers | int) -> None:
        """`fits` speaks of the pairs that are left. `level`: one, or one for each of them."""
        self.level[self.left[fits]] = level if isinstance(level, int) else level[fits]
        self.left, self.pairs = self.left[~fits], self.pairs.some(~fits)

    def rest(self, level: Numbers | int) -> Numbers:
        """What remains; gives all levels."""
        self.level[self.left] = level
        return self.level
