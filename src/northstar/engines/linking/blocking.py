"""Which records are worth comparing: those that share one of these words.

The same words serve a file (`pairs`), Splink's batch (`batch.py`) and the record's own index of one
arriving person. A word that too many share tells nothing and is left out.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from re import compile as pattern

from northstar.engines.linking.traits import Traits

CROWD, MORE_CROWD = 60, 6
"""A word shared by more records than this is left out: one of `file_words`, one of `more_words`."""

_VOWELS = pattern("[aeiouyhw]+")


def words(one: Traits) -> set[str]:
    """The words under which another record of this person would be found."""
    found = {f"n:{number}" for number in one.numbers}
    found.update([f"s:{number}" for number in one.ssns if len(number) > 4])
    found.update([f"e:{email}" for email in one.emails])
    givens, families = one.givens, one.families
    if len(one.born) == 8:
        born = f"{one.born[:4]}-{one.born[4:6]}-{one.born[6:]}"
        for name in families:
            found.add(f"b:{born}:{name[:4]}")
        for name in one.roots:
            found.add(f"b:{born}:{name}")
            found.add(f"b:{born}:{name[:4]}")
        if one.postal:
            found.add(f"d:{born}:{one.postal}")
    for name in givens:
        for phone in one.phones:
            found.add(f"p:{phone}:{name[:3]}")
        for street in one.streets:
            found.add(f"a:{street}:{name[:1]}")
    if one.family:
        if one.given:
            bones = ":".join(sorted((skeleton(one.family), skeleton(one.given))))
            found.add(f"f:{bones}")
            found.add(f"y:{one.born[:4]}:{bones}")
        if one.postal:
            found.add(f"z:{one.postal}:{one.family[:4]}:{one.given[:1]}")
    return found


def file_words(one: Traits) -> set[str]:
    """The words for a file, where looking is cheap: those of the index, and some that are often spoilt."""
    found = words(one)
    if one.born:
        found.add(f"B:{one.born}")
    if one.street:
        found.add(f"h:{one.street}")
    if one.email:
        found.add(f"u:{one.email.partition('@')[0]}")
    for name in (one.given, one.family):
        if name and one.city:
            found.add(f"g:{skeleton(name)}:{one.city[:4]}")
    return found


def more_words(one: Traits) -> set[str]:
    """One name alone, or the digits of a number in any order: worth it only where hardly anyone shares it."""
    found = {f"l:{name}" for name in (one.given, one.family) if name}
    if one.ssn:
        found.add(f"q:{''.join(sorted(one.ssn))}")
    return found


@lru_cache(maxsize=1 << 16)
def skeleton(name: str) -> str:
    """A name without what is misheard: the first letter and the consonants after it."""
    return name[:1] + _VOWELS.sub("", name[1:])


def pairs(people: Sequence[Traits]) -> set[tuple[int, int]]:
    """Pairs of positions, smaller first, that share a word which is not crowded."""
    found: set[tuple[int, int]] = set()
    for said, crowd in ((file_words, CROWD), (more_words, MORE_CROWD)):
        owners: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(people):
            for word in said(one):
                owners[word].append(place)
        for together in owners.values():
            if 1 < len(together) <= crowd:
                found.update(combinations(together, 2))
    return found
