"""What each level of agreement weighs: learned once, without labels, and kept in a file with its version.

A weight is log2(m / u): m is how often true pairs stand in the level, u how often two strangers do.
Weights of the fields add up; the sum, with the prior, is the match weight, as in Fellegi and Sunter
(1969) and in Splink, whose settings `splink_settings` writes from the same numbers.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2
from typing import Any

from northstar.engines.linking.comparisons import COMPARISONS, Pattern


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """`shares`: for every comparison and level but the silent one, (m, u). `prior`: how likely two
    records taken at random are one person. `same` and `ask` are the thresholds of `policy.py`."""

    version: str
    prior: float
    same: float
    ask: float
    shares: tuple[tuple[tuple[float, float], ...], ...]
    trained: dict[str, Any]

    def weigh(self, found: Pattern) -> float:
        """The match weight of a pair: log2 of the odds that it is one person."""
        total = self.of_prior
        for weights, level in zip(_weights(self), found, strict=True):
            total += weights[level]
        return total

    @property
    def of_prior(self) -> float:
        """What two records weigh of which nothing is known."""
        return log2(self.prior / (1 - self.prior))

    @property
    def weights(self) -> tuple[tuple[float, ...], ...]:
        """Of every comparison, what each level weighs."""
        return _weights(self)

    def weigh_all(self, found: Iterable[Pattern]) -> list[float]:
        """The same for many; equal patterns are weighed once."""
        known: dict[Pattern, float] = {}
        out = []
        for one in found:
            weight = known.get(one)
            if weight is None:
                weight = known[one] = self.weigh(one)
            out.append(weight)
        return out

    def as_json(self) -> dict[str, Any]:
        """As it lies in the file, level by level, for people to read too."""
        return {
            "version": self.version, "prior": self.prior, "same": self.same, "ask": self.ask,
            "trained": self.trained,
            "weights": {
                comparison.name: {
                    level.name: {"m": m, "u": u, "weight": round(log2(m / u), 3)}
                    for level, (m, u) in zip(comparison.levels[1:], shares, strict=True)
                }
                for comparison, shares in zip(COMPARISONS, self.shares, strict=True)
            },
        }  # fmt: skip


@cache
def _weights(model: "Model") -> tuple[tuple[float, ...], ...]:
    return tuple((0.0, *(log2(m / u) for m, u in shares)) for shares in model.shares)


def read(told: dict[str, Any]) -> Model:
    """A model from its file. KeyError where a level of today's comparisons has no weight."""
    shares = tuple(
        tuple(
            (float(level["m"]), float(level["u"]))
            for name in comparison.levels[1:]
            for level in [told["weights"][comparison.name][name.name]]
        )
        for comparison in COMPARISONS
    )
    return Model(told["version"], told["prior"], told["same"], told["ask"], shares, told["trained"])


CURRENT = "detective-1"


@cache
def stored(version: str = CURRENT) -> Model:
    """A model that the package brings."""
    text = files(__package__).joinpath("models", f"{version}.json").read_text("utf-8")
    return read(json.loads(text))
