"""A plausible life behind a number: illnesses, visits, numbers with their trends, fills with their gaps."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random

from northstar.demo.illnesses import ILLNESSES, Drug, Illness, Lab
from northstar.demo.people import Person, person

DOCTORS = ("Dr. Helen Park", "Dr. Amos Reid", "Dr. Lucia Ferrand", "Dr. Tunde Bello")
PHARMACIES = ("Corner Pharmacy", "Bayside Drugs", "Greenway Pharmacy")


@dataclass(frozen=True, slots=True)
class Rates:
    """How often things go wrong; the sample clinic is better kept than the world."""

    gap: float = 0.12  # a medicine that has run out
    missed: float = 0.05  # the last visit was missed
    stay: float = 0.10  # a stay in hospital within the year
    late: float = 0.03  # a message that comes days late
    repeated: float = 0.03  # a message that comes twice
    contradicting: float = 0.02  # two sources that give different things
    writes: float = 0.06  # has left a message


QUIET = Rates(gap=0.005, missed=0.006, stay=0.05, late=0.03, repeated=0.03, writes=0.0)


@dataclass(frozen=True, slots=True)
class Measured:
    """A number on a day. `flag` is N, H or L."""

    lab: Lab
    at: datetime
    value: float
    flag: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A medicine in use: since when, by whom, for what, and the days it was handed out."""

    drug: Drug
    illness: Illness
    since: date
    by: str
    fills: tuple[date, ...]
    days: int


@dataclass(slots=True)
class Life:
    """One person's record as the world holds it, before any system has its part of it."""

    who: Person
    doctor: str
    pharmacy: str
    plan: tuple[str, str, str]  # payer, kind of plan, member number
    insured: tuple[date, date]
    illnesses: list[tuple[Illness, date]] = field(default_factory=list)
    medicines: list[Taken] = field(default_factory=list)
    visits: list[datetime] = field(default_factory=list)
    pressures: list[tuple[datetime, int, int]] = field(default_factory=list)
    labs: list[Measured] = field(default_factory=list)
    stays: list[tuple[datetime, datetime]] = field(default_factory=list)
    ahead: datetime | None = None
    missed: datetime | None = None


def life(seed: int, n: int, now: datetime, rates: Rates) -> Life:
    """Person `n`'s life up to `now`."""
    dice = Random(f"{seed}/life/{n}")
    today, zone = now.date(), now.tzinfo
    who = person(seed, n, today)
    age = (today - who.born).days // 365
    lived = Life(
        who, dice.choice(DOCTORS), dice.choice(PHARMACIES), _plan(dice, age, n),
        (date(today.year, 1, 1), date(today.year + (today.month > 9), 12, 31)),
    )  # fmt: skip
    lived.illnesses = [
        (i, today - timedelta(days=dice.randrange(400, 4000)))
        for i in ILLNESSES
        if dice.random() < _share(i, age) and not (i.icd == "N40.0" and who.gender == "female")
    ]
    _visit(dice, lived, now)
    lived.medicines = list(_medicines(dice, lived, today, rates))
    lived.labs = [m for lab in _followed(lived) for m in _trend(dice, lab, lived.visits)]
    lived.pressures = [_pressure(dice, lived, at) for at in lived.visits]
    if dice.random() < rates.stay * (1 + age / 100):
        lived.stays.append(_stay(dice, today, zone))
    if dice.random() < rates.missed and lived.visits:
        lived.missed = _hour(dice, today - timedelta(days=dice.randrange(1, 9)), zone)
    return lived


def _plan(dice: Random, age: int, n: int) -> tuple[str, str, str]:
    if age >= 65:
        payer, kind = dice.choice((("Cascade Health Plan", "Medicare Advantage"), ("Medicare", "Original Medicare")))  # fmt: skip
    else:
        payer, kind = dice.choice((("Acorn Health", "Employer plan"), ("State Medicaid", "Medicaid"), ("Juniper Mutual", "Marketplace plan")))  # fmt: skip
    return payer, kind, f"{payer[:2].upper()}-{700000 + n}"


