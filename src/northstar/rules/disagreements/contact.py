"""An address, a phone number, a birth date: told by two sources that share nothing of it."""

import re
from collections.abc import Callable, Iterator
from datetime import date, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.people import Address, ContactPoint, Patient
from northstar.rules.ahead import appointments_ahead
from northstar.rules.disagreement import Ahead, Case, Matter, Subject, Word, parties, told_on, voice
from northstar.rules.examples import chart_of, from_feed, patient
from northstar.rules.telephones import digits, tidy
from northstar.rules.wording import with_year

_KEPT = ("old", "temp")


def matters(chart: Chart, zone: tzinfo) -> Iterator[Matter]:
    """Each of the three, where at least two sources tell it."""
    people = list(parties(chart.persons))
    if len({voice(p) for p in people}) > 1:
        yield from _apart(people, zone, "phone", "phone number", _phones)
        yield from _apart(people, zone, "address", "address", _addresses)
        yield from _apart(people, zone, "birth date", "birth date", lambda p: _born(p, zone))


def _apart(
    people: list[Patient], zone: tzinfo, key: str, about: str, told: Callable
) -> Iterator[Matter]:
    """The freshest description of each source; sources that share one number are of one mind."""
    spoke = {voice(p): (p, words) for p in people if (words := told(p))}
    stances = _of_one_mind({name: set(words) for name, (_, words) in spoke.items()})
    words = tuple(
        Word(name, stances[name], ", ".join(said.values()), person, told_on(person, zone))
        for name, (person, said) in sorted(spoke.items())
    )
    yield Matter(key, about, words)


def _of_one_mind(told: dict[str, set[str]]) -> dict[str, str]:
    """For each source the smallest of what it and all who share with it, in a chain, have told."""
    groups: list[tuple[set[str], set[str]]] = []
    for name, said in sorted(told.items()):
        sharing = [g for g in groups if g[1] & said]
        groups = [g for g in groups if not g[1] & said]
        names = {name}.union(*(g[0] for g in sharing))
        groups.append((names, said.union(*(g[1] for g in sharing))))
    return {name: min(said) for names, said in groups for name in names}


def _phones(person: Patient) -> dict[str, str]:
    numbers = (
        t.value for t in person.telecoms if t.system in ("phone", "sms", "") and t.use not in _KEPT
    )
    return {known: tidy(number) for number in numbers if (known := digits(number))}


def _addresses(person: Patient) -> dict[str, str]:
    """By house number and postal code, else by the first line: "St" and "Street" are one."""
    found = {}
    for address in person.addresses:
        line = address.lines[0] if address.lines else ""
        if line and address.use not in _KEPT:
            number = re.search(r"\d+", line)
            near = address.postal_code[:5] or address.city.lower()
            key = f"{number[0] if number else line.lower()}|{near}"
            found[key] = ", ".join(w for w in (line, address.city, address.postal_code) if w)[:100]
    return found


def _born(person: Patient, zone: tzinfo) -> dict[str, str]:
    if not person.birth_date:
        return {}
    known = person.birth_date.day(zone)
    return {person.birth_date.text[:10]: with_year(known) if known else person.birth_date.text}


def ahead(chart: Chart, matter: Matter, zone: tzinfo) -> Iterator[Ahead]:
    """A visit: the reminder, the ride or the call before it goes where the source says."""
    if matter.key == "address":
        yield from appointments_ahead(chart, zone)


SUBJECT = Subject(
    code="contact",
    title="Where to reach a person, told differently",
    why="The letter goes to the old address, and silence is taken for an answer.",
    cites="Own rule",
    reviewed=date(2026, 11, 1),
    kinds=("Patient",),
    matters=matters,
    ahead=ahead,
)


def _told(*phones: str, line: str = "", born: str = ""):
    """Demographics with these numbers and this first line of an address."""
    where = (Address(lines=(line,), postal_code="94108"),) if line else ()
    numbers = tuple(ContactPoint("phone", number) for number in phones)
    return patient(born, telecoms=numbers, addresses=where)


CASES = [
    Case(
        "phone numbers of which none is shared",
        chart_of(
            from_feed("clinic", _told("212-555-0141")), from_feed("hospital", _told("2125550142"))
        ),
        {"phone": {"clinic": "2125550141", "hospital": "2125550142"}},
    ),
    Case(
        "two addresses",
        chart_of(
            from_feed("clinic", _told(line="12 Grant Avenue")),
            from_feed("hospital", _told(line="900 Oak St")),
        ),
        {"address": {"clinic": "12|94108", "hospital": "900|94108"}},
    ),
    Case(
        "two birth dates",
        chart_of(
            from_feed("clinic", _told(born="14 Mar 1952")),
            from_feed("hospital", _told(born="3 Mar 1952")),
        ),
        {"birth date": {"clinic": "1952-03-14", "hospital": "1952-03-03"}},
    ),
    Case(
        "one shared number among several",
        chart_of(
            from_feed("clinic", _told("212-555-0141", "212-555-0143")),
            from_feed("hospital", _told("(212) 555-0141")),
        ),
    ),
    Case(
        "the same house, spelled another way",
        chart_of(
            from_feed("clinic", _told(line="12 Grant Avenue")),
            from_feed("hospital", _told(line="12 GRANT AVE")),
        ),
    ),
]
