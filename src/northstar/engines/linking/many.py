"""Whole files of people, every pair held against each other at once: the levels of `comparisons.py`, on columns.

Same words, same levels, same weights as for one person (`matching.py` proves it by test), but each
distinct text, pair of texts and pattern of levels is looked at only once.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from northstar.engines.linking.columns import Texts, hands
from northstar.engines.linking.comparisons import PLACES
from northstar.engines.linking.everybody import People
from northstar.engines.linking.meeting import meetings
from northstar.engines.linking.model import Model
from northstar.engines.linking.pairs import Ladder, Pairs
from northstar.engines.linking.parts import day_of, last_four, month_of, user_of, year_of
from northstar.engines.linking.reach import within_reach
from northstar.engines.linking.shapes import Numbers
from northstar.engines.linking.traits import Traits
from northstar.engines.linking.weighed import Weighed


def weighed(people: Sequence[Traits], model: Model, least: float) -> Weighed:
    """Every pair that weighs at least `least`, or of which a number agrees, in order."""
    if len(people) < 2:
        return Weighed.of(())
    columns = people if isinstance(people, People) else People(people)
    pairs = within_reach(Pairs(columns, *meetings(columns)), model, least)
    levels = _levels(pairs)
    found = Weighed(pairs.one, pairs.other, _weights(levels, model), levels)
    return found.some(np.flatnonzero((found.weights >= least) | _number_agrees(levels)))


def _number_agrees(levels: Sequence[Numbers]) -> Numbers:
    return (levels[PLACES["number"]] == 1) | (levels[PLACES["ssn"]] == 1)


def _levels(pairs: Pairs) -> list[Numbers]:
    """Field by field, the level in which every pair stands."""
    with ThreadPoolExecutor(hands(len(pairs))) as pool:
        return list(pool.map(lambda compare: compare(pairs), _COMPARE))


def _weights(levels: Sequence[Numbers], model: Model) -> Numbers:
    """Added in the same order as for one pair, so that the sums are the same to the last digit."""
    total = np.full(len(levels[0]), model.of_prior)
    for weights, column in zip(model.weights, levels, strict=True):
        total += np.array(weights)[column]
    return total


def _silent_and_same(pairs: Pairs, name: str, level: int | None = 1) -> Ladder:
    """0 where either side says nothing, `level` where both say the same."""
    ladder = Ladder(pairs)
    a, b = pairs.numbers(name)
    ladder.take((a == 0) | (b == 0), 0)
    if level is not None:
        a, b = ladder.pairs.numbers(name)
        ladder.take(a == b, level)
    return ladder


def _changed_about(pairs: Pairs) -> Numbers:
    found = pairs.like("given", 0.85, "family")
    at = np.flatnonzero(found)
    found[at] = pairs.some(at).like("family", 0.85, "given")
    return found


def _swapped(pairs: Pairs) -> Numbers:
    """The given name of one is a family name of the other, and the family name a given name."""
    found = pairs.among("given", "families")
    at = np.flatnonzero(found)
    found[at] = pairs.some(at).among("family", "givens")
    return found


def _common(pairs: Pairs, name: str) -> Numbers:
    """Level 1 to 3 by how common a name is."""
    return 3 - pairs.people.classes(name)[pairs.one]


def _given(pairs: Pairs) -> Numbers:
    ladder = _silent_and_same(pairs, "given", None)
    a, b = ladder.pairs.numbers("given")
    ladder.take(a == b, _common(ladder.pairs, "given"))
    ladder.take(_swapped(ladder.pairs), 4)
    ladder.take(ladder.pairs.share("givens"), 5)
    ladder.take(ladder.pairs.share("roots"), 6)
    ladder.take(ladder.pairs.initials("given"), 7)
    ladder.take(ladder.pairs.steps("given", 1) <= 1, 8)
    ladder.take(_changed_about(ladder.pairs), 9)
    return ladder.rest(np.where(ladder.pairs.like("given", 0.8), 10, 11))


def _family(pairs: Pairs) -> Numbers:
    ladder = _silent_and_same(pairs, "family", None)
    a, b = ladder.pairs.numbers("family")
    ladder.take(a == b, _common(ladder.pairs, "family"))
    ladder.take(_swapped(ladder.pairs), 0)
    ladder.take(_changed_about(ladder.pairs), 0)
    part = ladder.pairs.among("family", "families") | ladder.pairs.turned().among(
        "family", "families"
    )
    ladder.take(part, 4)
    ladder.take(ladder.pairs.share("families"), 5)
    ladder.take(ladder.pairs.steps("family", 1) <= 1, 6)
    return ladder.rest(np.where(ladder.pairs.like("family", 0.85), 7, 8))


def _middle(pairs: Pairs) -> Numbers:
    ladder = _silent_and_same(pairs, "middle")
    ladder.take(ladder.pairs.initials("middle"), 2)
    return ladder.rest(np.where(ladder.pairs.like("middle", 0.85), 3, 4))


def _suffix(pairs: Pairs) -> Numbers:
    a, b = pairs.numbers("suffix")
    return np.where(a == b, np.where(a == 0, 0, 1), np.where((a != 0) & (b != 0), 3, 2))


def _born(pairs: Pairs) -> Numbers:
    ladder = _silent_and_same(pairs, "born", None)
    texts, length = pairs.people.texts("born"), pairs.people.shapes("born").length
    a, b = ladder.pairs.numbers("born")
    ladder.take(a == b, np.where(length[ladder.pairs.one] == 8, 1, 2))
    ladder.take(_as_far_as_written(ladder.pairs, texts, length), 2)
    month, day = texts.part(month_of), texts.part(day_of)
    ladder.take(ladder.pairs.agree("born", year_of) & _crosswise(ladder.pairs, month, day), 3)
    ladder.take(ladder.pairs.steps("born", 1) <= 1, 4)
    same_year, same_month, same_day = (
        ladder.pairs.agree("born", part) for part in (year_of, month_of, day_of)
    )
    two = (same_month & (same_year | same_day)) | (same_year & same_day)
    ladder.take(two, 5)
    return ladder.rest(np.where(same_year[~two], 6, 7))


def _crosswise(pairs: Pairs, month: Texts, day: Texts) -> Numbers:
    """Day and month the other way round."""
    days = dict(zip(day.known, range(len(day.known)), strict=True))
    as_day = np.array([days.get(text, -1) for text in month.known])[month.of]
    return (as_day[pairs.one] == day.of[pairs.other]) & (as_day[pairs.other] == day.of[pairs.one])


def _as_far_as_written(pairs: Pairs, texts: Texts, length: Numbers) -> Numbers:
    """Whether one date is the beginning of the other: only dates of another length need a look."""
    found = np.zeros(len(pairs), dtype=bool)
    at = np.flatnonzero(length[pairs.one] != length[pairs.other])
    some = pairs.some(at)
    dates = zip(texts.words(texts.of[some.one]), texts.words(texts.of[some.other]), strict=True)
    found[at] = [a.startswith(b) or b.startswith(a) for a, b in dates]
    return found


def _sex(pairs: Pairs) -> Numbers:
    return _silent_and_same(pairs, "sex").rest(2)


def _phone(pairs: Pairs) -> Numbers:
    ladder = _silent_and_same(pairs, "phone", None)
    ladder.take(ladder.pairs.share("phones"), 1)
    return ladder.rest(np.where(ladder.pairs.steps("phone", 1) <= 1, 2, 3))


def _email(pairs: Pairs) -> Numbers:
    ladder = _silent_and_same(pairs, "email", None)
    ladder.take(ladder.pairs.share("emails"), 1)
    ladder.take(ladder.pairs.agree("email", user_of), 2)
    return ladder.rest(np.where(ladder.pairs.like("email", 0.92), 3, 4))


def _ssn(pairs: Pairs) -> Numbers:
    ladder = _silent_and_same(pairs, "ssn", None)
    length = pairs.people.shapes("ssn").length
    ladder.take(ladder.pairs.share("ssns"), np.where(length[ladder.pairs.one] > 4, 1, 2))
    short = (length[ladder.pairs.one] == 4) != (length[ladder.pairs.other] == 4)
    ladder.take(short & ladder.pairs.agree("ssn", last_four), 2)
    steps = ladder.pairs.steps("ssn", 2)
    least = np.minimum(length[ladder.pairs.one], length[ladder.pairs.other])
    return ladder.rest(np.where((steps > 2) | (least == 4), 5, 2 + steps))


def _number(pairs: Pairs) -> Numbers:
    assigner = pairs.share("assigners")
    at = np.flatnonzero(assigner)
    level = np.zeros(len(pairs), dtype=np.int8)
    level[at] = np.where(pairs.some(at).share("numbers"), 1, 2)
    return level


def _street(pairs: Pairs) -> Numbers:
    ladder = _silent_and_same(pairs, "street", None)
    a, b = ladder.pairs.numbers("street")
    mine, theirs = ladder.pairs.numbers("unit")
    ladder.take(a == b, np.where((mine != theirs) & (mine != 0) & (theirs != 0), 2, 1))
    ladder.take(ladder.pairs.share("streets"), 1)
    ladder.take(ladder.pairs.steps("street", 2) <= 2, 3)
    return ladder.rest(np.where(ladder.pairs.like("street", 0.85), 4, 5))


def _place(pairs: Pairs) -> Numbers:
    ladder = Ladder(pairs)
    codes, towns = pairs.numbers("postal"), pairs.numbers("city")
    code, town = (codes[0] != 0) & (codes[1] != 0), (towns[0] != 0) & (towns[1] != 0)
    same_code, same_town = code & (codes[0] == codes[1]), town & (towns[0] == towns[1])
    level = np.where(same_code, np.where(same_town, 1, 2), np.where(same_town, 3, 0))
    known = ~(code | town) | same_code | same_town
    ladder.take(known, level)
    code, town = code[~known], town[~known]
    near = np.zeros(len(ladder.pairs), dtype=bool)
    at = np.flatnonzero(code)
    near[at] = ladder.pairs.some(at).steps("postal", 1) <= 1
    at = np.flatnonzero(town & ~near)
    near[at] = ladder.pairs.some(at).like("city", 0.9)
    ladder.take(near, 4)
    a, b = ladder.pairs.numbers("state")
    return ladder.rest(np.where((a != 0) & (a == b), 5, 6))


_COMPARE: tuple[Callable[[Pairs], Numbers], ...] = (
    _given, _family, _middle, _suffix, _born, _sex, _phone, _email, _ssn, _number, _street, _place,
)  # fmt: skip
