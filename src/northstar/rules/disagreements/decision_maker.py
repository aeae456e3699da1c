"""A decision maker: sources name different people who may decide for the person."""

import re
from collections.abc import Iterator
from datetime import date, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.people import HumanName, RelatedPerson
from northstar.chart.value import Value
from northstar.rules.ahead import procedures_and_stays
from northstar.rules.disagreement import (
    Case,
    Matter,
    Subject,
    Word,
    latest,
    parties,
    told_on,
    voice,
)
from northstar.rules.examples import chart_of, concept, from_feed

# The words, and HL7 v3 RoleCode (POWATT, HPOWATT, DPOWATT, GUARD, SUBDM).
_DECIDES = re.compile(
    r"power of attorney|\bh?c?poa\b|health ?care (?:proxy|agent|surrogate)|\bproxy\b|\bsurrogate\b|"
    r"legal guardian|\bguardian\b|\bconservator\b|decision.?maker|"
    r"\b(?:h|d)?powatt\b|\bguard\b|\bsubdm\b",
    re.IGNORECASE,
)


def matters(chart: Chart, zone: tzinfo) -> Iterator[Matter]:
    """Whom each source names last; a source that names nobody is silent."""
    said = [
        (
            (told_on(value, zone) or date.min,),
            Word(voice(value), _alike(name), name[:80], value, told_on(value, zone), role[:80]),
        )
        for value, name, role in _named(chart)
    ]
    if said:
        yield Matter("decision maker", "who decides for them", latest(said))


def _named(chart: Chart) -> Iterator[tuple[Value, str, str]]:
    for person in parties(chart.related):
        role = " ".join((person.relationship.words, *(c.code for c in person.relationship.codings)))
        if person.names and not person.end and _DECIDES.search(role):
            yield person, person.names[0].plain, person.relationship.words
    for team in parties(chart.of("CareTeam")):
        for role, name, _ in team.members:
            if name and _DECIDES.search(role):
                yield team, name, role
    for consent in parties(chart.of("Consent")):
        words = f"{consent.code.words} {consent.scope}"
        over = consent.status in ("inactive", "entered-in-error", "rejected")
        if consent.actor and not over and _DECIDES.search(words):
            yield consent, consent.actor, words.strip()


def _alike(name: str) -> str:
    """First and last name without titles and middle names: "Dr. First M. Last" is "first last"."""
    parts = [
        p for p in re.findall(r"[^\W\d_]+", name.lower()) if p not in ("mr", "mrs", "ms", "dr")
    ]
    return " ".join((parts[0], parts[-1])) if len(parts) > 1 else " ".join(parts)


SUBJECT = Subject(
    code="decision-maker",
    title="Different people named to decide",
    why="The hospital calls one of them at night, and it must be the right one.",
    cites="Own rule; HL7 v3 RoleCode",
    reviewed=date(2026, 11, 1),
    kinds=("RelatedPerson", "CareTeam", "Consent"),
    matters=matters,
    ahead=procedures_and_stays,
)


def _named_as(role: str, given: str) -> list[RelatedPerson]:
    name = HumanName(family="Relative", given=(given,))
    return [RelatedPerson(names=(name,), relationship=concept(role))]


CASES = [
    Case(
        "two people named as health care proxy",
        chart_of(
            from_feed("clinic", _named_as("health care proxy", "One")),
            from_feed("hospital", _named_as("HPOWATT", "Other")),
        ),
        {"decision maker": {"clinic": "one relative", "hospital": "other relative"}},
    ),
    Case(
        "next of kin is not asked to decide",
        chart_of(
            from_feed("clinic", _named_as("health care proxy", "One")),
            from_feed("hospital", _named_as("daughter", "Other")),
        ),
    ),
    Case(
        "a hospital that names nobody",
        chart_of(from_feed("clinic", _named_as("legal guardian", "One"))),
    ),
]
