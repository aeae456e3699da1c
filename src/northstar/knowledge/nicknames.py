"""Peggy is Margaret: the short, pet and sister forms by which people are called.

Our own compilation from everyday use in English and Spanish, with forms that cross borders (Youssef,
Joseph, Giuseppe); reviewed 2026-11. `nicknames.csv`: one name a line, then what its bearers are also
called. A nickname suggests whom to look at; it never proves who somebody is.
"""

import csv
from collections import defaultdict
from functools import cache
from importlib.resources import files


def also_called(name: str) -> frozenset[str]:
    """Other first names the bearer of this one may go by, in lower case: of `peggy`, `margaret` and her
    other forms; of `margaret`, every form of hers. The name itself is not among them."""
    return _forms().get(name, frozenset())


def may_be_same(one: str, other: str) -> bool:
    """Can these two first names, in lower case, be one person's?"""
    return one == other or other in also_called(one)


def stands_for(name: str) -> frozenset[str]:
    """The full names that this one, in lower case, may stand for, itself among them: `alex` stands for
    Alexander and for Alexandra, who are not each other's."""
    return _heads().get(name, frozenset()) | {name}


def shorts_of(name: str) -> tuple[str, ...]:
    """What the bearer of a full name, in lower case, is also called."""
    return _shorts().get(name, ())


def full_names() -> tuple[str, ...]:
    """Every full name of the table."""
    return tuple(full for full, _ in _rows_kept())


@cache
def _rows_kept() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((full, tuple(also)) for full, also in _rows())


@cache
def _shorts() -> dict[str, tuple[str, ...]]:
    return dict(_rows_kept())


@cache
def _heads() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for full, also in _rows_kept():
        for name in also:
            found[name].add(full)
    return {name: frozenset(full) for name, full in found.items()}


@cache
def _forms() -> dict[str, frozenset[str]]:
    """Each name with the forms beside it, and what stands one line away: Peggy, Meg, by Margaret."""
    found: dict[str, set[str]] = defaultdict(set)
    for full, also in _rows():
        group = {full, *also}
        for name in group:
            found[name] |= group
    return {name: frozenset(forms - {name}) for name, forms in found.items()}


def _rows() -> list[tuple[str, list[str]]]:
    table = files("northstar.knowledge").joinpath("nicknames.csv").read_text("utf-8")
    return [(row["name"], row["also"].split(";")) for row in csv.DictReader(table.splitlines())]
