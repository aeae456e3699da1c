"""What the house does with a pair: same, ask, or different. A wrong join is worse than a question.

The weight says how likely it is one person; this page says when that may be acted on without asking.
Joined of itself: given name, birth date and the rest of the name agree, something besides that two
people rarely share agrees too, and nothing contradicts. A shared number alone, or the same name and
birth date alone, never joins. Conflicting birth date, sex, suffix, first name or social security
number, and any twin, newborn, alias, adoption or death, is put before a person.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from northstar.engines.linking.comparisons import (
    AGREES,
    BORN,
    COMPARISONS,
    CONFLICTS,
    FAMILY,
    GIVEN,
    PLACES,
    SSN,
    Pattern,
)
from northstar.engines.linking.model import Model

SAME, ASK, DIFFERENT = "same", "ask", "different"
DOUBTED, HELD = "doubted", "held"
"""Of records with a history: they stand together and are asked about since a correction contradicts
(`corrected.py`); the two are the same, and are held apart because a third would contradict."""
JOINING = (SAME, DOUBTED, HELD)

_MARKED = {
    "twin": "one of them is a twin",
    "newborn": "one of them is a newborn without a name",
    "alias": "one of them goes by an alias",
    "adopted": "one of them was adopted",
    "deceased": "one of them has died",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`verdict` same, ask or different (or doubted); `weight` orders the questions; `why` says it in words."""

    verdict: str
    weight: float
    why: tuple[str, ...]


def verdict(
    found: Pattern, weight: float, marks: Collection[str], model: Model, *, sure: bool = True
) -> Verdict:
    """Judge a pair by its levels and weight, whoever computed them. `marks` are those of either.

    `sure` False: another record fits as well, so that this one is not joined unasked.
    """
    return Verdict(judged(found, weight, bool(marks), model, sure=sure), weight, why(found, marks))


def judged(found: Pattern, weight: float, marked: bool, model: Model, *, sure: bool = True) -> str:
    """The verdict alone."""
    stands = _stands(found)
    if _two_of_one_house(found, stands):
        return DIFFERENT
    if sure and not marked and weight >= model.same and _enough(stands, found[_FAMILY]):
        return SAME
    return ASK if weight >= model.ask or stands.number > 0 or stands.ssn > 0 else DIFFERENT


def contradicts(found: Pattern) -> bool:
    """Whether anything in the pair forbids joining it."""
    return any(level.stand == CONFLICTS for level in _levels(found))


def why(found: Pattern, marks: Collection[str] = ()) -> tuple[str, ...]:
    """Field by field in words: what agrees, then what is in between, then what differs."""
    said = [level for level in _levels(found) if level.says]
    said.sort(key=lambda level: -level.stand)
    return (*(level.says for level in said), *(_MARKED[mark] for mark in sorted(marks)))


def newly_agrees(now: Sequence[str], before: Sequence[str]) -> list[str]:
    """The words that speak for one person in a field that did not before."""
    for_it = {_SPEAKS_FOR[word] for word in before if word in _SPEAKS_FOR}
    return [word for word in now if word in _SPEAKS_FOR and _SPEAKS_FOR[word] not in for_it]


def newly_contradicts(now: Sequence[str], before: Sequence[str]) -> list[str]:
    """The words that speak against one person and were not said before."""
    return [word for word in now if word in _SPEAKS_AGAINST and word not in before]


_SPEAKS_FOR, _SPEAKS_AGAINST = (
    {
        level.says: comparison.name
        for comparison in COMPARISONS
        for level in comparison.levels
        if level.stand == stand
    }
    for stand in (AGREES, CONFLICTS)
)


class _Stands(NamedTuple):
    """Of each field: 1 agrees, 0 silent or in between, -1 contradicts."""

    given: int
    family: int
    middle: int
    suffix: int
    born: int
    sex: int
    phone: int
    email: int
    ssn: int
    number: int
    street: int
    place: int


def _levels(found: Pattern):
    return [
        comparison.levels[level]
        for comparison, level in zip(COMPARISONS, found, strict=True)
        if level
    ]


def _stands(found: Pattern) -> _Stands:
    return _Stands(*map(list.__getitem__, _TABLE, found))


_TABLE = [[level.stand for level in comparison.levels] for comparison in COMPARISONS]
assert tuple(PLACES) == _Stands._fields


_GIVEN, _FAMILY, _BORN, _SSN = (PLACES[name] for name in ("given", "family", "born", "ssn"))
_OTHER_NAME = {GIVEN.number("differs")}
_OTHER_DAY = {BORN.number("year"), BORN.number("differs")}
_OTHER_NUMBER = {0, SSN.number("two digits"), SSN.number("differs")}


def _two_of_one_house(found: Pattern, it: _Stands) -> bool:
    """Another first name and another birth date are another person, whatever else the two share, unless
    a number of theirs agrees or almost agrees."""
    return (
        found[_GIVEN] in _OTHER_NAME
        and found[_BORN] in _OTHER_DAY
        and found[_SSN] in _OTHER_NUMBER
        and it.number <= 0
    )


_MISSPELLED = {FAMILY.number("one letter"), FAMILY.number("alike")}


def _meaning(field: int, level: int) -> tuple[bool | int, ...]:
    special = {
        _GIVEN: (_OTHER_NAME,), _BORN: (_OTHER_DAY,), _SSN: (_OTHER_NUMBER,), _FAMILY: (_MISSPELLED,),
    }.get(field, ())  # fmt: skip
    return (_TABLE[field][level], *(level in some for some in special))


MEANS = tuple(
    tuple(
        next(
            first for first in range(level + 1) if _meaning(field, first) == _meaning(field, level)
        )
        for level in range(len(comparison.levels))
    )
    for field, comparison in enumerate(COMPARISONS)
)
"""Of every field, for each level the first that means the same to `judged`: a file holds few patterns of these."""


def _enough(it: _Stands, family: int) -> bool:
    if CONFLICTS in it:
        return False
    if it.number == AGREES and (it.given == AGREES or it.born == AGREES):
        return True
    named = it.family == AGREES or (it.ssn == AGREES and family in _MISSPELLED)
    besides = it.phone + it.email + it.street + it.ssn
    return it.given == it.born == AGREES and named and besides > 0
