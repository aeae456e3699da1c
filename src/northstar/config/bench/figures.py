"""What a benchmark is, and what it gives: figures with their budget and the method behind them."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Size:
    """How much to measure. `scale` multiplies the usual amounts; the others are for the pages."""

    scale: float = 1.0
    patients: int = 20_000
    lines: int = 10_000

    def of(self, usual: int) -> int:
        """The usual amount, scaled, at least one."""
        return max(1, int(usual * self.scale))


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `budget` None: told for its own sake. `less`: smaller is better."""

    what: str
    value: float
    unit: str
    method: str
    budget: float | None = None
    less: bool = False

    @property
    def reached(self) -> bool | None:
        """Whether the budget is kept; None where there is none."""
        if self.budget is None:
            return None
        return self.value <= self.budget if self.less else self.value >= self.budget

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return asdict(self) | {"value": round(self.value, 3), "reached": self.reached}

    def in_words(self) -> str:
        """For a person at the terminal."""
        wanted = {None: "no budget", True: "reached", False: "MISSED"}[self.reached]
        if self.budget is not None:
            wanted += f": {'at most' if self.less else 'at least'} {self.budget:,.10g}"
        return f"{self.what}: {self.value:,.4g} {self.unit} ({wanted})\n    {self.method}"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`measure` works in a data folder of its own, in a process of its own."""

    name: str
    title: str
    measure: Callable[[Size], Iterator[Figure]]


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of all lies."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]
