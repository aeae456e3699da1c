"""A whole file of people: who is joined, who is asked about.

A handful is compared pair by pair, a file column by column (`many.py`), more than a machine should hold
in memory by Splink on DuckDB (`batch.py`); all three give the same pairs, weights and levels.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, pairwise

import numpy as np

from northstar.engines.linking.blocking import pairs
from northstar.engines.linking.columns import numbered
from northstar.engines.linking.comparisons import pattern
from northstar.engines.linking.everybody import People
from northstar.engines.linking.many import weighed
from northstar.engines.linking.model import Model
from northstar.engines.linking.policy import ASK, DIFFERENT, MEANS, SAME, contradicts, judged
from northstar.engines.linking.shapes import Numbers
from northstar.engines.linking.traits import Traits
from northstar.engines.linking.weighed import Weighed

Pair = tuple[int, int]
FEW, MANY = 500, 2_000_000
"""Up to FEW records one pair after the other, up to MANY column by column, beyond that by Splink."""

_FAR = 5.0
"""In a file, pairs are passed over that weigh so much less than what is worth a question."""


RIVALS = 6.0
"""Where everyone has one partner at most, and all rivals of a pair have found a better one, a pair is
worth asking about that weighs so much less: 2**6 others stand back."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Positions of records. `joined` holds all pairs of each group, also those that are one only through
    a third."""

    found: Weighed
    joined: set[Pair]
    asked: set[Pair]

    @property
    def weights(self) -> dict[Pair, float]:
        """Of every pair that was worth weighing."""
        return dict(zip(self.found.pairs(), self.found.weights.tolist(), strict=True))


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
    found = score(people, model)
    progress(0.7)
    if sources and alone_in_each(found, sources, model):
        found, model = best_only(found, sources), replace(model, ask=model.ask - RIVALS)
    told = _verdicts(found, people, model)
    progress(0.9)
    sure = told == _SAME
    holds, more = _sound(found, sure, people)
    asked = set(found.pairs((told == _ASK) | (sure & ~holds)))
    return Linked(found, set(found.pairs(holds)) | more, asked - more)


_DIFFERENT, _ASK, _SAME = range(3)
_NUMBER = {DIFFERENT: _DIFFERENT, ASK: _ASK, SAME: _SAME}


def _verdicts(found: Weighed, people: Sequence[Traits], model: Model) -> Numbers:
    """What the policy says of every pair, by number; pairs that mean the same to it are judged once."""
    marked = np.zeros(len(people), dtype=bool)
    marked[list(_marked(people))] = True
    either = marked[found.one] | marked[found.other]
    heavy = (found.weights >= model.same) * 2 + (found.weights >= model.ask)
    codes = found.codes(MEANS) * 8 + heavy * 2 + either
    _, first, back = np.unique(codes, return_index=True, return_inverse=True)
    told = [
        _NUMBER[judged(levels, weight, mark, model)]
        for (_, _, weight, levels), mark in zip(found.some(first).rows(), either[first].tolist(), strict=True)
    ]  # fmt: skip
    return np.array(told, dtype=np.int64)[back]


def _marked(people: Sequence[Traits]) -> set[int]:
    if isinstance(people, People):
        return people.marked()
    return {place for place, one in enumerate(people) if one.marks}


def for_size(model: Model, count: int) -> Model:
    """The model with the prior of a file of so many records."""
    return replace(model, prior=1 / max(count, 10))


def score(people: Sequence[Traits], model: Model) -> Weighed:
    """Every pair worth comparing, with its match weight and levels."""
    if len(people) > MANY:
        from northstar.engines.linking.batch import scored

        return Weighed.of(scored(people, model, model.ask - _FAR))
    if len(people) > FEW:
        return weighed(people, model, model.ask - _FAR)
    together = sorted(pairs(people))
    levels = [pattern(people[one], people[other]) for one, other in together]
    weights = model.weigh_all(levels)
    return Weighed.of(
        (one, other, weight, found)
        for (one, other), weight, found in zip(together, weights, levels, strict=True)
    )


def alone_in_each(found: Weighed, sources: Sequence[str], model: Model) -> bool:
    """Whether the lists hold nobody twice, so far as one can see: of the pairs that surely are one
    person, not one in two hundred lies within a list."""
    sure = found.weights >= model.same
    count = int(sure.sum())
    lists = numbered(sources).of
    within = int((lists[found.one[sure]] == lists[found.other[sure]]).sum())
    return len(set(sources)) > 1 and count >= 20 and within * 200 <= count


def best_only(found: Weighed, sources: Sequence[str]) -> Weighed:
    """The pairs that remain when everyone has at most one partner in every other list."""
    taken: set[tuple[int, str]] = set()
    kept = []
    order = np.lexsort((found.other, found.one, -found.weights))
    for at, one, other in zip(
        order.tolist(), found.one[order].tolist(), found.other[order].tolist(), strict=True
    ):
        mine, theirs = (one, sources[other]), (other, sources[one])
        if sources[one] == sources[other] or mine in taken or theirs in taken:
            continue
        taken |= {mine, theirs}
        kept.append(at)
    return found.some(np.array(kept, dtype=np.int64))


def _sound(found: Weighed, sure: Numbers, people: Sequence[Traits]) -> tuple[Numbers, set[Pair]]:
    """(which joins hold, the pairs that are one only through a third): a group in which any two contradict
    falls apart. Where every two of a group are joined already, there is nothing more to see."""
    at = np.flatnonzero(sure)
    at = at[_among_others(found.one[at], found.other[at])]
    joins = list(zip(found.one[at].tolist(), found.other[at].tolist(), strict=True))
    inside = [set(combinations(group, 2)) for group in groups(joins)]
    unasked = set().union(*inside).difference(joins)
    against = _contradicting(unasked, people, found)
    fallen = set().union(*(pairs for pairs in inside if not against.isdisjoint(pairs)))
    holds = sure.copy()
    holds[at] = [pair not in fallen for pair in joins]
    return holds, unasked - fallen


def _among_others(one: Numbers, other: Numbers) -> Numbers:
    """Which joins are of a group in which not every two are joined."""
    people, places = np.unique(np.concatenate([one, other]), return_inverse=True)
    one, other = places[: len(one)], places[len(one) :]
    group = _connected(one, other, len(people))
    size, joins = np.bincount(group), np.bincount(group[one])
    return (joins < size * (size - 1) // 2)[group[one]]


def _contradicting(inside: set[Pair], people: Sequence[Traits], found: Weighed) -> set[Pair]:
    """Those of these pairs that contradict, of which most have been compared already."""
    count = len(people)
    wanted = np.array([one * count + other for one, other in inside], dtype=np.int64)
    known = found.some(np.flatnonzero(np.isin(found.one * count + found.other, wanted)))
    told = dict(
        zip(
            zip(known.one.tolist(), known.other.tolist(), strict=True),
            known.contradicting().tolist(),
            strict=True,
        )
    )
    for one, other in inside - told.keys():
        told[one, other] = contradicts(pattern(people[one], people[other]))
    return {pair for pair, against in told.items() if against}


def groups(joins: Iterable[Pair]) -> list[list[int]]:
    """Everyone connected, smallest first."""
    ends = np.fromiter(chain.from_iterable(joins), dtype=np.int64)
    people, places = np.unique(ends, return_inverse=True)
    one, other = places.reshape(-1, 2).T
    least = _connected(one, other, len(people))
    order = np.argsort(least, kind="stable")
    cuts = np.flatnonzero(np.diff(least[order], append=-1)) + 1
    members, begin = people[order].tolist(), [0, *cuts.tolist()]
    return [members[first:last] for first, last in pairwise(begin)]


def _connected(one: Numbers, other: Numbers, count: int) -> Numbers:
    """Of everybody the first of those to whom joins lead."""
    least = np.arange(count)
    while (least[one] != least[other]).any():
        lower = np.minimum(least[one], least[other])
        for side in (one, other):
            np.minimum.at(least, least[side], lower)
        least = least[least]
    return least
