"""A population with everything that makes people hard to tell apart, for training and measuring.

Nobody in it exists. Twins, fathers and sons of one name, shared phones and addresses, double and
changed surnames, short names, moves, slips of the pen, default dates and gaps, in shares that one
meets in registration desks' lists; written for this, fitted to no labelled set.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random

from northstar.config.bench import words
from northstar.demo import names
from northstar.engines.linking.traits import COLUMNS
from northstar.knowledge.nicknames import full_names, shorts_of

_ENDS = ("", "", "son", "man", "er", "ez", "ski", "ton", "ley", "ian")
FAMILIES = (*names.FAMILY, *(a + b for b in _ENDS for a in words.FAMILIES))
GIVEN = {
    "F": (*names.FEMALE, *(name.title() for name in full_names() if name[-1] in "aey")),
    "M": (*names.MALE, *(name.title() for name in full_names() if name[-1] not in "aey")),
}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Person:
    """One row; the names of the fields are those of a file of people."""

    given: str
    family: str
    middle: str
    suffix: str
    maiden: str
    birth_date: str
    sex: str
    phone: str
    email: str
    ssn: str
    mrn: str
    address: str
    city: str
    state: str
    postal_code: str


def table(count: int, seed: int, *, again: float = 0.5) -> tuple[dict[str, list[str]], list[str]]:
    """`count` records, a share of them the same people seen again: columns, and who each one is."""
    made: dict[str, list[str]] = {name: [] for name in COLUMNS if name != "previous_family"}
    people: list[str] = []
    for number, (who, source, person) in enumerate(records(count, seed, again)):
        people.append(str(who))
        made["id"].append(f"r{number}")
        made["source"].append(source)
        for name in Person.__slots__:
            made[name].append(getattr(person, name))
    return made, people


def records(count: int, seed: int, again: float) -> Iterator[tuple[int, str, Person]]:
    """(number of the person, hospital, what is written)."""
    dice = Random(seed)
    draw = {
        key: _zipf(pool) for key, pool in (("F", GIVEN["F"]), ("M", GIVEN["M"]), ("", FAMILIES))
    }
    who, given = 0, 0
    household: Person | None = None
    while given < count:
        person = (
            _near(dice, household, draw)
            if household and dice.random() < 0.15
            else _somebody(dice, draw)
        )
        household = person
        who += 1
        yield who, "a", person
        given += 1
        while given < count and dice.random() < again:
            again_here = dice.random() < 0.2
            told = retold(person, dice, draw)
            if again_here and dice.random() < 0.8:
                told = replace(told, mrn=person.mrn)
            yield who, "a" if again_here else dice.choice("bcd"), told
            given += 1


def _zipf(pool: tuple[str, ...]) -> tuple[tuple[str, ...], list[float]]:
    return pool, list(accumulate(1 / (20 + rank) for rank in range(len(pool))))


def _pick(dice: Random, drawn: tuple[tuple[str, ...], list[float]]) -> str:
    return dice.choices(drawn[0], cum_weights=drawn[1])[0]


def _digits(dice: Random, count: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(count))


def _somebody(dice: Random, draw) -> Person:
    sex = dice.choice("FM")
    given, family = _pick(dice, draw[sex]), _pick(dice, draw[""])
    if dice.random() < 0.05:
        given = f"{given} {_pick(dice, draw[sex])}"
    if dice.random() < 0.06:
        family = f"{family}-{_pick(dice, draw[''])}"
    city, state, code = _town(dice)
    return Person(
        given=given, family=family, middle=_pick(dice, draw[sex]) if dice.random() < 0.6 else "",
        suffix=dice.choice(("Jr", "Sr", "II", "III")) if sex == "M" and dice.random() < 0.05 else "",
        maiden=_pick(dice, draw[""]) if sex == "F" and dice.random() < 0.3 else "",
        birth_date=_day(dice), sex=sex, phone=f"{dice.randrange(201, 990)}{dice.randrange(200, 999)}{_digits(dice, 4)}",
        email=_email(dice, given, family), ssn=f"{dice.randrange(1, 665):03}{dice.randrange(1, 99):02}{dice.randrange(1, 9999):04}",
        mrn=f"{dice.randrange(10**6, 10**7)}",
        address=f"{dice.randrange(1, 9900)} {dice.choice(names.STREETS)}" + (f" Apt {dice.randrange(1, 90)}" if dice.random() < 0.2 else ""),
        city=city, state=state, postal_code=code,
    )  # fmt: skip


def _day(dice: Random) -> str:
    return f"{dice.randrange(1925, 2024)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"


def _town(dice: Random) -> tuple[str, str, str]:
    number = int(dice.random() ** 2 * 400)
    ends = (
        "ville",
        "ton",
        " Springs",
        "burg",
        " Falls",
        "field",
        " City",
        "ford",
        " Park",
        " Grove",
    )
    name = words.FAMILIES[number * 7 % len(words.FAMILIES)] + ends[number % 10]
    return (
        name,
        ("WA", "OR", "CA", "ID")[number % 4],
        f"{97000 + number * 3 + dice.randrange(3):05}",
    )


def _email(dice: Random, given: str, family: str) -> str:
    plain = family.lower().replace("-", "")
    user = dice.choice(
        (
            f"{given[0].lower()}.{plain}",
            f"{given.lower()}{plain}",
            f"{given.lower()}.{plain}{dice.randrange(99)}",
        )
    )
    return f"{user}@{dice.choice(('example.org', 'example.com', 'mail.example', 'post.example'))}"


def _near(dice: Random, other: Person, draw) -> Person:
    """Somebody of the same household: twin, spouse, child or parent, perhaps of the same name."""
    one = _somebody(dice, draw)
    home = replace(one, address=other.address, city=other.city, state=other.state, postal_code=other.postal_code,
                   family=other.family, phone=other.phone if dice.random() < 0.6 else one.phone)  # fmt: skip
    kind = dice.random()
    if kind < 0.15:
        return replace(home, birth_date=other.birth_date, phone=other.phone)
    if kind < 0.3 and other.sex == "M":
        return replace(home, given=other.given, sex="M", suffix="Jr" if dice.random() < 0.6 else "")
    return home


def retold(person: Person, dice: Random, draw) -> Person:
    """The same person as another registration desk writes it."""
    changes: dict[str, str] = {"mrn": f"{dice.randrange(10**6, 10**7)}"}
    for part in (_retold_name, _retold_birth, _retold_home, _retold_numbers):
        changes |= part(person, dice, draw)
    return replace(person, **changes)


def _retold_name(person: Person, dice: Random, draw) -> dict[str, str]:
    said: dict[str, str] = {}
    chance = dice.random()
    shorts = shorts_of(person.given.lower())
    if " " in person.given and dice.random() < 0.4:
        said["given"] = person.given.split()[0]
        chance = 1.0
    if chance < 0.12 and shorts:
        said["given"] = dice.choice(shorts).title()
    elif chance < 0.20:
        said["given"] = _slip(person.given, dice)
    elif chance < 0.22:
        said["given"] = person.given[0]
    elif chance < 0.24 and person.middle:
        said["given"], said["middle"] = person.middle, person.given
    elif chance < 0.255:
        said["given"], said["family"] = person.family, person.given
    elif chance < 0.285:
        said["given"] = _pick(dice, draw[person.sex])
    elif chance < 0.315:
        said["given"] = ""
    if "family" not in said:
        said |= _retold_family(person, dice, draw)
    if person.middle and "middle" not in said:
        said["middle"] = dice.choice((person.middle, person.middle[0], ""))
    if person.suffix and dice.random() < 0.3:
        said["suffix"] = ""
    return said


def _retold_family(person: Person, dice: Random, draw) -> dict[str, str]:
    chance = dice.random()
    if "-" in person.family and chance < 0.4:
        return {"family": dice.choice((*person.family.split("-"), person.family.replace("-", " ")))}
    if person.sex == "F" and chance < 0.06:
        return {
            "family": _pick(dice, draw[""]),
            "maiden": person.family if dice.random() < 0.5 else "",
        }
    if chance < 0.13:
        return {"family": _slip(person.family, dice)}
    return {"family": ""} if chance < 0.14 else {}


def _retold_birth(person: Person, dice: Random, draw) -> dict[str, str]:
    chance, (year, month, day) = dice.random(), person.birth_date.split("-")
    if chance < 0.02:
        return {"birth_date": f"{year}-{day}-{month}"}
    if chance < 0.05:
        return {"birth_date": f"{int(year) + dice.choice((-10, -1, 1, 10))}-{month}-{day}"}
    if chance < 0.08:
        return {"birth_date": f"{year}-{dice.randrange(1, 13):02}-{day}"}
    if chance < 0.10:
        return {"birth_date": _slip(person.birth_date.replace("-", ""), dice, "0123456789")}
    if chance < 0.115:
        return {"birth_date": dice.choice(("1900-01-01", "1901-01-01"))}
    if chance < 0.14:
        return {"birth_date": _day(dice)}
    if chance < 0.145:
        return {"birth_date": year}
    return {"birth_date": ""} if chance < 0.175 else {}


def _retold_home(person: Person, dice: Random, draw) -> dict[str, str]:
    chance = dice.random()
    if chance < 0.15:
        away = _somebody(dice, draw)
        return {
            "address": away.address,
            "city": away.city,
            "state": away.state,
            "postal_code": away.postal_code,
        }
    if chance < 0.22:
        return {"address": _slip(person.address, dice)}
    if chance < 0.26:
        return {"postal_code": _slip(person.postal_code, dice, "0123456789")}
    if chance < 0.30:
        return {"city": _slip(person.city, dice)}
    if chance < 0.35:
        return {"address": "", "postal_code": ""}
    return (
        {"address": person.address.upper().replace("STREET", "ST").replace("AVENUE", "AVE")}
        if chance < 0.6
        else {}
    )


def _retold_numbers(person: Person, dice: Random, draw) -> dict[str, str]:
    other, said = _somebody(dice, draw), {}
    for field, lost, changed, slipped in (
        ("phone", 0.2, 0.2, 0.03), ("email", 0.4, 0.2, 0.06), ("ssn", 0.4, 0.02, 0.05), ("sex", 0.05, 0.005, 0),
    ):  # fmt: skip
        chance = dice.random()
        if chance < lost:
            said[field] = ""
        elif chance < lost + changed:
            said[field] = getattr(other, field)
        elif chance < lost + changed + slipped:
            pool = _LETTERS if field == "email" else "0123456789"
            said[field] = _slip(getattr(person, field), dice, pool)
        elif field == "ssn" and chance < lost + changed + slipped + 0.05:
            said[field] = person.ssn[-4:]
    return said


def _slip(text: str, dice: Random, pool: str = _LETTERS) -> str:
    """One or two slips of the pen: a letter wrong, doubled, lost, or two changed about."""
    for _ in range(1 if dice.random() < 0.75 else 2):
        if len(text) < 3:
            return text
        at = dice.randrange(1, len(text) - 1)
        text = dice.choice((
            text[:at] + dice.choice(pool) + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + text[at + 1 :],
            text[:at] + dice.choice(pool) + text[at:],
        ))  # fmt: skip
    return text
