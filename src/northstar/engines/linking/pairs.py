"""Many pairs of people at once: what their texts share, how far apart they are, and levels given in turn."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist

from northstar.engines.linking.columns import WORTH_SHARING, Numbers, People, Several, Texts


@dataclass(slots=True, eq=False)
class Pairs:
    """The two sides of every pair."""

    people: People
    one: Numbers
    other: Numbers

    def __len__(self) -> int:
        return len(self.one)

    def some(self, which: Numbers) -> "Pairs":
        """Those with these places, or where this is true."""
        return type(self)(self.people, self.one[which], self.other[which])

    def turned(self) -> "Pairs":
        """The two sides changed about."""
        return type(self)(self.people, self.other, self.one)

    def numbers(self, name: str) -> tuple[Numbers, Numbers]:
        """The numbers of a text on both sides; 0 is silence."""
        of = self.people.texts(name).of
        return of[self.one], of[self.other]

    def share(self, name: str) -> Numbers:
        """Whether any of the several texts agrees."""
        column = self.people.several(name)
        left, right = column.single[self.one], column.single[self.other]
        found = (left == right) & (left >= 0)
        at = np.flatnonzero(((left < 0) | (right < 0)) & _perhaps_share(self, name))
        if len(at):
            found[at] = _overlap(column, column.of[self.one[at]], column.of[self.other[at]])
        return found

    def steps(self, name: str, most: int) -> Numbers:
        """Slips of a finger from one text to the other; most + 1 where there are more."""
        near = self._sides(name, name)
        slips = np.full(len(self), most + 1, dtype=np.int64)
        at = np.flatnonzero(near.perhaps_slips(most))
        slips[at] = near.some(at).measured(
            scorer=DamerauLevenshtein.distance, score_cutoff=most, dtype=np.uint8
        )
        return slips

    def like(self, name: str, least: float, to: str = "") -> Numbers:
        """Whether the two texts are alike enough (Jaro and Winkler, 0 to 1)."""
        near = self._sides(name, to or name)
        at = np.flatnonzero(near.perhaps_like(least))
        alike = np.zeros(len(self), dtype=bool)
        alike[at] = near.some(at).measured(scorer=JaroWinkler.similarity, dtype=np.float64) >= least
        return alike

    def _sides(self, name: str, to: str) -> "Sides":
        left, right = self.people.texts(name), self.people.texts(to)
        return Sides(left, right, left.of[self.one], right.of[self.other])

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


class Perhaps(Pairs):
    """The same questions answered from numbers alone: no is certain, yes is perhaps."""

    __slots__ = ()

    def share(self, name: str) -> Numbers:
        return _perhaps_share(self, name)

    def steps(self, name: str, most: int) -> Numbers:
        return np.where(self._sides(name, name).perhaps_slips(most), 1, most + 1)

    def like(self, name: str, least: float, to: str = "") -> Numbers:
        return self._sides(name, to or name).perhaps_like(least)

    def among(self, name: str, several: str) -> Numbers:
        column, same = self.people.several(several), self.people.within(name, several)[self.one]
        others = column.single[self.other]
        return (same >= 0) & ((same == others) | (others < 0))


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Two texts of every pair, by number; most can be told apart by their shapes alone."""

    left: Texts
    right: Texts
    a: Numbers
    b: Numbers

    def some(self, at: Numbers) -> "Sides":
        """Those at these places."""
        return Sides(self.left, self.right, self.a[at], self.b[at])

    def perhaps_slips(self, most: int) -> Numbers:
        """Each slip changes the length by one at most, and two letters; one slip spares the first or the last."""
        one, other = self.left.shape(), self.right.shape()
        length, theirs = one.length[self.a], other.length[self.b]
        odd = np.bitwise_count(one.letters[self.a] ^ other.letters[self.b])
        found = (np.abs(length - theirs) <= most) & (odd <= 2 * most)
        if most == 1:
            ends = one.first[self.a] == other.first[self.b]
            ends |= one.last[self.a] == other.last[self.b]
            found &= ends | (np.minimum(length, theirs) < 3)
        return found

    def perhaps_like(self, least: float) -> Numbers:
        """The most that the measure could be: all letters that both have, all in place."""
        one, other = self.left.shape(), self.right.shape()
        length, theirs = one.length[self.a], other.length[self.b]
        mine, its = one.letters[self.a], other.letters[self.b]
        common = np.minimum(
            length - np.bitwise_count(mine & ~its), theirs - np.bitwise_count(its & ~mine)
        )
        jaro = (common / np.maximum(length, 1) + common / np.maximum(theirs, 1) + 1) / 3
        begun = np.where(one.first[self.a] == other.first[self.b], 0.4, 0.0)
        return (common > 0) & (jaro + begun * (1 - jaro) >= least - 1e-9)

    def measured(self, **how: Any) -> Numbers:
        """Each distinct pair of texts is measured once."""
        width = len(self.right.known)
        distinct, back = np.unique(self.a.astype(np.int64) * width + self.b, return_inverse=True)
        if not len(distinct):
            return np.zeros(0)
        one, other = self.left.words(distinct // width), self.right.words(distinct % width)
        hands = 1 if len(one) < WORTH_SHARING else -1
        return cpdist(one, other, workers=hands, **how)[back]


def _perhaps_share(pairs: Pairs, name: str) -> Numbers:
    signs = pairs.people.several(name).signs
    return (signs[pairs.one] & signs[pairs.other]) != 0


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
