"""What a pair of people can weigh at most, told from numbers alone, before any letters are read.

Most pairs of a file share a birth date, a town or a common name and nothing else. Of every field the best
level is taken that numbers, signs and shapes (`columns.py`, `shapes.py`) do not exclude. A test holds to it that no
pair is passed over that weighs enough.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from northstar.engines.linking.columns import hands
from northstar.engines.linking.comparisons import COMPARISONS
from northstar.engines.linking.everybody import People
from northstar.engines.linking.model import Model
from northstar.engines.linking.pairs import Pairs
from northstar.engines.linking.parts import day_of, last_four, month_of, user_of, year_of
from northstar.engines.linking.shapes import Numbers

_AT_ONCE = 1 << 17
"""So many pairs at a time: fewer calls, and still near the processor."""

Weights = Sequence[float]


def within_reach(pairs: Pairs, model: Model, least: float) -> Pairs:
    """The pairs that may weigh so much, or agree in a number."""

    def kept(start: int) -> Numbers:
        some = pairs.some(slice(start, start + _AT_ONCE))
        most = sum(
            (_BEST[one.name](some, w) for one, w in zip(COMPARISONS, model.weights, strict=True)),
            np.full(len(some), model.of_prior),
        )
        return (most >= least - 1e-6) | some.may_share("numbers") | some.may_share("ssns")

    with ThreadPoolExecutor(hands(len(pairs))) as pool:
        found = list(pool.map(kept, range(0, len(pairs), _AT_ONCE)))
    return pairs.some(np.concatenate(found)) if found else pairs


def _ladder(*rungs: tuple[Numbers, float | Numbers], rest: float) -> Numbers:
    """The first rung that is not excluded, or any better one below it: what is `perhaps` may not be."""
    best: float | Numbers = rest
    for fits, weight in reversed(rungs):
        best = np.where(fits, np.maximum(weight, best), best)
    return np.asarray(best)


def _said(pairs: Pairs, name: str, best: Numbers) -> Numbers:
    """Where either side is silent, nothing is weighed."""
    a, b = pairs.numbers(name)
    return np.where((a == 0) | (b == 0), 0.0, best)


def _equal(pairs: Pairs, name: str) -> Numbers:
    a, b = pairs.numbers(name)
    return a == b


def _where(pairs: Pairs, which: Numbers, ask: Callable[[Pairs], Numbers]) -> Numbers:
    """Ask only of these pairs; the others are no."""
    found = np.zeros(len(pairs), dtype=bool)
    at = np.flatnonzero(which)
    found[at] = ask(pairs.some(at))
    return found


def _changed_about(pairs: Pairs, which: Numbers) -> Numbers:
    """Whether given and family name may have changed places, perhaps spelled otherwise."""
    there = _where(pairs, which, lambda some: some.may_be_like("given", 0.85, "family"))
    return _where(pairs, there, lambda some: some.may_be_like("family", 0.85, "given"))


def _swapped(pairs: Pairs, which: Numbers) -> Numbers:
    among = _where(pairs, which, lambda some: some.may_be_among("given", "families"))
    return _where(pairs, among, lambda some: some.may_be_among("family", "givens"))


def _given(pairs: Pairs, w: Weights) -> Numbers:
    same = _equal(pairs, "given")
    near = pairs.may_share("givens") | pairs.may_share("roots") | pairs.initials("given")
    near |= pairs.may_slip("given", 1) | _changed_about(pairs, ~same)
    best = _ladder(
        (_swapped(pairs, ~same), w[4]), (near, max(w[5:10])), (pairs.may_be_like("given", 0.8), w[10]), rest=w[11],
    )  # fmt: skip
    return _said(pairs, "given", np.where(same, _by_class(pairs, "given", w), best))


def _family(pairs: Pairs, w: Weights) -> Numbers:
    same = _equal(pairs, "family")
    swapped = _swapped(pairs, ~same) | _changed_about(pairs, ~same)
    best = _ladder(
        (pairs.may_share("families"), max(w[4:6])), (pairs.may_slip("family", 1), w[6]),
        (pairs.may_be_like("family", 0.85), w[7]), (swapped, 0.0), rest=w[8],
    )  # fmt: skip
    return _said(pairs, "family", np.where(same, _by_class(pairs, "family", w), best))


def _by_class(pairs: Pairs, name: str, w: Weights) -> Numbers:
    return np.array(w)[3 - pairs.people.classes(name)[pairs.one]]


def _middle(pairs: Pairs, w: Weights) -> Numbers:
    best = _ladder(
        (_equal(pairs, "middle"), w[1]), (pairs.initials("middle"), w[2]), rest=max(w[3:])
    )
    return _said(pairs, "middle", best)


def _suffix(pairs: Pairs, w: Weights) -> Numbers:
    a, b = pairs.numbers("suffix")
    return np.where(a == b, np.where(a == 0, 0.0, w[1]), max(w[2:]))


def _born(pairs: Pairs, w: Weights) -> Numbers:
    dates = pairs.people.once("dates", _dates)
    differ = dates[pairs.one] ^ dates[pairs.other]
    year, month, day, whole = ((differ & part) == 0 for part in _PARTS)
    partly = ~whole
    same, near = _equal(pairs, "born"), pairs.may_slip("born", 1)
    two = (month & (year | day)) | (year & day)
    crosswise = year & ~month & ~day
    near &= year | day | partly  # a slip touches two neighbouring parts at most
    best = _ladder((same, max(w[1:3])), (partly, w[2]), (crosswise, w[3]), (near, w[4]), (two, w[5]), (year, w[6]), rest=w[7])  # fmt: skip
    return _said(pairs, "born", best)


_PARTS = [
    np.int64(mask << at) for mask, at in ((0x7FFFF, 0), (0x7FFFF, 19), (0x7FFFF, 38), (15, 57))
]
"""Where year, month and day stand in a number, and how much of a date is written."""


def _dates(people: People) -> Numbers:
    """Of everyone's birth date the numbers of its parts in one."""
    texts = people.texts("born")
    year, month, day = (
        texts.part(read).of.astype(np.int64) for read in (year_of, month_of, day_of)
    )
    return year | month << 19 | day << 38 | np.minimum(texts.each(len), 15) << 57


