"""An allergy: one source holds it for true, another denies it. Alike by class, not by spelling."""

import re
from collections.abc import Iterator
from datetime import date, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.clinical import AllergyIntolerance
from northstar.knowledge.allergy_classes import covers
from northstar.rules.ahead import in_hospital, procedures_ahead
from northstar.rules.disagreement import (
    Ahead,
    Case,
    Matter,
    Subject,
    Word,
    latest,
    parties,
    told_on,
    voice,
)
from northstar.rules.examples import allergy, chart_of, from_feed
from northstar.rules.medicines import medicines

_PASSED = frozenset({"inactive", "resolved"})
_ONLY_DRUGS = re.compile(r"\b(drug|medication|medicine)s?\b|\bnkda\b", re.IGNORECASE)


def matters(chart: Chart, zone: tzinfo) -> Iterator[Matter]:
    """“No known allergies” beside an allergy; and each allergy denied somewhere and held elsewhere."""
    told = [a for a in parties(chart.allergies) if a.verification_status != "entered-in-error"]
    if not any(_denies(a) for a in told):
        return
    yield from _none_known(told, zone)
    for alike in _groups([a for a in told if not _general(a)]):
        words = latest((_order(a, zone), _one(a, zone)) for a in alike)
        key = _key(alike)
        about = min((a.code.words for a in alike if not _denies(a)), default=key)
        yield Matter(f"allergy {key}", f"allergy to {about}", words, _names(alike))


def _none_known(told: list[AllergyIntolerance], zone: tzinfo) -> Iterator[Matter]:
    none = [a for a in told if _general(a)]
    held = [a for a in told if not _denies(a)]
    if none and all(_ONLY_DRUGS.search(a.code.words) for a in none):
        held = [a for a in held if a.category in ("", "medication")]
    if none and held:
        said = [(_order(a, zone), _nothing(a, zone)) for a in none]
        said += [(_order(a, zone), _something(a, held, zone)) for a in held]
        yield Matter("allergy none known", "allergies", latest(said), _names(held))


def _general(a: AllergyIntolerance) -> bool:
    """“No known allergies” as a whole, not “not allergic to penicillin”."""
    return a.absent and a.verification_status != "refuted" and not covers(a.code).direct


def _denies(a: AllergyIntolerance) -> bool:
    return a.absent or a.verification_status == "refuted" or a.clinical_status in _PASSED


def _order(a: AllergyIntolerance, zone: tzinfo) -> tuple[date, bool]:
    """The later word counts; of one day the careful one."""
    return told_on(a, zone) or date.min, not _denies(a)


def _one(a: AllergyIntolerance, zone: tzinfo) -> Word:
    detail = ", ".join((a.code.words, *a.reactions))
    if not _denies(a):
        return Word(voice(a), "allergic", "Allergic", a, told_on(a, zone), detail)
    said = "No longer" if a.clinical_status in _PASSED else "Refuted"
    return Word(voice(a), "not allergic", said, a, told_on(a, zone), detail)


def _nothing(a: AllergyIntolerance, zone: tzinfo) -> Word:
    return Word(voice(a), "none known", "No known allergies", a, told_on(a, zone), a.code.words)


def _something(a: AllergyIntolerance, held: list[AllergyIntolerance], zone: tzinfo) -> Word:
    mine = sorted({h.code.words for h in held if voice(h) == voice(a)})
    detail = ", ".join(a.reactions)
    return Word(voice(a), "allergic", ", ".join(mine), a, told_on(a, zone), detail)


def _groups(told: list[AllergyIntolerance]) -> Iterator[list[AllergyIntolerance]]:
    """Those that speak of one class, one ingredient, one code or the same words; denied somewhere."""
    groups: list[tuple[set[str], list[AllergyIntolerance]]] = []
    for a in told:
        tokens = set(_covers(a)) or {a.code.words.strip().lower(), *_codes(a)}
        alike = [g for g in groups if g[0] & tokens]
        for g in alike:
            groups.remove(g)
        groups.append(
            (tokens.union(*(g[0] for g in alike)), [*(x for g in alike for x in g[1]), a])
        )
    return (alike for _, alike in groups if any(_denies(a) for a in alike))


def _covers(a: AllergyIntolerance) -> frozenset[str]:
    return covers(a.code).direct


def _codes(a: AllergyIntolerance) -> Iterator[str]:
    return (f"{c.system}|{c.code}" for c in a.code.codings)


def _key(alike: list[AllergyIntolerance]) -> str:
    """The same however the sources spell it, and whichever came first."""
    return min(
        (n for a in alike for n in (_covers(a) or (a.code.words.strip().lower(),))), default=""
    )


def _names(alike: list[AllergyIntolerance]) -> tuple[str, ...]:
    return tuple(sorted({name for a in alike for name in _covers(a)}))


def ahead(chart: Chart, matter: Matter, zone: tzinfo) -> Iterator[Ahead]:
    """An operation, a stay, or a medicine of that class: somebody will choose a drug by this."""
    yield from procedures_ahead(chart, zone)
    yield from in_hospital(chart, zone)
    known = medicines(chart, zone)
    for name in matter.names:
        supply = known.dispensed.get(name)
        if supply and supply.runs_out and supply.last.handed_over:
            on = supply.last.handed_over.first_day(zone)
            yield Ahead(f"{name} is in the house", supply.last, on, supply.runs_out)


SUBJECT = Subject(
    code="allergy",
    title="An allergy held here and denied there",
    why="Whoever prescribes next sees one of the two.",
    cites="Own rule; likeness by allergy class (knowledge/allergy_classes.py)",
    reviewed=date(2026, 11, 1),
    kinds=("AllergyIntolerance",),
    matters=matters,
    ahead=ahead,
)

CASES = [
    Case(
        "no known allergies, and an allergy",
        chart_of(
            from_feed("clinic", allergy("No known allergies", absent=True)),
            from_feed("hospital", allergy("Latex", "hives")),
        ),
        {"allergy none known": {"clinic": "none known", "hospital": "allergic"}},
    ),
    Case(
        "alike by class: ampicillin no longer, penicillins still",
        chart_of(
            from_feed("clinic", allergy("Ampicillin", status="resolved")),
            from_feed("hospital", allergy("Penicillins", "hives")),
        ),
        {"allergy amoxicillin": {"clinic": "not allergic", "hospital": "allergic"}},
    ),
    Case(
        "no known drug allergies, and one to a food",
        chart_of(
            from_feed("clinic", allergy("No known drug allergies", absent=True)),
            from_feed("hospital", allergy("Peanut", category="food")),
        ),
    ),
    Case(
        "each lists another allergy",
        chart_of(
            from_feed("clinic", allergy("Latex")), from_feed("hospital", allergy("Penicillin"))
        ),
    ),
]
