"""Invented people in the background: who they are, whom they live with, how they are reached."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from northstar.demo.names import CITIES, FAMILY, FEMALE, MALE, STREETS


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a registration desk knows them. `pair` says what binds them to their neighbour."""

    n: int
    number: str
    given: tuple[str, ...]
    family: str
    gender: str
    born: date
    phones: tuple[str, ...]
    street: str
    city: str
    state: str
    postal_code: str
    language: str = "en"
    former: str = ""
    own_script: str = ""
    twin: bool = False
    pair: str = ""


# How people come in twos: the hard cases of telling people apart.
_PAIRS = (("twins", 0.004), ("couple", 0.16), ("namesakes", 0.004), ("parent and child", 0.01))
_LANGUAGES = (("en", 0.78), ("es", 0.13), ("zh", 0.03), ("vi", 0.02), ("tl", 0.02), ("ru", 0.02))


def person(seed: int, n: int, today: date) -> Person:
    """Person number `n`: the same whoever else is made, because a pair has dice of its own."""
    shared, own = Random(f"{seed}/pair/{n // 2}"), Random(f"{seed}/person/{n}")
    pair, second = _pair(shared), n % 2
    gender = "female" if own.random() < 0.54 else "male"
    if pair == "couple":
        gender = ("female", "male")[second]
    family, street = shared.choice(FAMILY), f"{shared.randrange(10, 9990)} {shared.choice(STREETS)}"
    city, state, postal_code, area = shared.choice(CITIES)
    phone = _phone(shared, area)
    born = _born(shared if pair in ("twins", "couple") else own, today)
    given = _given(own, gender)
    if pair == "namesakes":  # same name and birth date, strangers to each other
        given, gender, born = _given(shared, "female"), "female", _born(shared, today)
    if pair == "parent and child":  # same name, a generation apart
        given, gender = _given(shared, "male"), "male"
        born = today - timedelta(days=365 * (78 - 30 * second) + shared.randrange(300))
    if pair in ("", "namesakes"):
        family, phone = own.choice(FAMILY), _phone(own, area)
        street = f"{own.randrange(10, 9990)} {own.choice(STREETS)}"
        if pair:
            family = Random(f"{seed}/name/{n // 2}").choice(FAMILY)
    elif pair == "couple":
        born += timedelta(days=own.randrange(-1200, 1200))
    phones = (phone, _phone(own, area)) if own.random() < 0.25 else (phone,)
    former = own.choice(FAMILY) if gender == "female" and own.random() < 0.06 else ""
    double = f"{family}-{own.choice(FAMILY)}" if own.random() < 0.03 else family
    return Person(
        n=n, number=f"N{n:07d}", given=given, family=double, gender=gender, born=born, phones=phones,
        street=street, city=city, state=state, postal_code=postal_code,
        language=_weighted(own, _LANGUAGES), former=former, twin=pair == "twins", pair=pair,
    )  # fmt: skip


def _pair(dice: Random) -> str:
    at = dice.random()
    for name, share in _PAIRS:
        if at < share:
            return name
        at -= share
    return ""


def _given(dice: Random, gender: str) -> tuple[str, ...]:
    first = dice.choice(FEMALE if gender == "female" else MALE)
    return (first, dice.choice("ABCDEFGHJKLMNPRSTVW")) if dice.random() < 0.6 else (first,)


def _born(dice: Random, today: date) -> date:
    """Adults for the most part, older than the country: this is a coordinator's panel."""
    age = min(97.0, max(19.0, dice.gauss(63, 17)))
    return today - timedelta(days=int(age * 365.25) + dice.randrange(365))


def _phone(dice: Random, area: str) -> str:
    """Ten digits in the exchange kept free for stories, widened so that a million can have their own."""
    return f"{area}{dice.choice(('555', '556', '557', '558'))}{dice.randrange(10_000):04d}"


def _weighted(dice: Random, choices) -> str:
    at = dice.random()
    for name, share in choices:
        if at < share:
            return name
        at -= share
    return choices[0][0]
