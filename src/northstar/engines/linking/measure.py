"""How good the linking of a file was, pair by pair, where the truth is known."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from northstar.engines.linking.matching import Linked, Pair


@dataclass(frozen=True, slots=True)
class Best:
    """The model alone at the threshold that serves it best: `precision`, `recall`, `f1` of pairs.
    `recall_at_p999`: the most it finds while 999 of 1,000 pairs are right."""

    threshold: float
    precision: float
    recall: float
    f1: float
    recall_at_p999: float


def true_pairs(persons: Sequence[str], only: Collection[Pair] | None = None) -> int:
    """How many pairs of records are one person; '' is a record of which nobody knows."""
    if only is not None:
        return sum(_right(pair, persons) for pair in only)
    return sum(n * (n - 1) // 2 for person, n in Counter(persons).items() if person)


def best(weights: dict[Pair, float], persons: Sequence[str], total: int) -> Best:
    """The thresholds tried are all there are. `total`: the true pairs to be found."""
    ranked = sorted(
        ((weight, _right(pair, persons)) for pair, weight in weights.items()), reverse=True
    )
    right = 0
    found, strict = Best(0.0, 1.0, 0.0, 0.0, 0.0), 0.0
    for count, (weight, is_right) in enumerate(ranked, 1):
        right += is_right
        if count < len(ranked) and ranked[count][0] == weight:
            continue
        if right >= 0.999 * count:
            strict = max(strict, right / total if total else 0.0)
        f1 = 2 * right / (count + total) if count + total else 0.0
        if f1 > found.f1:
            found = Best(weight, right / count, right / total, f1, 0.0)
    return Best(found.threshold, found.precision, found.recall, found.f1, strict)


def _known(pair: Pair, persons: Sequence[str]) -> bool:
    return bool(persons[pair[0]] and persons[pair[1]])


def _right(pair: Pair, persons: Sequence[str]) -> bool:
    return persons[pair[0]] == persons[pair[1]]


def report(
    linked: Linked,
    ids: Sequence[str],
    persons: Sequence[str],
    seconds: float,
    *,
    only: Collection[Pair] | None = None,
) -> dict[str, Any]:
    """What `northstar link --evaluate --json` says. `only`: the pairs of which the truth speaks, where
    it does not speak of all."""

    def spoken_of(pair: Pair) -> bool:
        return _known(pair, persons) and (only is None or pair in only)

    total = true_pairs(persons, only)
    every = linked.weights
    weights = {pair: weight for pair, weight in every.items() if spoken_of(pair)}
    model = best(weights, persons, total)
    joined = {pair for pair in linked.joined if spoken_of(pair)}
    asked = {pair for pair in linked.asked if spoken_of(pair)}
    right = sum(_right(pair, persons) for pair in joined)
    found = right + sum(_right(pair, persons) for pair in asked)
    wrong = sorted(pair for pair in joined if not _right(pair, persons))
    return {
        "records": len(ids),
        "true_pairs": total,
        "model": {
            name: round(getattr(model, name), 6)
            for name in ("threshold", "precision", "recall", "f1", "recall_at_p999")
        },
        "policy": {
            "joined": len(joined),
            "joined_precision": _share(right, len(joined), 1.0),
            "joined_recall": _share(right, total, 1.0),
            "asked": len(asked),
            "asked_share": _share(len(asked), len(asked) + len(joined), 0.0),
            "joined_or_asked_recall": _share(found, total, 1.0),
            "wrong_joins": [
                [ids[one], ids[other], round(every.get((one, other), 0.0), 3)]
                for one, other in wrong
            ],
        },
        "seconds": round(seconds, 3),
    }


def _share(part: int, whole: int, empty: float) -> float:
    return round(part / whole, 6) if whole else empty
