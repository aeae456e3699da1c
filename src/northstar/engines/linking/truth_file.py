"""Who is who, as a labelled set says it: a person for every record, or pairs of records.

Pairs without a verdict, or all of them matches, are all the pairs of one person that there are. Pairs with one (1 or 0, match or
not, or a share of certainty) speak of themselves alone: of any other pair nothing is known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from northstar.engines.linking.people_file import CALLED, PERSON, People
from northstar.engines.linking.table_file import Table, Unreadable, table, twice

Pair = tuple[int, int]
_IDS = ("id", *CALLED["id"].split())
_SIDES = (("l", "r"), ("left", "right"), ("a", "b"), ("1", "2"), ("x", "y"))
_WAYS = ("{id}_{side}", "{id}{side}", "{side}_{id}", "{side}{id}", "{side}table_{id}")
_VERDICT = (
    "clerical_match_score", "match", "is_match", "label", "matched", "verdict", "same", "truth", "match_status",
)  # fmt: skip
_YES, _NO = {"1", "true", "t", "yes", "y", "match", "same"}, {"0", "false", "f", "no", "n", "non_match", "nonmatch", "no_match", "different"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Truth:
    """Which person each record is, '' where nothing says so; `only`: the pairs of which the labels speak,
    None where they speak of all. `unknown`: labels of records that the files do not hold;
    `contradicting`: pairs said to be two people whom other labels make one; they are left out."""

    persons: Sequence[str]
    only: set[Pair] | None = None
    unknown: int = 0
    contradicting: int = 0


def truth(path: Path | None, people: People) -> Truth:
    """What the file says of these people; without one, the column of their own. Raises Unreadable."""
    if path is None:
        return _own(people)
    told = table(path)
    sides = _sides(told, people.ids)
    found = _of_pairs(path, told, sides, people) if sides else _of_records(path, told, people)
    if not any(found.persons):
        raise Unreadable(
            f"{path} speaks of none of the records; are its ids those of the column id, or without one the numbers of the rows?"
        )
    return found


def _own(people: People) -> Truth:
    if not any(people.persons):
        raise Unreadable(
            "Nothing says who is who: give --truth FILE, or name the column that does with --column person=NAME."
        )
    _unlike(people)
    return Truth(people.persons)


def _unlike(people: People) -> None:
    if again := twice(people.ids):
        raise Unreadable(f"The files hold the id {again} twice; every record needs its own.")


def _of_records(path: Path, told: Table, people: People) -> Truth:
    ids = next((name for name in _IDS if name in told), "")
    others = [name for name in told if name != ids]
    person = next(
        (name for name in PERSON if name in others), others[0] if len(others) == 1 else ""
    )
    if not ids or not person:
        raise Unreadable(
            f"{path} needs the columns id and person, or two columns of ids for pairs such as id_l and id_r; it has {', '.join(told)}."
        )
    _unlike(people)
    if again := twice(told[ids]):
        raise Unreadable(f"{path} says twice who the record {again} is.")
    said = dict(zip(told[ids], told[person], strict=True))
    return Truth(
        [said.get(one, "") for one in people.ids], unknown=len(said.keys() - set(people.ids))
    )


def _sides(told: Table, ids: Sequence[str]) -> tuple[str, str] | None:
    """The two columns of ids, where the file is one of pairs."""
    for stem, way, (one, other) in product(_IDS, _WAYS, _SIDES):
        both = way.format(id=stem, side=one), way.format(id=stem, side=other)
        if both[0] in told and both[1] in told:
            return both
    if set(told) & {*_IDS, *PERSON}:
        return None
    known = set(ids)
    of_ids = [name for name, values in told.items() if values and sum(v in known for v in values) * 2 > len(values)]  # fmt: skip
    return (of_ids[0], of_ids[1]) if len(of_ids) == 2 else None


def _of_pairs(path: Path, told: Table, sides: tuple[str, str], people: People) -> Truth:
    left, right = _places(people)
    verdict = next((name for name in _VERDICT if name in told), "")
    said = (
        [_is_one(path, value) for value in told[verdict]]
        if verdict
        else [True] * len(told[sides[0]])
    )
    yes: list[Pair] = []
    no: list[Pair] = []
    unknown = 0
    for one, other, same in zip(told[sides[0]], told[sides[1]], said, strict=True):
        if one not in left or other not in right:
            unknown += 1
        elif left[one] != right[other]:
            pair = left[one], right[other]
            (yes if same else no).append((min(pair), max(pair)))
    persons = _groups(yes, no, len(people.ids), everybody=not no)
    against = {pair for pair in no if persons[pair[0]] == persons[pair[1]]}
    only = {*yes, *no} - against if no else None
    return Truth(persons, only, unknown, len(against))


def _places(people: People) -> tuple[dict[str, int], dict[str, int]]:
    """Where each id stands, for the left side and for the right: in two files that use the same ids the
    left ones are the first file's."""
    if not twice(people.ids):
        places = {one: at for at, one in enumerate(people.ids)}
        return places, places
    if max(people.files, default=0) != 1:
        _unlike(people)
    first, second = (
        {one: at for at, one in enumerate(people.ids) if people.files[at] == file}
        for file in (0, 1)
    )
    if len(first) + len(second) < len(people.ids):
        _unlike(people)
    return first, second


def _is_one(path: Path, value: str) -> bool:
    low = value.casefold().replace(" ", "_").replace("-", "_")
    if low in _YES or low in _NO:
        return low in _YES
    try:
        return float(value) >= 0.5
    except ValueError:
        raise Unreadable(
            f"{path} says {value} of a pair, where 1 or 0, match or no match is expected."
        ) from None


def _groups(yes: Iterable[Pair], no: Iterable[Pair], count: int, *, everybody: bool) -> list[str]:
    """A name for everyone whom the pairs join, and for whom they name: else nothing is known of them."""
    least = list(range(count))

    def root(at: int) -> int:
        while least[at] != at:
            least[at] = least[least[at]]
            at = least[at]
        return at

    for one, other in yes:
        a, b = root(one), root(other)
        least[max(a, b)] = min(a, b)
    named = set(range(count)) if everybody else {at for pair in (*yes, *no) for at in pair}
    return [f"#{root(at)}" if at in named else "" for at in range(count)]
