"""Transitional care: spoken with in two business days, seen in seven or fourteen, for thirty days."""

from datetime import date, timedelta

from northstar.knowledge import transitions
from northstar.knowledge.billing_codes import service
from northstar.knowledge.calendar import add_business_days
from northstar.rules.billing.checks import standing
from northstar.rules.billing.month import (
    FAIL,
    PASS,
    UNKNOWN,
    Check,
    Claimed,
    Month,
    Transition,
    Verdict,
)
from northstar.rules.billing.program import Rule

FROM = frozenset({"hospital", "psychiatric", "rehab", "ltac", "snf", "observation", "partial"})
TO = frozenset(
    {"home", "home-health", "other", "nursing facility", "assisted living", "rest home", ""}
)
_CITES = "CMS, as restated by NGS"
_TRIES = 2


def judge(month: Month) -> Verdict:
    """Judged in the month in which the thirty days end: a death or readmission inside them still counts."""
    verdict = Verdict(month.program)
    standing(month, verdict)
    way = month.transition
    if way is None:
        verdict.checks.append(Check("transition", FAIL, "No way home from a stay is on record."))
        return verdict
    verdict.checks += [
        _period(month, way),
        _places(way),
        _contact(way),
        _visit(way, month),
        _once(way),
    ]
    _unsure(month, way, verdict)
    number = code(month, way)
    row = service(number, end(way)) if number else None
    if row:
        verdict.lines = [Claimed(row.code, row.value.label, 1, end(way))]
    return verdict


def end(way: Transition) -> date:
    """The last of the thirty days: that of discharge and twenty-nine more."""
    return transitions.until("period", way.discharged)


def contact_due(way: Transition) -> date:
    """Two business days after the day of discharge."""
    return add_business_days(way.discharged, transitions.days("contact", way.discharged))


def code(month: Month, way: Transition) -> str:
    """Seen within seven days at high complexity, else within fourteen at least moderate; else none."""
    kind = month.complexity.kind if month.complexity else ""
    days = _days(way)
    if days is None or days > transitions.days("visit", way.discharged):
        return ""
    if kind == "high" and days <= transitions.days("visit-high", way.discharged):
        return "99496"
    return "99495" if kind in ("moderate", "high") else ""


def _period(month: Month, way: Transition) -> Check:
    last = end(way)
    inside = month.within(last)
    says = f"The thirty days end on {last.day} {last:%b %Y}."
    return Check("period", PASS if inside else FAIL, says, (way.id,), _CITES)


def _places(way: Transition) -> Check:
    if way.came_from not in FROM:
        return Check(
            "stay",
            FAIL,
            f"A stay of this kind ({way.came_from}) opens no period.",
            (way.id,),
            _CITES,
        )
    if way.went_to not in TO:
        return Check("stay", FAIL, "They did not go home or to where they live.", (way.id,), _CITES)
    return Check("stay", PASS, "Home from a stay that opens the period.", (way.id,), _CITES)


def _contact(way: Transition) -> Check:
    """Spoken with in time, or at least two separate attempts in time that are on record."""
    due = contact_due(way)
    if way.contact and way.contact.on and way.contact.on <= due:
        return Check(
            "interactive_contact",
            PASS,
            f"Spoken with by {due.day} {due:%b}.",
            (way.contact.id,),
            _CITES,
        )
    tries = [one for one in way.tries if one.on and one.on <= due]
    ids = tuple(one.id for one in tries)
    if len(tries) >= _TRIES:
        return Check(
            "interactive_contact",
            PASS,
            f"{len(tries)} attempts in time are on record.",
            ids,
            _CITES,
        )
    return Check(
        "interactive_contact", FAIL, f"Nobody spoke with them by {due.day} {due:%b}.", ids, _CITES
    )


def _visit(way: Transition, month: Month) -> Check:
    days, ids = _days(way), ((way.visit.id,) if way.visit else ())
    if days is None or days > transitions.days("visit", way.discharged):
        return Check("visit", FAIL, "No visit within 14 days.", ids, _CITES)
    if month.complexity is None:
        return Check(
            "visit", UNKNOWN, "Nobody has judged how complex the decisions were.", ids, _CITES
        )
    if month.complexity.kind not in ("moderate", "high"):
        return Check("visit", FAIL, "The decisions were less than moderately complex.", ids, _CITES)
    return Check("visit", PASS, f"Seen {days} days after.", ids, _CITES)


def _once(way: Transition) -> Check:
    if way.earlier:
        return Check(
            "once", FAIL, "An earlier stay's thirty days are billed already.", (way.id,), _CITES
        )
    return Check(
        "once", PASS, "No other stay's thirty days are billed in these.", (way.id,), _CITES
    )


def _unsure(month: Month, way: Transition, verdict: Verdict) -> None:
    """What the sources do not confirm: named, never a stop."""
    visit = way.visit.on if way.visit else None
    if visit and (way.reconciled is None or not way.reconciled.on or way.reconciled.on > visit):
        verdict.verify.append("medicines were not reconciled by the day of the visit")
    if month.died and month.died <= end(way):
        verdict.verify.append("the person died before the thirty days were over")
    if way.again and way.again <= end(way) + timedelta(days=1):
        verdict.verify.append("in hospital again within the thirty days: one claim only")


def _days(way: Transition) -> int | None:
    if way.visit is None or way.visit.on is None or way.visit.on < way.discharged:
        return None
    return (way.visit.on - way.discharged).days


RULE = Rule("TCM", judge)
