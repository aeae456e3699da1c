"""Pairs that were compared, as columns: who, what they weigh, and field by field where they stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from northstar.engines.linking.comparisons import COMPARISONS, CONFLICTS, Pattern

Numbers = NDArray[Any]
Scored = tuple[int, int, float, Pattern]
"""(position, position, match weight, levels)"""


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Pairs by their positions in the file, and of every comparison the levels of all pairs."""

    one: Numbers
    other: Numbers
    weights: Numbers
    levels: Sequence[Numbers]

    @classmethod
    def of(cls, found: Iterable[Scored]) -> "Weighed":
        """From pairs that were compared one by one."""
        rows = list(found)
        whose = np.array([row[:2] for row in rows], dtype=np.int64).reshape(-1, 2)
        levels = np.array([row[3] for row in rows], dtype=np.int8).reshape(-1, len(COMPARISONS))
        return cls(whose[:, 0], whose[:, 1], np.array([row[2] for row in rows], dtype=float), list(levels.T))  # fmt: skip

    def some(self, at: Numbers) -> "Weighed":
        """Those at these places."""
        levels = [column[at] for column in self.levels]
        return Weighed(self.one[at], self.other[at], self.weights[at], levels)

    def pairs(self, which: Numbers | slice = slice(None)) -> Iterator[tuple[int, int]]:
        """Who they are, or who those are of which this is true."""
        return zip(self.one[which].tolist(), self.other[which].tolist(), strict=True)

    def rows(self) -> Iterator[Scored]:
        """Pair by pair."""
        one, other, weights = self.one.tolist(), self.other.tolist(), self.weights.tolist()
        return zip(one, other, weights, self.stands(), strict=True)

    def stands(self) -> Iterator[Pattern]:
        """The levels pair by pair."""
        return zip(*(column.tolist() for column in self.levels), strict=True)

    def codes(self, means: Sequence[Sequence[int]]) -> Numbers:
        """One number for every pattern of what the levels mean; no field has more than sixteen."""
        made = np.zeros(len(self.one), dtype=np.int64)
        for column, meaning in zip(self.levels, means, strict=True):
            made = made * 16 + np.array(meaning)[column]
        return made

    def contradicting(self) -> Numbers:
        """Which pairs hold anything that forbids joining them."""
        found = np.zeros(len(self.one), dtype=bool)
        for comparison, column in zip(COMPARISONS, self.levels, strict=True):
            against = np.array([level.stand == CONFLICTS for level in comparison.levels])
            found |= against[column]
        return found
