"""One record of a person, made ready to be compared: every field in its plain form."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from northstar.chart.people import Patient
from northstar.engines.linking import written

NOBODY: frozenset[str] = frozenset()
NEWBORN = frozenset({"newborn"})


class Traits(NamedTuple):
    """What is compared. Text is '' and a set empty where the record is silent.

    `givens`, `families`: every name it goes by, also parts of double ones, maiden and previous ones.
    `roots`: the full names that the name it is called by may stand for (Allie may be Alice or Alexandra;
    who is called Alexandra, and Allie besides, is not Alice). `numbers`: `assigner|number`. `marks`: what forbids an
    automatic join (twin, newborn, alias, adopted, deceased).
    """

    given: str = ""
    given_class: int = 1
    givens: frozenset[str] = NOBODY
    roots: frozenset[str] = NOBODY
    middle: str = ""
    family: str = ""
    family_class: int = 1
    families: frozenset[str] = NOBODY
    suffix: str = ""
    born: str = ""
    sex: str = ""
    phone: str = ""
    phones: frozenset[str] = NOBODY
    email: str = ""
    emails: frozenset[str] = NOBODY
    ssn: str = ""
    ssns: frozenset[str] = NOBODY
    numbers: frozenset[str] = NOBODY
    assigners: frozenset[str] = NOBODY
    streets: frozenset[str] = NOBODY
    street: str = ""
    unit: str = ""
    postal: str = ""
    city: str = ""
    state: str = ""
    marks: frozenset[str] = NOBODY


COLUMNS = (
    "id", "source", "given", "family", "middle", "suffix", "maiden", "previous_family", "birth_date", "sex",
    "phone", "email", "ssn", "mrn", "address", "city", "state", "postal_code",
)  # fmt: skip
"""The columns of a file of people; any may be absent."""


def of_columns(table: Mapping[str, Sequence[str]]) -> list[Traits]:
    """Traits of the rows of a table, given column by column (names as in COLUMNS)."""
    count = len(next(iter(table.values()), ()))
    nothing = [""] * count

    def column(name: str) -> Sequence[str]:
        return table.get(name) or nothing

    def each(read: Callable[[str], Any], name: str) -> list:
        return [read(text) for text in column(name)]

    given, families = each(written.given, "given"), each(written.family, "family")
    family = [whole for whole, _ in families]
    streets = each(written.street, "address")
    phone, email, ssn = (
        each(written.phone, "phone"),
        each(written.email, "email"),
        each(written.ssn, "ssn"),
    )
    whole = [whole for whole, _, _ in given]
    numbered = list(zip(column("source"), column("mrn"), strict=True))
    return list(
        map(
            Traits,
            whole,
            classes(whole),
            [names for _, names, _ in given],
            [full for _, _, full in given],
            each(written.plain, "middle"),
            family,
            classes(family),
            _with_earlier([names for _, names in families], column("maiden"), column("previous_family")),
            [
                written.suffix(said) or written.suffix_in(name)
                for said, name in zip(column("suffix"), column("family"), strict=True)
            ],
            each(written.born, "birth_date"),
            each(written.sex, "sex"),
            phone,
            map(_one, phone),
            email,
            map(_one, email),
            ssn,
            map(_one, ssn),
            [_one(f"{source}|{mrn}") if mrn else NOBODY for source, mrn in numbered],
            [frozenset((source,)) if mrn else NOBODY for source, mrn in numbered],
            [_one(line) for line, _ in streets],
            [line for line, _ in streets],
            [unit for _, unit in streets],
            each(written.postal, "postal_code"),
            each(written.city, "city"),
            each(written.plain, "state"),
            [NEWBORN if written.is_newborn(text) else NOBODY for text in column("given")],
        )
    )  # fmt: skip


def classes(names: Sequence[str]) -> list[int]:
    """How common each name is among these: 0 common (one in two hundred or more), 1 usual, 2 rare.

    Few records tell nothing of it: every name is then usual, unless it is known to be common.
    """
    count = len(names)
    if count < 500:
        return [of_name(name) for name in names]
    told = {name: class_of(n, count) for name, n in Counter(names).items()}
    return [told[name] for name in names]


def class_of(times: int, count: int) -> int:
    """The same for a name that so many of so many bear."""
    if times >= count * 0.005:
        return 0
    return 2 if times <= max(3.0, count * 0.0005) else 1


def of_name(name: str) -> int:
    """How common one name is, known by heart: 0 common, 1 otherwise."""
    return 0 if name in _common() else 1


@cache
def _common() -> frozenset[str]:
    text = files(__package__).joinpath("common_names.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def _with_earlier(now: list[frozenset[str]], *earlier: Sequence[str]) -> Iterator[frozenset[str]]:
    for names, *before in zip(now, *earlier, strict=True):
        yield (
            names.union(*(written.family(text)[1] for text in before if text))
            if any(before)
            else names
        )


def _one(word: str) -> frozenset[str]:
    return frozenset((word,)) if word else NOBODY


_SSN = {
    "http://hl7.org/fhir/sid/us-ssn",
    "2.16.840.1.113883.4.1",
    "urn:oid:2.16.840.1.113883.4.1",
    "SSA",
    "SS",
}
_NOT_OF_A_PERSON = {"SS", "DL", "PPN", "AN", "VN"}


def of_patient(patient: Patient) -> Traits:
    """Traits of what one feed says of a patient, all its names, numbers and addresses together."""
    names = patient.names
    main = next((name for name in names if name.use == "official"), patient.name)
    givens = [written.given(name.given[0]) for name in names if name.given]
    families = [written.family(name.family) for name in names]
    here = [a for a in patient.addresses if a.use != "old"]
    streets = [written.street(" ".join(a.lines)) for a in here]
    first = next(iter(here), None)
    numbers = [
        i for i in patient.identifiers
        if i.system and i.value and i.system not in _SSN and i.type not in _NOT_OF_A_PERSON
    ]  # fmt: skip
    called, _, roots = written.given(main.given[0] if main and main.given else "")
    house = written.family(main.family)[0] if main else ""
    phones = _all(
        written.phone(t.value) for t in patient.telecoms if t.system in ("phone", "sms", "")
    )
    emails = _all(written.email(t.value) for t in patient.telecoms if t.system == "email")
    # Systems write their own numbers under the social security root; only nine digits are one.
    ssns = frozenset(
        number
        for i in patient.identifiers
        if (i.system in _SSN or i.type == "SS") and len(number := written.ssn(i.value)) in (4, 9)
    )
    suffixes = {written.suffix(n.suffix) or written.suffix_in(n.family) for n in names} - {""}
    return Traits(
        given=called,
        given_class=of_name(called),
        givens=NOBODY.union(*(all_ for _, all_, _ in givens)),
        roots=roots,
        middle=written.plain(" ".join(main.given[1:])) if main else "",
        family=house,
        family_class=of_name(house),
        families=NOBODY.union(*(parts for _, parts in families)),
        suffix=min(suffixes, default=""),
        born=written.born(patient.birth_date.text[:10]) if patient.birth_date else "",
        sex=written.sex(patient.gender),
        phone=min(phones, default=""),
        phones=phones,
        email=min(emails, default=""),
        emails=emails,
        ssn=min(ssns, default=""),
        ssns=ssns,
        numbers=frozenset(f"{i.system}|{i.value}" for i in numbers),
        assigners=frozenset(i.system for i in numbers),
        streets=_all(line for line, _ in streets),
        street=streets[0][0] if streets else "",
        unit=streets[0][1] if streets else "",
        postal=written.postal(first.postal_code) if first else "",
        city=written.city(first.city) if first else "",
        state=written.plain(first.state) if first else "",
        marks=frozenset(_marks(patient)),
    )


def _all(words: Iterable[str]) -> frozenset[str]:
    return frozenset(words) - {""}


def _marks(patient: Patient) -> Iterable[str]:
    if patient.multiple_birth or patient.birth_order > 1:
        yield "twin"
    if patient.deceased or patient.deceased_at:
        yield "deceased"
    for name in patient.names:
        if name.use == "anonymous":
            yield "alias"
        if name.given and written.is_newborn(" ".join(name.given)):
            yield "newborn"