def _sex(pairs: Pairs, w: Weights) -> Numbers:
    return _said(pairs, "sex", np.where(_equal(pairs, "sex"), w[1], w[2]))


def _phone(pairs: Pairs, w: Weights) -> Numbers:
    near = (pairs.may_slip("phone", 1), w[2])
    return _said(pairs, "phone", _ladder((pairs.may_share("phones"), w[1]), near, rest=w[3]))


def _email(pairs: Pairs, w: Weights) -> Numbers:
    best = _ladder(
        (pairs.may_share("emails"), w[1]), (pairs.agree("email", user_of), w[2]),
        (pairs.may_be_like("email", 0.92), w[3]), rest=w[4],
    )  # fmt: skip
    return _said(pairs, "email", best)


def _ssn(pairs: Pairs, w: Weights) -> Numbers:
    near = (pairs.may_slip("ssn", 2), max(w[3:5]))
    best = _ladder((pairs.may_share("ssns"), max(w[1:3])), (pairs.agree("ssn", last_four), w[2]), near, rest=w[5])  # fmt: skip
    return _said(pairs, "ssn", best)


def _number(pairs: Pairs, w: Weights) -> Numbers:
    return np.where(pairs.may_share("numbers"), max(w), np.where(pairs.may_share("assigners"), max(0.0, w[2]), 0.0))  # fmt: skip


def _street(pairs: Pairs, w: Weights) -> Numbers:
    best = _ladder(
        (_equal(pairs, "street") | pairs.may_share("streets"), max(w[1:3])), (pairs.may_slip("street", 2), w[3]),
        (pairs.may_be_like("street", 0.85), w[4]), rest=w[5],
    )  # fmt: skip
    return _said(pairs, "street", best)


def _place(pairs: Pairs, w: Weights) -> Numbers:
    codes, towns = pairs.numbers("postal"), pairs.numbers("city")
    code, town = (codes[0] != 0) & (codes[1] != 0), (towns[0] != 0) & (towns[1] != 0)
    same_code, same_town = code & (codes[0] == codes[1]), town & (towns[0] == towns[1])
    agreed = np.where(same_code, np.where(same_town, w[1], w[2]), np.where(same_town, w[3], max(w[4:])))  # fmt: skip
    return np.where(code | town, agreed, 0.0)


_BEST: dict[str, Callable[[Pairs, Weights], Numbers]] = {
    "given": _given, "family": _family, "middle": _middle, "suffix": _suffix, "born": _born, "sex": _sex,
    "phone": _phone, "email": _email, "ssn": _ssn, "number": _number, "street": _street, "place": _place,
}  # fmt: skip
