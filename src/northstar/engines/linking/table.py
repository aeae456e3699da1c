"""A file of people made ready column by column: what is written is read once for each distinct text.

The same as `traits.of_columns`, which reads row after row and to which a test holds it; but it gives the
columns of numbers in which a whole file is compared, and each person only when asked for.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from operator import ne
from typing import Any

import numpy as np

from northstar.engines.linking import at_once, written
from northstar.engines.linking.columns import Several, Texts, alone, numbered, sets_of
from northstar.engines.linking.everybody import People
from northstar.engines.linking.shapes import Numbers
from northstar.engines.linking.traits import NEWBORN, NOBODY, class_of, of_name

_Raw = Callable[[str], Texts]


def people_of(table: Mapping[str, Sequence[str]]) -> People:
    """The people of a table, given column by column (names as in `traits.COLUMNS`)."""
    count = len(next(iter(table.values()), ()))
    silent = Texts(np.zeros(count, dtype=np.int32), [""])

    @cache
    def raw(name: str) -> Texts:
        return numbered(values) if (values := table.get(name)) else silent

    together = [(partial(make, raw), names) for make, names in _TOGETHER.items()]
    makers = {name: make for make, names in together for name in names}
    makers |= {name: partial(_one, raw, name, said, read) for name, said, read in _PLAIN}
    return People(makers=makers, count=count)


_PLAIN: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("middle", "middle", written.plain), ("sex", "sex", written.sex),
    ("postal", "postal_code", written.postal), ("city", "city", written.city), ("state", "state", written.plain),
)  # fmt: skip


def _one(raw: _Raw, name: str, said: str, read: Callable[[str], str]) -> dict[str, Any]:
    return {name: _read(raw(said), read)}


def _names(raw: _Raw) -> dict[str, Any]:
    given, family = raw("given"), raw("family")
    called = [_uncached(written.given)(text) for text in given.known]
    houses = [_uncached(written.family)(text) for text in family.known]
    first, house = _of(given, [one[0] for one in called]), _of(family, [one[0] for one in houses])
    newborn = [NEWBORN if written.is_newborn(text) else NOBODY for text in given.known]
    return {
        "given": first, "given_class": _classes(first),
        "givens": sets_of(given.of, [one[1] for one in called]),
        "roots": sets_of(given.of, [one[2] for one in called]),
        "family": house, "family_class": _classes(house),
        "families": _with_earlier(family, [one[1] for one in houses], raw("maiden"), raw("previous_family")),
        "suffix": _first_said(_read(raw("suffix"), written.suffix), _read(family, written.suffix_in)),
        "marks": sets_of(given.of, newborn),
    }  # fmt: skip


def _born(raw: _Raw) -> dict[str, Any]:
    told = raw("birth_date")
    return {"born": _of(told, at_once.borns(told.known))}


def _reached(name: str, read: Callable[[Sequence[str]], list[str]], raw: _Raw) -> dict[str, Any]:
    made = _of(raw(name), read(raw(name).known))
    return {name: made, f"{name}s": alone(made)}


def _places(raw: _Raw) -> dict[str, Any]:
    address = raw("address")
    lines, units = at_once.streets(address.known)
    street = _of(address, lines)
    return {"street": street, "streets": alone(street), "unit": _of(address, units)}


def _uncached(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Every text comes once: remembering what was read would only take time."""
    return getattr(read, "__wrapped__", read)


def _read(raw: Texts, read: Callable[[str], str]) -> Texts:
    return _of(raw, list(map(_uncached(read), raw.known)))


def _of(raw: Texts, said: list[str]) -> Texts:
    """The column in which every text is replaced by what it says."""
    other = np.flatnonzero(
        np.fromiter(map(ne, said, raw.known), dtype=bool, count=len(said))
    ).tolist()
    if not any(said[n] for n in other):  # all say what is written, or nothing
        same = np.arange(len(raw.known), dtype=np.int32)
        same[other] = 0
        return Texts(same[raw.of], raw.known)
    made = numbered(said)
    return Texts(made.of[raw.of], made.known)


def _first_said(one: Texts, other: Texts) -> Texts:
    """One column, where it is silent the other."""
    both = numbered([*one.known, *other.known])
    mine, its = both.of[: len(one.known)][one.of], both.of[len(one.known) :][other.of]
    return Texts(np.where(mine != 0, mine, its), both.known)


def _classes(names: Texts) -> Numbers:
    """How common each name is among these (`traits.classes`)."""
    often = np.bincount(names.of, minlength=len(names.known)).tolist()
    told = [class_of(n, len(names.of)) for n in often]
    known = told if len(names.of) >= 500 else [of_name(name) for name in names.known]
    return np.array(known, dtype=np.int64)[names.of]


def _with_earlier(now: Texts, houses: list[frozenset[str]], *earlier: Texts) -> Several:
    """The names of today, and those by which somebody went before."""
    of, sets = now.of.astype(np.int64), list(houses)
    rows = np.flatnonzero(np.logical_or.reduce([column.of != 0 for column in earlier]))
    key = of[rows]
    for column in earlier:
        key = key * len(column.known) + column.of[rows]
    _, first, back = np.unique(key, return_index=True, return_inverse=True)
    of[rows] = len(sets) + back
    whose = rows[first]
    all_of = [houses[n] for n in now.of[whose].tolist()]
    for column in earlier:
        before = [_uncached(written.family)(text)[1] for text in column.known]
        some = zip(all_of, column.of[whose].tolist(), strict=True)
        all_of = [names | before[n] for names, n in some]
    return sets_of(of, sets + all_of)


def _numbers(raw: _Raw) -> dict[str, Any]:
    """The number of each with its assigner; the assigner of whoever has one."""
    source, mrn = raw("source"), raw("mrn")
    said = mrn.of != 0
    key = np.where(said, mrn.of.astype(np.int64) * len(source.known) + source.of, -1)
    distinct, of = np.unique(np.append(-1, key), return_inverse=True)
    assigner, number = distinct[1:] % len(source.known), distinct[1:] // len(source.known)
    texts = [f"{source.known[a]}|{mrn.known[n]}" for a, n in zip(assigner.tolist(), number.tolist(), strict=True)]  # fmt: skip
    numbers = Texts(of[1:].astype(np.int32), ["", *texts])
    if any("|" in name for name in source.known):  # only then may two be written alike
        again = numbered(numbers.known)
        numbers = Texts(again.of[numbers.of], again.known)
    # One who gives a number without naming who gave it has an assigner too, the nameless one.
    assigners = np.where(said, source.of + 1, 0)
    count = np.append(0, np.ones(len(source.known), dtype=np.int64))
    places = np.append(0, np.arange(len(source.known)))
    return {
        "numbers": alone(numbers),
        "assigners": Several(assigners, count, places, places[1:], source.known),
    }


_TOGETHER: dict[Callable[[_Raw], dict[str, Any]], tuple[str, ...]] = {
    _names: ("given", "given_class", "givens", "roots", "family", "family_class", "families", "suffix", "marks"),
    _born: ("born",),
    partial(_reached, "phone", at_once.phones): ("phone", "phones"),
    partial(_reached, "email", at_once.emails): ("email", "emails"),
    partial(_reached, "ssn", at_once.ssns): ("ssn", "ssns"),
    _places: ("street", "streets", "unit"),
    _numbers: ("numbers", "assigners"),
}  # fmt: skip
"""What makes several columns at a time, and which."""
