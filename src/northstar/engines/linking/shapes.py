"""How texts look, as numbers: what tells quickly that two of them cannot be alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]


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
