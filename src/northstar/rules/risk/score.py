"""A score as it can honestly be told: from so much to so much, and what is missing."""

from dataclasses import dataclass

from northstar.chart.value import Value


@dataclass(frozen=True, slots=True)
class Part:
    """One input: its points from `low` to `high`, what was found, and the fact it rests on.

    Where `low` and `high` differ, `found` says what is missing.
    """

    name: str
    low: int
    high: int
    found: str = ""
    fact: Value | None = None

    @property
    def missing(self) -> bool:
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of its parts. `accuracy` is the published one, with its citation."""

    name: str
    parts: tuple[Part, ...]
    accuracy: str = ""

    @property
    def low(self) -> int:
        return sum(part.low for part in self.parts)

    @property
    def high(self) -> int:
        return sum(part.high for part in self.parts)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing, in words."""
        return tuple(part.found or part.name for part in self.parts if part.missing)

    @property
    def words(self) -> str:
        """LACE 12, or LACE 8 to 13."""
        exact = self.low == self.high
        return f"{self.name} {self.low}" if exact else f"{self.name} {self.low} to {self.high}"


def banded(value: float, steps: tuple[tuple[float, int], ...]) -> int:
    """The points of the last step whose floor the value reaches; 0 below the first."""
    return next((points for floor, points in reversed(steps) if value >= floor), 0)
