"""Descriptions of people side by side, field by field, in words."""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from northstar.chart.people import Address, HumanName
from northstar.chart.people import Patient as Person
from northstar.chart.value import Source
from northstar.engines.linking import normal

_HIDDEN_NUMBERS = ("SS", "us-ssn", "2.16.840.1.113883.4.1")
_USED = ("usual", "nickname")
_EARLIER = ("old", "maiden")
_ONCE = ("Birth date", "Sex")  # nobody has two

AGREE, DIFFER, PARTLY, ONE = "agree", "differ", "in part", "one says it"


@dataclass(frozen=True, slots=True)
class Said:
    """One word of a source about a person, and where it stands."""

    text: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Field:
    """One thing the sides may say; `said` has what each says. `conflicts` where a difference speaks
    for two people: whoever joins them all the same says why."""

    name: str
    said: tuple[tuple[Said, ...], ...]
    verdict: str
    words: str
    conflicts: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """What a source said of a person before, and what it says now, of one thing that tells people apart."""

    name: str
    before: tuple[str, ...]
    now: tuple[Said, ...]


def changed(before: list[Person], now: list[Person]) -> tuple[Changed, ...]:
    """What one source has said and says no longer, with what it says instead."""
    found = []
    for name, texts, alike, decides in _COMPARED:
        said = _said(now, texts)
        still = {alike(one.text) for one in said}
        gone = tuple(one.text for one in _said(before, texts) if alike(one.text) not in still)
        if decides and gone:
            found.append(Changed(name, gone, said))
    return tuple(found)


def side_by_side(sides: Sequence[list[Person]]) -> tuple[Field, ...]:
    """What each side says, and whether they agree, in words."""
    found = []
    for name, texts, alike, decides in _COMPARED:
        said = tuple(_said(persons, texts) for persons in sides)
        if any(said):
            told = [{alike(one.text) for one in side} for side in said]
            verdict, words = _divided(told) if name in _ONCE else _verdict(told)
            warns = verdict in (DIFFER, PARTLY) or name in _WARNS
            found.append(Field(name, said, verdict, words, conflicts=decides and warns))
    return tuple(found)


def as_last_said(persons: Iterable[Person]) -> list[Person]:
    """The descriptions of one registration, oldest first: of a birth date, a sex and a name in law only the
    latest stays. A laboratory's copy of before a correction says nothing against the correction."""
    found: list[Person] = []
    told: set[str] = set()
    for person in sorted(persons, key=_written, reverse=True):
        found.append(replace(person, **{name: _NOTHING[name](person) for name in told}))
        told |= {name for name, says in _TOLD.items() if says(person)}
    return found[::-1]


def _written(person: Person) -> datetime:
    source = person.source
    return (source.written or source.received or _LONG_AGO) if source else _LONG_AGO


def _in_law(name: HumanName) -> bool:
    return name.use not in (*_USED, *_EARLIER)


_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_TOLD: dict[str, Callable[[Person], bool]] = {
    "birth_date": lambda p: bool(p.birth_date),
    "gender": lambda p: p.gender not in ("", "unknown"),
    "names": lambda p: any(map(_in_law, p.names)),
}
_NOTHING: dict[str, Callable[[Person], Any]] = {
    "birth_date": lambda p: None,
    "gender": lambda p: "",
    "names": lambda p: tuple(n for n in p.names if not _in_law(n)),
}


def called(persons: list[Person]) -> tuple[str, str]:
    """(the name to use, the legal name where it is another one), the freshest word of each."""
    names = [name for person in reversed(persons) for name in person.names]
    use = next((n.plain for n in names if n.use in _USED), "")
    legal = next((n.plain for n in names if n.use not in (*_USED, *_EARLIER)), "")
    return (use or legal, legal if use and _words(legal) != _words(use) else "")


def _said(persons: list[Person], texts: Callable[[Person], Iterable[str]]) -> tuple[Said, ...]:
    said: dict[str, Said] = {}
    for person in reversed(persons):
        for text in texts(person):
            if text:
                said.setdefault(text.casefold(), Said(text, person.source))
    return tuple(said.values())


