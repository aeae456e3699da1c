"""Many pairs of people at once: what their texts share, how far apart they are, and levels given in turn."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist

from northstar.engines.linking.columns import Numbers, People, Texts

WORTH_SHARING = 20_000  # with fewer, calling further threads takes longer than they save


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
        return Pairs(self.people, self.one[which], self.other[which])

    def turned(self) -> "Pairs":
        """The two sides changed about."""
        return Pairs(self.people, self.other, self.one)

    def numbers(self, name: str) -> tuple[Numbers, Numbers]:
        """The numbers of a text on both sides; 0 is silence."""
        of = self.people.texts(name).of
        return of[self.one], of[self.other]

    def share(self, name: str) -> Numbers:
        """Whether any of the several texts agrees."""
        column = self.people.several(name)
        left, right = column.single[self.one], column.single[self.other]
        found = (left == right) & (left >= 0)
        many = (
            ((left < 0) | (right < 0))
            & (column.count[self.one] > 0)
            & (column.count[self.other] > 0)
        )
        at = np.flatnonzero(many)
        if len(at):
            found[at] = _overlap(self.people, name, self.one[at], self.other[at])
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
        texts, column = self.people.texts(name), self.people.several(several)
        theirs = dict(zip(column.known, range(len(column.known)), strict=True))
        same = np.array([theirs.get(text, -1) for text in texts.known])[texts.of][self.one]
        found = same == column.single[self.other]
        found &= same >= 0
        at = np.flatnonzero((same > 0) & (column.count[self.other] > 1))
        if len(at):
            words, sets = texts.words(texts.of[self.one[at]]), column.sets
            found[at] = [w in sets[n] for w, n in zip(words, self.other[at].tolist(), strict=True)]
        return found


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
        distinct, back = np.unique(self.a * width + self.b, return_inverse=True)
        if not len(distinct):
            return np.zeros(0)
        one, other = self.left.words(distinct // width), self.right.words(distinct % width)
        hands = 1 if len(one) < WORTH_SHARING else -1
        return cpdist(one, other, workers=hands, **how)[back]


def _overlap(people: People, name: str, one: Numbers, other: Numbers) -> Numbers:
    """Whether two sets meet, asked once for each distinct pair of sets."""
    whole, sets = people.whole(name), people.values(name)
    size = int(whole.max()) + 1 if len(whole) else 1
    both = whole[one] * size + whole[other]
    _, first, back = np.unique(both, return_index=True, return_inverse=True)
    met = [
        not sets[a].isdisjoint(sets[b])
        for a, b in zip(one[first].tolist(), other[first].tolist(), strict=True)
    ]
    return np.array(met, dtype=bool)[back]


class Ladder:
    """Levels given one after another: a pair takes the first that fits."""

    def __init__(self, pairs: Pairs) -> None:
        self.level = np.full(len(pairs), -1, dtype=np.int64)
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
