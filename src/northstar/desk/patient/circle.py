"""The people around the person: who decides, who cares, whom to call, who looks after them; and who may
be told what. What nobody has asked yet is said plainly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from northstar.chart.chart import Chart
from northstar.chart.people import RelatedPerson
from northstar.chart.words import Consent
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import join
from northstar.rules.telephones import tidy

MOST = 14
_DECIDES = re.compile(
    r"\b(?:prox(?:y|ies)|power of attorney|poa|dpoa|guardian|conservator|surrogate|decision.?maker|"
    r"health ?care agent|hpowatt|powatt|grd|grdn)\b",
    re.IGNORECASE,
)
_CARES = re.compile(r"\b(?:care ?givers?|carers?|cares for|looks after|care of)\b", re.IGNORECASE)
_EMERGENCY = re.compile(r"\bemergency\b|^c$|^econ$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody around the person. `told` is what a consent says of sharing with them, `never` where it
    forbids it; `consent` leads to it."""

    name: str
    detail: str
    phones: tuple[str, ...]
    initials: str
    chip: Chip | None
    told: str = ""
    never: bool = False
    consent: Chip | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """Whom a coordinator may need, in that order; `asked` says plainly what nobody has asked yet."""

    decides: list[Person]
    near: list[Person]
    team: list[Person]
    asked: list[str]


def circle(chart: Chart, chips: Chips) -> Circle:
    """Everybody whom a source names, each once."""
    kin = _kin(chart, chips)
    decides = [person for kind, person in kin if kind == "decides"]
    near = [person for kind, person in kin if kind != "decides"]
    missing = []
    if not decides:
        missing.append("Who decides when the person cannot: not asked yet.")
    if not any(kind in ("cares", "emergency") or person.told for kind, person in kin):
        missing.append("Who helps at home, and whom to call in an emergency: not asked yet.")
    return Circle(decides, near[:MOST], list(_team(chart, chips))[:MOST], missing)


def _kin(chart: Chart, chips: Chips) -> list[tuple[str, Person]]:
    """(decides, cares, emergency or near, the person), the latest word on each."""
    found: dict[str, tuple[str, Person]] = {}
    for kin in reversed(chart.related):
        if kin.end and kin.end.first_day(chips.calendar.zone) < chips.calendar.today:
            continue
        name = kin.names[0].plain if kin.names else "Somebody without a name"
        found.setdefault(name.casefold(), (_kind(kin), _relative(kin, name, chart, chips)))
    return sorted(found.values(), key=lambda one: _ORDER.index(one[0]))


_ORDER = ("decides", "cares", "emergency", "near")


def _kind(kin: RelatedPerson) -> str:
    words = " ".join((kin.relationship.words, *(c.code for c in kin.relationship.codings)))
    if _DECIDES.search(words):
        return "decides"
    if _CARES.search(words):
        return "cares"
    return "emergency" if _EMERGENCY.search(words) else "near"


def _relative(kin: RelatedPerson, name: str, chart: Chart, chips: Chips) -> Person:
    consent = _consent(chart, name, chips)
    told = (consent.scope or consent.code.words or consent.decision) if consent else ""
    return Person(
        name,
        kin.relationship.words,
        tuple(
            dict.fromkeys(tidy(t.value) for t in kin.telecoms if t.system in ("phone", "sms", ""))
        ),
        initials(name),
        chips.of(kin),
        told,
        bool(consent and consent.decision == "deny"),
        chips.of(consent) if consent else None,
    )


def _consent(chart: Chart, name: str, chips: Chips) -> Consent | None:
    """The latest word in force on sharing with somebody of this name."""
    return next(
        (
            consent
            for consent in reversed(chart.of("Consent"))
            if name.casefold() in consent.actor.casefold()
            and consent.status in ("active", "")
            and not (consent.end and consent.end.end.date() < chips.calendar.today)
        ),
        None,
    )


def _team(chart: Chart, chips: Chips) -> Iterator[Person]:
    """The care team, then who else is registered as theirs."""
    seen: set[str] = set()
    for team in reversed(chart.of("CareTeam")):
        if team.status in ("inactive", "entered-in-error"):
            continue
        for role, name, phone in team.members:
            if name and name.casefold() not in seen:
                seen.add(name.casefold())
                phones = (tidy(phone),) if phone else ()
                yield Person(name, role, phones, initials(name), chips.of(team))
    for person in reversed(chart.persons):
        name = person.practitioner
        if name and name.casefold() not in seen:
            seen.add(name.casefold())
            said = join("primary care", person.organization, "as registered")
            yield Person(name, said, (), initials(name), chips.of(person))


def initials(name: str) -> str:
    """Two letters for a round picture."""
    words = [
        word
        for word in name.replace(",", " ").split()
        if word[:1].isalpha() and not word.endswith(".")
    ]
    return "".join(word[0] for word in words[:2]).upper()
