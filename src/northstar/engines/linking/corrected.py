"""A record was corrected: who was found to be one person stays one, and what contradicts now is asked about.

Every description has a history: each word stood from when its source said it until the next. Two records
that agreed by words that stood together are not parted by a correction of one of them. Where nothing
contradicts (another phone, a new address, a death) they simply stay together; where something does,
they stay together and a person is asked. Records with one number of one assigner are one registration:
an old copy of it is old, not somebody else.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import NamedTuple

from northstar.engines.linking.comparisons import (
    AGREES,
    COMPARISONS,
    CONFLICTS,
    Pattern,
    pattern,
)
from northstar.engines.linking.detective import judge
from northstar.engines.linking.policy import DOUBTED, SAME, Verdict
from northstar.engines.linking.traits import Traits

BEFORE = "they agreed before one of them was changed"


class Word(NamedTuple):
    """What a record said of its person from `since` until `until` (None: it says so now)."""

    said: Traits
    since: datetime
    until: datetime | None = None


def judge_through(
    one: Sequence[Word], other: Sequence[Word], now: Verdict | None = None
) -> Verdict:
    """The verdict on two records with all they have said, the newest word last; `now` is that on the
    newest words alone, where it is known. Says `doubted` where they stay together and are asked about.
    """
    a, b = one[-1].said, other[-1].said
    now = now or judge(a, b)
    if now.verdict == SAME:
        return now
    found = pattern(a, b)
    against = odds_of(found)
    if not _agreed(one, other):
        return now
    why = (*now.why, BEFORE)
    if _one_number(found) and len(against) == 1 and _AGREE_STILL & _agreeing(found):
        return replace(now, verdict=SAME, why=why)
    if against or (a.marks | b.marks) - {"deceased"}:
        return replace(now, verdict=DOUBTED, why=why)
    return replace(now, verdict=SAME, why=why)


def odds(one: Traits, other: Traits) -> frozenset[str]:
    """The fields in which two descriptions contradict each other."""
    return odds_of(pattern(one, other))


def odds_of(found: Pattern) -> frozenset[str]:
    """The same of levels that are known."""
    return _standing(found, CONFLICTS)


def _standing(found: Pattern, stand: int) -> frozenset[str]:
    return frozenset(
        comparison.name
        for comparison, level in zip(COMPARISONS, found, strict=True)
        if comparison.levels[level].stand == stand
    )


_AGREE_STILL = {"given", "born"}


def _agreeing(found: Pattern) -> frozenset[str]:
    return _standing(found, AGREES)


def _one_number(found: Pattern) -> bool:
    return "number" in _agreeing(found)


def _agreed(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether they were found the same by words that stood together; the copies of one registration need
    not have, since a copy may be sent long after it was made."""
    return any(
        judge(a.said, b.said).verdict == SAME
        for a, b in product(one, other)
        if (a is not one[-1] or b is not other[-1])
        and (_stood_together(a, b) or not a.said.numbers.isdisjoint(b.said.numbers))
    )


def _stood_together(a: Word, b: Word) -> bool:
    return (b.until is None or a.since < b.until) and (a.until is None or b.since < a.until)
