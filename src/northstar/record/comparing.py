"""Two descriptions of people side by side, field by field, in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from northstar.chart.people import Address
from northstar.chart.people import Patient as Person
from northstar.chart.value import Source

_HIDDEN_NUMBERS = ("SS", "us-ssn", "2.16.840.1.113883.4.1")


@dataclass(frozen=True, slots=True)
class Said:
    """One word of a source about a person, and where it stands."""

    text: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Field:
    """One thing both may say: `verdict` agrees, differs, only here (left) or only there (right)."""

    name: str
    one: tuple[Said, ...]
    other: tuple[Said, ...]
    verdict: str


def side_by_side(one: list[Person], other: list[Person]) -> tuple[Field, ...]:
    """What either side says, and whether they agree."""
    found = []
    for name, texts in _COMPARED:
        left, right = _said(one, texts), _said(other, texts)
        if left or right:
            found.append(Field(name, left, right, _verdict(left, right)))
    return tuple(found)


def _said(persons: list[Person], texts: Callable[[Person], Iterable[str]]) -> tuple[Said, ...]:
    said: dict[str, Said] = {}
    for person in reversed(persons):
        for text in texts(person):
            if text:
                said.setdefault(text.casefold(), Said(text, person.source))
    return tuple(said.values())


def _verdict(left: tuple[Said, ...], right: tuple[Said, ...]) -> str:
    if not left or not right:
        return "only here" if left else "only there"
    same = {said.text.casefold() for said in left} & {said.text.casefold() for said in right}
    return "agrees" if same else "differs"


def _telecoms(*systems: str) -> Callable[[Person], Iterable[str]]:
    return lambda person: (t.value for t in person.telecoms if t.system in systems)


def _number(person: Person) -> Iterable[str]:
    for known in person.identifiers:
        secret = known.type in _HIDDEN_NUMBERS or known.system.endswith(_HIDDEN_NUMBERS)
        shown = f"ends in {known.value[-4:]}" if secret else known.value
        yield f"{'social security number' if secret else known.system} {shown}".strip()


def _address(address: Address) -> str:
    parts = (*address.lines, address.city, address.state, address.postal_code)
    return ", ".join(part for part in parts if part)


_COMPARED: tuple[tuple[str, Callable[[Person], Iterable[str]]], ...] = (
    ("Name", lambda p: (name.plain for name in p.names)),
    ("Birth date", lambda p: (p.birth_date.text,) if p.birth_date else ()),
    ("Sex", lambda p: (p.gender,) if p.gender != "unknown" else ()),
    ("Phone", _telecoms("phone", "sms", "")),
    ("E-mail", _telecoms("email")),
    ("Address", lambda p: map(_address, p.addresses)),
    ("Number", _number),
    ("Language", lambda p: (p.language,)),
    ("Mother’s name at birth", lambda p: (p.mother_maiden,)),
    ("Twin", lambda p: ("one of twins or more",) if p.multiple_birth else ()),
    ("Death", lambda p: ("has died",) if p.deceased or p.deceased_at else ()),
)
