"""Where the words of several concepts stand near each other, and so mean something that cannot wait."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from northstar.knowledge.urgent_concepts import Together, Words, table

_WORD = re.compile(r"[0-9]+(?:\.[0-9]+)?|[^\W\d_]+(?:['-][^\W\d_]+)*")
_END = re.compile(r"[.!?\n;](?!\d)")
_MOST = (
    12  # places of one class that are looked at: a message that says a word more often says enough
)


@dataclass(frozen=True, slots=True)
class Near:
    """Concepts found together: what they mean, and from where to where they are said."""

    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """One expression: its characters, the number of its first and last word, its sentence."""

    start: int
    end: int
    first: int
    last: int
    sentence: int


def near(read: str) -> Iterator[Near]:
    """Everything meant by concepts standing together in a readable text, the tightest place of each."""
    classes, rules = table()
    begins = [found.start() for found in _WORD.finditer(read)]
    ends = [found.start() for found in _END.finditer(read)]
    places = {name: _places(read, words, begins, ends) for name, words in classes.items()}
    for rule in rules:
        if all(places[name] for name in rule.classes):
            found = _tightest(rule, places)
            if found:
                yield Near(rule.code, *found)


def _places(read: str, words: Words, begins: list[int], ends: list[int]) -> list[Place]:
    found = [one.span() for one in words.pattern.finditer(read)] if words.pattern else []
    if words.ranges:
        numbers = (one for one in _WORD.finditer(read) if one.group()[0] in "0123456789")
        found += [one.span() for one in numbers if words.holds(float(one.group()))]
    return [
        Place(
            start,
            end,
            bisect_left(begins, start),
            bisect_left(begins, end) - 1,
            bisect_left(ends, start),
        )
        for start, end in found[:_MOST]
    ]


def _tightest(rule: Together, places: dict[str, list[Place]]) -> tuple[int, int] | None:
    best: tuple[int, int, int] | None = None
    excluded = {place.sentence for place in places.get(rule.unless, ())}
    for some in product(*(places[name] for name in rule.classes)):
        if not rule.anywhere and len({place.sentence for place in some}) > 1:
            continue
        if some[0].sentence in excluded or _overlap(some):
            continue
        wide = max(place.last for place in some) - min(place.first for place in some)
        if wide <= rule.span and (best is None or wide < best[0]):
            best = (wide, min(p.start for p in some), max(p.end for p in some))
    return best[1:] if best else None


def _overlap(some: tuple[Place, ...]) -> bool:
    """One word does not count as two concepts."""
    ordered = sorted(some, key=lambda place: place.start)
    return any(one.end > two.start for one, two in pairwise(ordered))
