"""Whole files of people, every pair held against each other at once: the levels of `comparisons.py`, on columns.

Same words, same levels, same weights as for one person (`matching.py` proves it by test), but each
distinct text, pair of texts and pattern of levels is looked at only once.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist

from northstar.engines.linking.columns import Numbers, People, Texts
from northstar.engines.linking.comparisons import PLACES, Pattern
from northstar.engines.linking.meeting import meetings
from northstar.engines.linking.model import Model
from northstar.engines.linking.traits import Traits

_WORTH_SHARING = 20_000  # with fewer pairs, calling further threads takes longer than they save
Scored = tuple[int, int, float, Pattern]


def weighed(people: Sequence[Traits], model: Model, least: float) -> Iterator[Scored]:
    """(position, position, match weight, levels) of every pair that weighs at least `least`, or of which a
    number agrees."""
    if len(people) < 2:
        return iter(())
    columns = People(people)
    one, other = meetings(columns)
    levels = _levels(Pairs(columns, one, other))
    weights = _weights(levels, model)
    number, ssn = (levels[PLACES[name]] == 1 for name in ("number", "ssn"))
    kept = np.flatnonzero((weights >= least) | number | ssn)
    stands = zip(*(column[kept].tolist() for column in levels), strict=True)
    return zip(
        one[kept].tolist(), other[kept].tolist(), weights[kept].tolist(), stands, strict=True
    )


def _levels(pairs: "Pairs") -> list[Numbers]:
    """Field by field, the level in which every pair stands."""
    if len(pairs) < _WORTH_SHARING:
        return [compare(pairs) for compare in _COMPARE]
    with ThreadPoolExecutor(os.cpu_count()) as hands:
        return list(hands.map(lambda compare: compare(pairs), _COMPARE))


def _weights(levels: Sequence[Numbers], model: Model) -> Numbers:
    """Added in the same order as for one pair, so that the sums are the same to the last digit."""
    total = np.full(len(levels[0]), model.of_prior)
    for weights, column in zip(model.weights, levels, strict=True):
        total += np.array(weights)[column]
    return total


@dataclass(slots=True, eq=False)
class Pairs:
    """The two sides of every pair."""

    people: People
    one: Numbers
    other: Numbers

    def __len__(self) -> int:
        return len(self.one)

    def some(self, which: Numbers) -> "Pairs":
        """Those with these places, or where this is true."""
        return Pairs(self.people, self.one[which], self.other[which])

    def turned(self) -> "Pairs":
        """The two sides changed about."""
        return Pairs(self.people, self.other, self.one)

    def numbers(self, name: str) -> tuple[Numbers, Numbers]:
        """The numbers of a text on both sides; 0 is silence."""
        of = self.people.texts(name).of
        return of[self.one], of[self.other]

    def share(self, name: str) -> Numbers:
        """Whether any of the several texts agrees."""
        column = self.people.several(name)
        left, right = column.single[self.one], column.single[self.other]
        found = (left == right) & (left >= 0)
        many = (
            ((left < 0) | (right < 0))
            & (column.count[self.one] > 0)
            & (column.count[self.other] > 0)
        )
        at = np.flatnonzero(many)
        if len(at):
            found[at] = _overlap(self.people, name, self.one[at], self.other[at])
        return found

    def steps(self, name: str, most: int) -> Numbers:
        """Slips of a finger from one text to the other; most + 1 where there are more."""
        near = self._sides(name, name)
        slips = np.full(len(self), most + 1, dtype=np.int64)
        at = np.flatnonzero(near.perhaps_slips(most))
        slips[at] = near.some(at).measured(
            scorer=DamerauLevenshtein.distance, score_cutoff=most, dtype=np.uint8
        )
        return slips

    def like(self, name: str, least: float, to: str = "") -> Numbers:
        """Whether the two texts are alike enough (Jaro and Winkler, 0 to 1)."""
        near = self._sides(name, to or name)
        at = np.flatnonzero(near.perhaps_like(least))
        alike = np.zeros(len(self), dtype=bool)
        alike[at] = near.some(at).measured(scorer=JaroWinkler.similarity, dtype=np.float64) >= least
        return alike

    def _sides(self, name: str, to: str) -> "Sides":
        left, right = self.people.texts(name), self.people.texts(to)
        return Sides(left, right, left.of[self.one], right.of[self.other])

    def among(self, name: str, several: str) -> Numbers:
        """Whether the text of one side is among the several of the other."""
        texts, column = self.people.texts(name), self.people.several(several)
        theirs = dict(zip(column.known, range(len(column.known)), strict=True))
        same = np.array([theirs.get(text, -1) for text in texts.known])[texts.of][self.one]
        found = same == column.single[self.other]
        found &= same >= 0
        at = np.flatnonzero((same > 0) & (column.count[self.other] > 1))
        if len(at):
            words, sets = texts.words(texts.of[self.one[at]]), column.sets
            found[at] = [w in sets[n] for w, n in zip(words, self.other[at].tolist(), strict=True)]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Two texts of every pair, by number; most can be told apart by their shapes alone."""

    left: Texts
    right: Texts
    a: Numbers
    b: Numbers

    def some(self, at: Numbers) -> "Sides":
        """Those at these places."""
        return Sides(self.left, self.right, self.a[at], self.b[at])

    def perhaps_slips(self, most: int) -> Numbers:
        """Each slip changes the length by one at most, and two letters; one slip spares the first or the last."""
        one, other = self.left.shape(), self.right.shape()
        length, theirs = one.length[self.a], other.length[self.b]
        odd = np.bitwise_count(one.letters[self.a] ^ other.letters[self.b])
        found = (np.abs(length - theirs) <= most) & (odd <= 2 * most)
        if most == 1:
            ends = one.first[self.a] == other.first[self.b]
            ends |= one.last[self.a] == other.last[self.b]
            found &= ends | (np.minimum(length, theirs) < 3)
        return found

    def perhaps_like(self, least: float) -> Numbers:
        """The most that the measure could be: all letters that both have, all in place."""
        one, other = self.left.shape(), self.right.shape()
        length, theirs = one.length[self.a], other.length[self.b]
        mine, its = one.letters[self.a], other.letters[self.b]
        common = np.minimum(
            length - np.bitwise_count(mine & ~its), theirs - np.bitwise_count(its & ~mine)
        )
        jaro = (common / np.maximum(length, 1) + common / np.maximum(theirs, 1) + 1) / 3
        begun = np.where(one.first[self.a] == other.first[self.b], 0.4, 0.0)
        return (common > 0) & (jaro + begun * (1 - jaro) >= least - 1e-9)

    def measured(self, **how: Any) -> Numbers:
        """Each distinct pair of texts is measured once."""
        width = len(self.right.known)
        distinct, back = np.unique(self.a * width + self.b, return_inverse=True)
        if not len(distinct):
            return np.zeros(0)
        one, other = self.left.words(distinct // width), self.right.words(distinct % width)
        hands = 1 if len(one) < _WORTH_SHARING else -1
        return cpdist(one, other, workers=hands, **how)[back]


def _overlap(people: People, name: str, one: Numbers, other: Numbers) -> Numbers:
    """Whether two sets meet, asked once for each distinct pair of sets."""
    whole, sets = people.whole(name), people.values(name)
    size = int(whole.max()) + 1 if len(whole) else 1
    both = whole[one] * size + whole[other]
    _, first, back = np.unique(both, return_index=True, return_inverse=True)
    met = [
        not sets[a].isdisjoint(sets[b])
        for a, b in zip(one[first].tolist(), other[first].tolist(), strict=True)
    ]
    return np.array(met, dtype=bool)[back]


class Ladder:
    """Levels given one after another: a pair takes the first that fits."""

    def __init__(self, pairs: Pairs) -> None:
        self.level = np.full(len(pairs), -1, dtype=np.int64)
        self.left = np.arange(len(pairs))
        self.pairs = pairs

    def take(self, fits: Numbers, level: Numbers | int) -> None:
        """`fits` speaks of the pairs that are left. `level`: one, or one for each of them."""
        self.level[self.left[fits]] = level if isinstance(level, int) else level[fits]
        self.left, self.pairs = self.left[~fits], self.pairs.some(~fits)

    def rest(self, level: Numbers | int) -> Numbers:
        """What remains; gives all levels."""
        self.level[self.left] = level
        return self.level


def _silent_and_same(pairs: Pairs, name: str, level: int | None = 1) -> Ladder:
    """0 where either side says nothing, `level` where both say the same."""
    ladder = Ladder(pairs)
    a, b = pairs.numbers(name)
    ladder.take((a == 0) | (b == 0), 0)
    if level is not None:
        a, b = ladder.pairs.numbers(name)
        ladder.take(a == b, level)
    return ladder


def _initials(pairs: Pairs, name: str) -> Numbers:
    texts = pairs.people.texts(name)
    shape = texts.shape()
    length, first = shape.length[texts.of], shape.first[texts.of]
    short = (length[pairs.one] == 1) | (length[pairs.other] == 1)
    return short & (first[pairs.one] == first[pairs.other])


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
    return 3 - np.array(pairs.people.values(f"{name}_class"), dtype=np.int64)[pairs.one]


def _given(pairs: Pairs) -> Numbers:
    ladder = _silent_and_same(pairs, "given", None)
    a, b = ladder.pairs.numbers("given")
    ladder.take(a == b, _common(ladder.pairs, "given"))
    ladder.take(_swapped(ladder.pairs), 4)
    ladder.take(ladder.pairs.share("givens"), 5)
    ladder.take(ladder.pairs.share("roots"), 6)
    ladder.take(_initials(ladder.pairs, "given"), 7)
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
    ladder.take(_initials(ladder.pairs, "middle"), 2)
    return ladder.rest(np.where(ladder.pairs.like("middle", 0.85), 3, 4))


def _suffix(pairs: Pairs) -> Numbers:
    a, b = pairs.numbers("suffix")
    return np.where(a == b, np.where(a == 0, 0, 1), np.where((a != 0) & (b != 0), 3, 2))


def _born(pairs: Pairs) -> Numbers:
    ladder = _silent_and_same(pairs, "born", None)
    texts = pairs.people.texts("born")
    length = texts.shape().length[texts.of]
    a, b = ladder.pairs.numbers("born")
    ladder.take(a == b, np.where(length[ladder.pairs.one] == 8, 1, 2))
    ladder.take(_as_far_as_written(ladder.pairs, texts, length), 2)
    year, month, day = _parts_of(texts)
    same_year = _agree(ladder.pairs, year)
    ladder.take(same_year & _crosswise(ladder.pairs, month, day), 3)
    ladder.take(ladder.pairs.steps("born", 1) <= 1, 4)
    same_year, same_month, same_day = (_agree(ladder.pairs, part) for part in (year, month, day))
    two = (same_month & (same_year | same_day)) | (same_year & same_day)
    ladder.take(two, 5)
    return ladder.rest(np.where(same_year[~two], 6, 7))


def _parts_of(date: Texts) -> tuple[Texts, Texts, Texts]:
    return (
        date.part(lambda text: text[:4]),
        date.part(lambda text: text[4:6]),
        date.part(lambda text: text[6:8]),
    )


def _agree(pairs: Pairs, texts: Texts) -> Numbers:
    return texts.of[pairs.one] == texts.of[pairs.other]


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
    name = pairs.people.texts("email").part(lambda text: text.partition("@")[0])
    ladder.take(_agree(ladder.pairs, name), 2)
    return ladder.rest(np.where(ladder.pairs.like("email", 0.92), 3, 4))


def _ssn(pairs: Pairs) -> Numbers:
    ladder = _silent_and_same(pairs, "ssn", None)
    texts = pairs.people.texts("ssn")
    length, last = texts.shape().length[texts.of], texts.part(lambda text: text[-4:])
    ladder.take(ladder.pairs.share("ssns"), np.where(length[ladder.pairs.one] > 4, 1, 2))
    short = (length[ladder.pairs.one] == 4) != (length[ladder.pairs.other] == 4)
    ladder.take(short & _agree(ladder.pairs, last), 2)
    steps = ladder.pairs.steps("ssn", 2)
    least = np.minimum(length[ladder.pairs.one], length[ladder.pairs.other])
    return ladder.rest(np.where((steps > 2) | (least == 4), 5, 2 + steps))


def _number(pairs: Pairs) -> Numbers:
    assigner = pairs.share("assigners")
    at = np.flatnonzero(assigner)
    level = np.zeros(len(pairs), dtype=np.int64)
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