def _share(illness: Illness, age: int) -> float:
    young, old = illness.share
    return max(0.0, young + (old - young) * (min(age, 90) - 45) / 35)


def _visit(dice: Random, lived: Life, now: datetime) -> None:
    """Two to four visits a year for who is ill, the next one booked; fewer for who is well."""
    apart = (120, 95, 75)[min(2, len(lived.illnesses) // 2)] if lived.illnesses else 330
    day = now.date() - timedelta(days=dice.randrange(5, min(apart, 85)))
    while day > now.date() - timedelta(days=800):
        lived.visits.append(_hour(dice, day, now.tzinfo))
        day -= timedelta(days=apart + dice.randrange(-15, 16))
    lived.visits.sort()
    if lived.illnesses:
        lived.ahead = _hour(dice, now.date() + timedelta(days=dice.randrange(9, 80)), now.tzinfo)


def _hour(dice: Random, day: date, zone: tzinfo | None) -> datetime:
    """A weekday at an hour when the clinic is open."""
    while day.weekday() > 4 or (day.month, day.day) in ((1, 1), (7, 4), (12, 25)):
        day -= timedelta(days=1)
    return datetime.combine(day, time(dice.randrange(8, 16), dice.choice((0, 20, 40))), zone)


def _medicines(dice: Random, lived: Life, today: date, rates: Rates):
    taken: set[str] = set()
    for illness, since in lived.illnesses:
        for drug in illness.drugs[:1] if illness.icd == "I10" else illness.drugs:
            if drug.words in taken:
                continue
            taken.add(drug.words)
            days = dice.choice((30, 90, 90))
            start = min(since + timedelta(days=3), today - timedelta(days=200))
            gap = dice.random() < rates.gap
            yield Taken(
                drug, illness, start, lived.doctor, tuple(_fills(dice, start, today, days, gap)), days
            )  # fmt: skip


def _fills(dice: Random, start: date, today: date, days: int, gap: bool):
    """Backward from a last fill that still lasts (or ran out weeks ago), a year and a half at most."""
    last = today - timedelta(days=days + dice.randrange(20, 45) if gap else dice.randrange(4, days - 4))  # fmt: skip
    found, day = [], last
    while day > max(start, today - timedelta(days=540)):
        found.append(day)
        day -= timedelta(days=days + dice.choice((-4, -2, -1, 0, 0, 0, 1, 2, 5)))
    return reversed(found)


def _followed(lived: Life) -> list[Lab]:
    return list(dict.fromkeys(lab for illness, _ in lived.illnesses for lab in illness.labs))


def _trend(dice: Random, lab: Lab, visits: list[datetime]):
    """A person's own level, drifting over the years, with the noise of the day; every other visit."""
    level, slope = dice.gauss(lab.middle, lab.spread), dice.gauss(lab.slope, abs(lab.slope) / 2)
    for at in visits[::-2][::-1]:
        years = (at - visits[0]).days / 365
        value = level + slope * years + dice.gauss(0, lab.spread / 5)
        value = round(min(lab.high, max(lab.low, value)), lab.digits)
        top = lab.middle + 1.5 * lab.spread
        bottom = lab.middle - 1.8 * lab.spread
        flag = "H" if value > top else "L" if value < bottom else "N"
        yield Measured(lab, at - timedelta(hours=1), value, flag)


def _pressure(dice: Random, lived: Life, at: datetime) -> tuple[datetime, int, int]:
    high = any(illness.icd == "I10" for illness, _ in lived.illnesses)
    top = round(dice.gauss(132 if high else 118, 8))
    return at + timedelta(minutes=5), min(top, 154), min(92, round(top * 0.6 + dice.gauss(0, 4)))


def _stay(dice: Random, today: date, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """In hospital some months ago, long enough that every clock has run out."""
    came = today - timedelta(days=dice.randrange(75, 330))
    left = came + timedelta(days=dice.choice((1, 2, 3, 3, 4, 6, 9)))
    return (
        datetime.combine(came, time(dice.randrange(0, 24), dice.randrange(60)), zone),
        datetime.combine(left, time(dice.randrange(10, 19), dice.randrange(60)), zone),
    )