def _divided(sides: list[set[Hashable]]) -> tuple[str, str]:
    """The verdict on what a person has once only: who says two things agrees with nobody about it."""
    verdict, words = _verdict(sides)
    both = [str(at) for at, side in enumerate(sides, 1) if len(side) > 1]
    if not both or verdict == DIFFER:
        return verdict, words
    return PARTLY, f"{' and '.join(both)} say{'' if len(both) > 1 else 's'} two things"


def _verdict(sides: list[set[Hashable]]) -> tuple[str, str]:
    """The verdict, and the same as a sentence with the sides by number."""
    speak = [at for at, side in enumerate(sides) if side]
    if len(speak) == 1:
        return ONE, "only one says it" if len(sides) == 2 else f"only {speak[0] + 1} says it"
    alike = [(a, b) for a in speak for b in speak if a < b and sides[a] & sides[b]]
    if not alike:
        return DIFFER, "they differ"
    if len(alike) == len(speak) * (len(speak) - 1) // 2:
        rest = "" if len(speak) == len(sides) else " where said"
        return AGREE, f"they agree{rest}"
    told = "; ".join(f"{a + 1} and {b + 1} agree" for a, b in alike)
    return PARTLY, f"{told}; the others differ"


def _telecoms(*systems: str) -> Callable[[Person], Iterable[str]]:
    return lambda person: (t.value for t in person.telecoms if t.system in systems)


def _number(person: Person) -> Iterable[str]:
    return (
        f"{known.system} {known.value}".strip()
        for known in person.identifiers
        if not _is_secret(known)
    )


def _secret(person: Person) -> Iterable[str]:
    return (f"ends in {one.value[-4:]}" for one in person.identifiers if _is_secret(one))


def _is_secret(known) -> bool:
    return known.type in _HIDDEN_NUMBERS or known.system.endswith(_HIDDEN_NUMBERS)


def _address(address: Address) -> str:
    parts = (*address.lines, address.city, address.state, address.postal_code)
    return ", ".join(part for part in parts if part)


def _names(*uses: str) -> Callable[[Person], Iterable[str]]:
    return lambda person: (_full(name) for name in person.names if name.use in uses)


def _legal(person: Person) -> Iterable[str]:
    return (_full(name) for name in person.names if name.use not in (*_USED, *_EARLIER))


def _full(name: HumanName) -> str:
    return f"{name.plain}, {name.suffix}" if name.suffix else name.plain


def _words(text: str) -> Hashable:
    return frozenset(normal.plain(word) for word in re.findall(r"\w+", text))


def _digits(text: str) -> Hashable:
    return re.sub(r"\D", "", text)[-10:]


def _folded(text: str) -> Hashable:
    return " ".join(re.findall(r"\w+", text.casefold()))


_Compared = tuple[
    str, Callable[[Person], Iterable[str]], Callable[[str], Hashable], bool
]  # name, what is said, what counts as alike, whether a difference speaks for two people
_COMPARED: tuple[_Compared, ...] = (
    ("Name to use", _names(*_USED), _words, False),
    ("Legal name", _legal, _words, True),
    ("Earlier name", _names(*_EARLIER), _words, False),
    ("Birth date", lambda p: (p.birth_date.text,) if p.birth_date else (), _folded, True),
    ("Sex", lambda p: (p.gender,) if p.gender != "unknown" else (), _folded, True),
    ("Phone", _telecoms("phone", "sms", ""), _digits, False),
    ("E-mail", _telecoms("email"), _folded, False),
    ("Address", lambda p: map(_address, p.addresses), _folded, False),
    ("Social security number", _secret, _folded, True),
    ("Number", _number, _folded, False),
    ("Language", lambda p: (p.language,), _folded, False),
    ("Mother’s name at birth", lambda p: (p.mother_maiden,), _words, False),
    ("Twin", lambda p: ("one of twins or more",) if p.multiple_birth else (), _folded, True),
    ("Death", lambda p: ("has died",) if p.deceased or p.deceased_at else (), _folded, True),
)
_WARNS = ("Twin", "Death")  # where one word alone is reason for care
