"""What a claim's questions rest on, in words: whose word, of which day. The files keep the numbers.

A biller sees coverage, not care: the day, the name and the kind of a thing, never what was said.
"""

from collections.abc import Iterable

from northstar.rules.billing.month import Check, Evidence, Month
from northstar.rules.wording import with_year


def evidenced(month: Month, checks: Iterable[Check]) -> list[tuple[Check, str]]:
    """Each question with what it rests on; empty where it rests on nothing that stands on record."""
    known = _known(month)
    acts = {spell.id for spell in month.spells}
    return [(check, _words(check, known, acts)) for check in checks]


def _words(check: Check, known: dict[str, str], acts: set[str]) -> str:
    counted = len(acts & set(check.evidence))
    timed = (
        [f"{counted} attested act{'' if counted == 1 else 's'}, listed below"] if counted else []
    )
    told = [known[one] for one in dict.fromkeys(check.evidence) if one in known]
    return "; ".join([*told, *timed])


def _known(month: Month) -> dict[str, str]:
    way, plan, consent = month.transition, month.plan, month.consent
    found = {one.id: _signed(one) for one in _all(month) if one.id}
    if consent:
        found[consent.id] = f"consent noted for {with_year(consent.on)}"
    if plan:
        found[plan.id] = f"plan of {with_year(plan.on)}" if plan.on else "the plan that stands"
    found |= {stay.id: f"stay from {with_year(stay.first)}" for stay in month.stays}
    if way:
        found[way.id] = f"discharge of {with_year(way.discharged)}"
    return found


def _all(month: Month) -> list[Evidence]:
    way = month.transition
    told = [month.enrolled, month.visit, month.risk, month.complexity, *month.conditions]
    told += [month.plan.copied] if month.plan else []
    told += [way.contact, way.visit, way.reconciled, *way.tries] if way else []
    return [one for one in told if one]


def _signed(one: Evidence) -> str:
    """A conversation says of itself on which day it was; a step of the case who wrote it, and when."""
    said = [with_year(one.on)] if one.on else []
    said += [f"by {one.by}"] if one.by else []
    return "on record " + ", ".join(said) if said else "a document on record"
