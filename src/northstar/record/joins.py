"""Which records are joined now, and who joined them: the model, a feed, or a person."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from northstar.engines.linking.detective import MODEL
from northstar.engines.linking.policy import JOINING
from northstar.record.following import DESCRIBED
from northstar.record.models import Decision, Link, Match
from northstar.record.store import batches

MODEL_AUTHOR = f"linking {MODEL}"

Pair = tuple[int, int]
Join = tuple[int, int, str]


def joins_of(pks: Iterable[int]) -> list[Join]:
    """Pairs joined now: (one, other, who joined them)."""
    found: dict[Pair, str] = {}
    for some in batches(pks):
        decided = decisions(some)
        model = Match.objects.filter(Q(one__in=some) | Q(other__in=some), verdict__in=JOINING)
        for pair in model.values_list("one", "other"):
            if pair not in decided:
                found[pair] = MODEL_AUTHOR
        found |= {pair: d.by for pair, d in decided.items() if d.verdict == "same"}
    return [(*pair, who) for pair, who in found.items()]


def decisions(pks: Iterable[int]) -> dict[Pair, Decision]:
    """The last word of a person or a feed on each pair of these records that has one."""
    latest: dict[Pair, Decision] = {}
    for some in batches(pks):
        found = Decision.objects.filter(Q(one__in=some) | Q(other__in=some)).order_by("at", "pk")
        latest |= {(d.one_id, d.other_id): d for d in found}
    return {pair: d for pair, d in latest.items() if d.verdict != "withdrawn"}


def apart(pks: Iterable[int]) -> set[Pair]:
    """Pairs of these records that a person or a feed keeps apart."""
    return {pair for pair, d in decisions(pks).items() if d.verdict == "different"}


def groups_of(pks: set[int]) -> list[set[int]]:
    """What hangs together with these records: joined to them, near or far, or on one chart with them
    now, so that a join that ended is noticed. As few questions as the longest chain has links."""
    beside = _beside(pks)
    near = neighbours(beside)
    asked: set[int] = set()
    edge = set(pks) | near.keys()
    while edge:
        asked |= edge
        for one, others in neighbours((a, b) for a, b, _ in joins_of(edge)).items():
            near[one] |= others
        edge = near.keys() - asked
    return components(set(pks) | near.keys(), near)


def neighbours(pairs: Iterable[Pair]) -> dict[int, set[int]]:
    """Each record and those it is paired with."""
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    return near


def components(pks: set[int], near: dict[int, set[int]]) -> list[set[int]]:
    """These records in parts that nothing connects with one another, the oldest record's part first."""
    parts, left = [], set(pks)
    for pk in sorted(pks):
        if pk in left:
            part, edge = set(), {pk}
            while edge:
                part |= edge
                edge = {other for one in edge for other in near.get(one, ())} & left - part
            parts.append(part)
            left -= part
    return parts


def _beside(pks: set[int]) -> list[Pair]:
    """Each of these with every record that shares its patient now."""
    pairs = []
    for some in batches(pks):
        owners: dict[int, list[int]] = defaultdict(list)
        mine = Link.objects.filter(identity__in=some, ended_at=None)
        for pk, patient in mine.values_list("identity", "patient"):
            owners[patient].append(pk)
        beside = Link.objects.filter(DESCRIBED, patient__in=list(owners), ended_at=None)
        for other, patient in beside.values_list("identity", "patient"):
            pairs += [(pk, other) for pk in owners[patient]]
    return pairs
