"""A whole file of people: who is joined, who is asked about.

A handful is compared pair by pair, a file column by column (`many.py`), more than a machine should hold
in memory by Splink on DuckDB (`batch.py`); all three give the same pairs, weights and levels.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from northstar.engines.linking.blocking import pairs
from northstar.engines.linking.comparisons import Pattern, pattern
from northstar.engines.linking.model import Model
from northstar.engines.linking.policy import ASK, SAME, contradicts, judged
from northstar.engines.linking.traits import Traits

Pair = tuple[int, int]
Scored = tuple[int, int, float, Pattern]

FEW, MANY = 500, 2_000_000
"""Up to FEW records one pair after the other, up to MANY column by column, beyond that by Splink."""

_FAR = 5.0
"""In a file, pairs are passed over that weigh so much less than what is worth a question."""


RIVALS = 6.0
"""Where everyone has one partner at most, and all rivals of a pair have found a better one, a pair is
worth asking about that weighs so much less: 2**6 others stand back."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Positions of records. `weights`: of every pair that was worth weighing. `joined` holds all pairs
    of each group, also those that are one only through a third."""

    weights: dict[Pair, float]
    joined: set[Pair]
    asked: set[Pair]


def link(
    people: Sequence[Traits],
    model: Model,
    *,
    sources: Sequence[str] = (),
    progress: Callable[[float], None] = lambda share: None,
) -> Linked:
    """Compare, weigh and judge. The prior is that of this many records: about one true pair each.

    `sources`, where given, tell which records came from one list; lists that hold hardly anyone twice
    are matched one to one.
    """
    model = for_size(model, len(people))
    found = list(score(people, model))
    progress(0.7)
    if sources and alone_in_each(found, sources, model):
        found, model = best_only(found, sources), replace(model, ask=model.ask - RIVALS)
    joins, asked = set(), set()
    marks = {place for place, one in enumerate(people) if one.marks}
    known: dict[tuple[Pattern, bool], str] = {}
    for one, other, weight, levels in found:
        seen = levels, one in marks or other in marks
        if (verdict := known.get(seen)) is None:  # equal levels weigh the same
            verdict = known[seen] = judged(levels, weight, seen[1], model)
        if verdict == SAME:
            joins.add((one, other))
        elif verdict == ASK:
            asked.add((one, other))
    progress(0.9)
    joined = _sound(joins, people)
    return Linked(
        {(one, other): weight for one, other, weight, _ in found},
        joined,
        (asked | joins) - joined,
    )


def for_size(model: Model, count: int) -> Model:
    """The model with the prior of a file of so many records."""
    return replace(model, prior=1 / max(count, 10))


def score(people: Sequence[Traits], model: Model) -> Iterable[Scored]:
    """Every pair worth comparing, with its match weight and levels."""
    if len(people) > MANY:
        from northstar.engines.linking.batch import scored

        return scored(people, model, model.ask - _FAR)
    if len(people) > FEW:
        from northstar.engines.linking.many import weighed

        return weighed(people, model, model.ask - _FAR)
    together = sorted(pairs(people))
    levels = [pattern(people[one], people[other]) for one, other in together]
    weights = model.weigh_all(levels)
    return [
        (one, other, weight, found)
        for (one, other), weight, found in zip(together, weights, levels, strict=True)
    ]


def alone_in_each(found: Sequence[Scored], sources: Sequence[str], model: Model) -> bool:
    """Whether the lists hold nobody twice, so far as one can see: of the pairs that surely are one
    person, not one in two hundred lies within a list."""
    sure = [(one, other) for one, other, weight, _ in found if weight >= model.same]
    within = sum(sources[one] == sources[other] for one, other in sure)
    return len(set(sources)) > 1 and len(sure) >= 20 and within * 200 <= len(sure)


def best_only(found: Sequence[Scored], sources: Sequence[str]) -> list[Scored]:
    """The pairs that remain when everyone has at most one partner in every other list."""
    taken: set[tuple[int, str]] = set()
    kept = []
    for one, other, weight, levels in sorted(found, key=lambda pair: (-pair[2], pair[:2])):
        mine, theirs = (one, sources[other]), (other, sources[one])
        if sources[one] == sources[other] or mine in taken or theirs in taken:
            continue
        taken |= {mine, theirs}
        kept.append((one, other, weight, levels))
    return kept


def _sound(joins: set[Pair], people: Sequence[Traits]) -> set[Pair]:
    """All pairs of each group of joined records; a group in which any two contradict falls apart."""
    whole: set[Pair] = set()
    for group in groups(joins):
        inside = {(a, b) for at, a in enumerate(group) for b in group[at + 1 :]}
        if len(group) == 2 or not any(
            contradicts(pattern(people[a], people[b])) for a, b in inside
        ):
            whole |= inside
    return whole


def groups(joins: Iterable[Pair]) -> list[list[int]]:
    """Everyone connected, smallest first."""
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in joins:
        near[one].add(other)
        near[other].add(one)
    seen: set[int] = set()
    found = []
    for start in sorted(near):
        if start in seen:
            continue
        group, edge = {start}, {start}
        while edge:
            edge = {other for one in edge for other in near[one]} - group
            group |= edge
        seen |= group
        found.append(sorted(group))
    return found
