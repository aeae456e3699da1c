"""Whose minutes count, and what they come to. A threshold is a threshold: 19 minutes are none of 20."""

from collections.abc import Iterable
from datetime import date

from northstar.knowledge.billing_codes import (
    PRACTITIONER,
    STAFF,
    Service,
    by_midpoint,
    services,
)
from northstar.rules.billing.month import Claimed, Month, Spell, Verdict


def counted(month: Month, whose: str) -> list[Spell]:
    """The time that counts for this kind of worker: inside the month, while the consent held, oldest first.

    The practitioner's own time may be counted as staff time (CMS FAQ 2017); as the practitioner's own it
    counts only where that practitioner bills.
    """
    consent = month.consent
    if consent is None:
        return []
    spells = [
        spell
        for spell in month.spells
        if _counts(spell, whose, month.biller)
        and month.within(spell.on)
        and consent.holds(spell.on)
    ]
    return sorted(spells, key=lambda spell: spell.on)


def _counts(spell: Spell, whose: str, biller: str) -> bool:
    if whose == PRACTITIONER:
        return PRACTITIONER in spell.capacities and bool(biller) and spell.name == biller
    if whose == STAFF:
        return bool(spell.capacities & {STAFF, PRACTITIONER})
    return whose in spell.capacities


def whole(spells: Iterable[Spell]) -> int:
    """Full minutes."""
    return sum(spell.seconds for spell in spells) // 60


def reached(spells: list[Spell], minutes: int) -> date | None:
    """The day on which so many minutes were full: a claim may bear that date."""
    seconds = 0
    for spell in spells:
        seconds += spell.seconds
        if seconds >= minutes * 60:
            return spell.on
    return None


def blocks(month: Month, base: str, verdict: Verdict) -> list[Claimed]:
    """The lines of a code and of the code that extends it, for the time there is; none below it."""
    known = {row.code: row.value for row in services(month.program, month.first)}
    if base not in known:
        return []
    first = _asked(known[base], month)
    spells = counted(month, first.whose)
    on = reached(spells, first.minutes)
    if on is None:
        return []
    lines = [Claimed(first.number, first.label, 1, on)]
    for service in known.values():
        if base in service.extends.split():
            lines += _further(_asked(service, month), first.minutes, spells, verdict)
    return lines


def _further(service: Service, start: int, spells: list[Spell], verdict: Verdict) -> list[Claimed]:
    units = (whole(spells) - start) // service.minutes
    if units < 1:
        return []
    if not service.limit_verified:
        verdict.verify.append(f"{service.number}: the monthly limit is unconfirmed")
    units = units if service.most is None else min(units, service.most)
    on = reached(spells, start + units * service.minutes)
    assert on is not None, "there are minutes for as many"
    return [Claimed(service.number, service.label, units, on)]


def _asked(service: Service, month: Month) -> Service:
    return by_midpoint(service) if month.midpoint else service
