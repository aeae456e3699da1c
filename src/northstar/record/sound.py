"""Which of those who hang together are one patient: not everybody, where two of them contradict.

Two who are joined themselves may contradict: a person has said that they are one all the same, or a
correction has come since. What such a pair says otherwise is settled or asked about. Any other two who
contradict, or whom a person keeps apart, are not brought together by a third: whoever we heard of later
stands apart, parts nobody, and is asked about. Which of them that is hangs on the order in which they came
until a person answers; that they hang together and contradict does not (`verify.py` hashes that).
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from functools import reduce
from itertools import combinations, permutations
from operator import or_

from django.db.models import Min, Q

from northstar.engines.linking.corrected import odds
from northstar.engines.linking.policy import HELD, SAME
from northstar.engines.linking.traits import of_patient
from northstar.record.joins import MODEL_AUTHOR, Join, Pair, components, neighbours
from northstar.record.likeness import CROWD, demographics
from northstar.record.models import Fact, Identity, Match
from northstar.record.store import batches

_UNTOLD = datetime.max.replace(tzinfo=UTC)
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
    if len(part) > CROWD:
        return _connected(part, by_people)
    against = _odds(part) if len(part) > 2 else {}
    clashes = _unsettled(part, joins, against) | {p for p in kept_apart if part.issuperset(p)}
    if not clashes:
        return [part]
    kept = [join for join in joins if join[:2] in against]
    whole = _in_turn(_connected(part, by_people), kept, clashes)
    return _in_turn(whole, joins, clashes)


def _in_turn(units: list[set[int]], joins: list[Join], clashes: set[Pair]) -> list[set[int]]:
    """Each of these, in the order in which we first heard of them, brings together the parts that
    it is joined to and does not clash with; where those clash with one another, a person says to which."""
    near = neighbours((one, other) for one, other, _ in joins)
    apart = neighbours(clashes)
    parts: list[set[int]] = []
    for unit in _first_heard_of(units):
        joined = set().union(*(near.get(pk, ()) for pk in unit))
        barred = set().union(*(apart.get(pk, ()) for pk in unit))
        fits = [part for part in parts if part & joined and not part & barred]
        if fits and not _clash(fits, apart):
            parts = [part for part in parts if part not in fits] + [set(unit).union(*fits)]
        else:
            parts.append(set(unit))
    return parts


def _clash(parts: list[set[int]], apart: dict[int, set[int]]) -> bool:
    return any(apart.get(pk, set()) & other for one, other in permutations(parts, 2) for pk in one)


def _first_heard_of(units: list[set[int]]) -> list[set[int]]:
    """In the order in which we heard of them: whoever comes late is a newcomer, whatever day stands on it.
    Of those who came at once, whom its source told of first."""
    every = {pk for unit in units for pk in unit}
    told = {
        pk: (heard or _UNTOLD, first or _UNTOLD)
        for pk, heard, first in Fact.objects.filter(identity__in=every, kind="Patient")
        .values_list("identity")
        .annotate(Min("arrival__received"), Min("recorded"))
    }
    names = Identity.objects.filter(pk__in=every).values_list("pk", "feed__name", "key")
    order = {pk: (*told.get(pk, (_UNTOLD, _UNTOLD)), feed, key) for pk, feed, key in names}
    return sorted(units, key=lambda unit: min(order[pk] for pk in unit))


def _odds(part: set[int]) -> Odds:
    traits = {pk: of_patient(p) for pk, p in demographics(part).items() if p is not None}
    pairs = combinations(sorted(traits), 2)
    return {pair: fields for pair in pairs if (fields := odds(*(traits[pk] for pk in pair)))}


def _unsettled(part: set[int], joins: list[Join], against: Odds) -> set[Pair]:
    """Those of these who contradict each other, are not joined themselves, and of whom nobody has said
    about two who say the same as they that these are one person."""
    joined = {(one, other) for one, other, _ in joins}
    by_people = [join for join in joins if join[2] != MODEL_AUTHOR]
    said = [
        (pair, fields)
        for whole in _connected(part, by_people)
        for pair, fields in against.items()
        if whole.issuperset(pair)
    ]
    return {
        pair
        for pair, fields in against.items()
        if pair not in joined
        and not any(fields <= known and _alike(pair, those, against) for those, known in said)
    }


def _alike(pair: Pair, those: Pair, against: Odds) -> bool:
    """Whether each of two contradicts neither one of those two, one after the other or the other way."""
    return any(
        all((min(a, b), max(a, b)) not in against for a, b in zip(pair, way, strict=True))
        for way in (those, those[::-1])
    )
