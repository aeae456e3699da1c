"""Which of those who hang together are one patient: not everybody, where two of them contradict.

Two who are joined themselves may contradict: a person has said that they are one all the same, or a
correction has come since. What such a pair says otherwise is settled or asked about; nobody new joins
them for it. Any other contradiction parts a group to what people and feeds have joined, and what is held
apart so is asked about.
"""

from collections.abc import Collection, Iterable
from functools import reduce
from itertools import combinations
from operator import or_

from django.db.models import Q

from northstar.engines.linking.corrected import odds
from northstar.engines.linking.policy import HELD, SAME
from northstar.engines.linking.traits import of_patient
from northstar.record.joins import MODEL_AUTHOR, Join, Pair, components, neighbours
from northstar.record.likeness import CROWD, demographics
from northstar.record.models import Match
from northstar.record.store import batches

Odds = dict[Pair, frozenset[str]]  # two who contradict, and in which fields


def parts_of(
    group: set[int], joins: list[Join], kept_apart: Collection[Pair]
) -> Iterable[set[int]]:
    """A group in parts that are one patient each."""
    for part in _connected(group, joins):
        inside = [join for join in joins if join[0] in part and join[1] in part]
        yield from _sound(part, inside, kept_apart)


def hold(joins: Collection[Join], owners: dict[int, int]) -> None:
    """Note which pairs the model joins and their group holds apart; they are questions."""
    parted = {(one, other) for one, other, _ in joins if owners.get(one) != owners.get(other)}
    for some in batches({one for one, _, _ in joins}):
        held = Match.objects.filter(one__in=some, verdict=HELD).values_list("pk", "one", "other")
        again = [pk for pk, *pair in held if tuple(pair) not in parted]
        Match.objects.filter(pk__in=again).update(verdict=SAME)
    for some in batches(parted, 100):
        pairs = [Q(one=one, other=other) for one, other in some]
        Match.objects.filter(reduce(or_, pairs), verdict=SAME).update(verdict=HELD)


def _connected(group: set[int], joins: Iterable[Join]) -> list[set[int]]:
    return components(group, neighbours((one, other) for one, other, _ in joins))


def _sound(part: set[int], joins: list[Join], kept_apart: Collection[Pair]) -> list[set[int]]:
    by_people = [join for join in joins if join[2] != MODEL_AUTHOR]
    if len(part) > CROWD or any(one in part and other in part for one, other in kept_apart):
        return _connected(part, by_people)
    against = _odds(part) if len(part) > 2 else {}
    if not _unsettled(part, joins, against):
        return [part]
    calm = list(_without_news(joins, against))
    return [
        whole
        for smaller in _connected(part, calm)
        for whole in (
            _connected(smaller, by_people) if _unsettled(smaller, calm, against) else [smaller]
        )
    ]


def _odds(part: set[int]) -> Odds:
    traits = {pk: of_patient(p) for pk, p in demographics(part).items() if p is not None}
    pairs = combinations(sorted(traits), 2)
    return {pair: fields for pair in pairs if (fields := odds(*(traits[pk] for pk in pair)))}


def _unsettled(part: set[int], joins: list[Join], against: Odds) -> bool:
    """Whether two of these contradict who are not joined themselves, and nobody has said of two who say
    the same as they that these are one person."""
    joined = {(one, other) for one, other, _ in joins}
    by_people = [join for join in joins if join[2] != MODEL_AUTHOR]
    said = [
        (pair, fields)
        for whole in _connected(part, by_people)
        for pair, fields in against.items()
        if whole.issuperset(pair)
    ]
    return any(
        part.issuperset(pair)
        and pair not in joined
        and not any(fields <= known and _alike(pair, those, against) for those, known in said)
        for pair, fields in against.items()
    )


def _alike(pair: Pair, those: Pair, against: Odds) -> bool:
    """Whether each of two contradicts neither one of those two, one after the other or the other way."""
    return any(
        all((min(a, b), max(a, b)) not in against for a, b in zip(pair, way, strict=True))
        for way in (those, those[::-1])
    )


def _without_news(joins: list[Join], against: Odds) -> Iterable[Join]:
    """The joins, without those that the model made with one of two in doubt and the other contradicts:
    who is asked about joins nobody new."""
    doubted = neighbours((one, other) for one, other, _ in joins if (one, other) in against)
    for one, other, who in joins:
        new = any(
            (min(a, third), max(a, third)) in against and third != a
            for a, b in ((one, other), (other, one))
            for third in doubted.get(b, ())
        )
        if who != MODEL_AUTHOR or not new or (one, other) in against:
            yield one, other, who
