"""The questions that a claim for a month must answer: pass, fail or unknown, each with what it rests on.

What rests on a rule that nobody confirmed is never a stop: it passes and is named to be verified.
"""

from datetime import date, timedelta
from functools import lru_cache

from northstar.knowledge import programs
from northstar.knowledge.billing_plan import ELEMENTS, OPENING, VISITS
from northstar.knowledge.programs import Program
from northstar.knowledge.table import Row, at, known
from northstar.rules.billing.minutes import counted, whole
from northstar.rules.billing.month import FAIL, PASS, UNKNOWN, Check, Evidence, Month, Verdict

_SKILLED = "a stay that Medicare pays for holds the care management in it"


def rules_of(month: Month) -> Row | None:
    """The rules of the program in force in that month."""
    return _in_force(month.program, month.first)


@lru_cache(maxsize=1024)
def _in_force(program: str, day: date) -> Row | None:
    return known(programs.ROWS, program, day)


@lru_cache(maxsize=1024)
def _opening(program: str, day: date) -> Row:
    return at(OPENING, program, day)


def standing(month: Month, verdict: Verdict) -> None:
    """Enrolled, consented, begun by a visit, and with the need that the program is for."""
    row = rules_of(month)
    if row is None:
        verdict.checks.append(
            Check(
                "rules", UNKNOWN, f"No rules of {month.program} are known for {month.first:%b %Y}."
            )
        )
        return
    asked: Program = row.value
    verdict.checks.append(_enrolled(month))
    if asked.consent:
        verdict.checks.append(_consent(month, asked))
    if asked.initiating is not None:
        verdict.checks.append(_visit(month, asked, row, verdict))
    if asked.conditions:
        verdict.checks.append(_conditions(month, asked, row))
    if asked.elements:
        verdict.checks.append(_plan(month))
    verdict.checks.append(_biller(month, verdict))
    if asked.facility:
        verdict.checks.append(_facility(month))
    if month.died and month.program != "TCM" and month.died < month.first:
        verdict.checks.append(Check("alive", FAIL, "The person had died before this month."))


def _enrolled(month: Month) -> Check:
    if month.enrolled:
        return _passes("enrolled_program", "In the program this month.", month.enrolled)
    return Check("enrolled_program", FAIL, "Not in the program this month.")


def _consent(month: Month, asked: Program) -> Check:
    consent = month.consent
    held = (
        consent and consent.on <= month.last and (not consent.until or consent.until >= month.first)
    )
    if not consent or not held:
        return Check("consent", FAIL, "No consent holds in this month.", cites="CGS 2022")
    if asked.consult and not consent.consult:
        return Check("consent", FAIL, "The consent does not name the consultant.", (consent.id,))
    since = f"{consent.on.day} {consent.on:%b %Y}"
    return Check("consent", PASS, f"Consented on {since}.", (consent.id,), "CGS 2022")


def _visit(month: Month, asked: Program, row: Row, verdict: Verdict) -> Check:
    """The first visit by the practitioner, of a kind that opens this program, recent enough."""
    name, visit = "initiating_visit", month.visit
    opening = _opening(month.program, month.first)
    if visit is None or visit.on is None:
        if month.program in ("BHI", "CoCM"):
            verdict.verify.append("whether a first visit was needed: none is on record")
            return Check(name, PASS, "No first visit is on record; none was found to be asked.")
        return Check(name, FAIL, "No first visit is on record.", cites=opening.cites)
    if visit.kind not in opening.value:
        says = f"{VISITS.get(visit.kind, visit.kind)} does not open this program."
        if opening.confidence != "unconfirmed":
            return Check(name, FAIL, says, (visit.id,), opening.cites)
        verdict.verify.append(f"first visit: {says}")
    return _recent(month, asked, visit, verdict, row)


def _recent(month: Month, asked: Program, visit: Evidence, verdict: Verdict, row: Row) -> Check:
    name, start = "initiating_visit", month.consent.on if month.consent else month.last
    # PIN wants a new one each year; the others one before the start.
    until = month.first if month.program == "PIN" else start
    assert visit.on is not None
    if visit.on > month.last or (month.program != "PIN" and visit.on > max(start, month.first)):
        return Check(name, FAIL, "The first visit came after the start.", (visit.id,), row.cites)
    old = asked.initiating and until - visit.on > timedelta(days=asked.initiating)
    says = f"{VISITS.get(visit.kind, visit.kind)} on {visit.on.day} {visit.on:%b %Y}."
    if old and month.program in ("PIN", "APCM"):
        return Check(name, FAIL, f"{says} That is too long ago.", (visit.id,), row.cites)
    if old:
        verdict.verify.append("the first visit is more than a year before the start")
    return Check(name, PASS, says, (visit.id,), row.cites)


def _conditions(month: Month, asked: Program, row: Row) -> Check:
    ids = tuple(dict.fromkeys(one.id for one in month.conditions))
    if len(month.conditions) < asked.conditions:
        says = f"{len(month.conditions)} of {asked.conditions} conditions or needs are named."
        return Check("conditions", FAIL, says, ids, row.cites)
    if asked.months and month.risk is None:
        return Check(
            "conditions", UNKNOWN, "Nobody has said that the risk is there.", ids, row.cites
        )
    named = ", ".join(one.says for one in month.conditions)
    return Check("conditions", PASS, f"{named}.", ids, row.cites)


def _plan(month: Month) -> Check:
    name, plan, cites = "plan_version", month.plan, "CMS, as restated: comprehensive care plan"
    if plan is None or (plan.on and plan.on > month.last):
        return Check(name, FAIL, "No plan of care stands in this month.", cites=cites)
    if plan.missing:
        told = ", ".join(one for one in ELEMENTS if one in plan.missing) or ", ".join(plan.missing)
        return Check(name, FAIL, f"The plan lacks: {told}.", (plan.id,), cites)
    if plan.copied is None or (plan.copied.on and plan.copied.on > month.last):
        return Check(name, FAIL, "No copy of the plan was given.", (plan.id,), cites)
    return Check(
        name, PASS, "The plan is complete and a copy was given.", (plan.id, plan.copied.id), cites
    )


def _biller(month: Month, verdict: Verdict) -> Check:
    """One practice per person and month: CCM and APCM by published rule, the others to be verified."""
    name, named = "single_biller", sorted(set(month.billers))
    if not named:
        return Check(name, FAIL, "Nobody is named who bills.")
    if len(named) > 1:
        return Check(
            name, UNKNOWN, f"{' and '.join(named)} are both named this month: say who bills."
        )
    others = [who for program, who in month.elsewhere if program == month.program]
    if others and month.program in ("CCM", "APCM"):
        return Check(name, FAIL, f"{others[0]} bills {month.program} this month.", cites="RHIhub")
    if others:
        verdict.verify.append(f"{others[0]} bills {month.program} too")
    return Check(name, PASS, f"{named[0]} bills.", cites="RHIhub")


def _facility(month: Month) -> Check:
    """A stay that Medicare pays for and that covers the whole month leaves nothing to bill."""
    for stay in month.stays:
        if stay.first <= month.first and (stay.last is None or stay.last >= month.last):
            if stay.part_a is False:
                continue
            state = FAIL if stay.part_a else UNKNOWN
            says = "In a facility the whole month: " + (
                f"{_SKILLED}." if stay.part_a else "ask whether Medicare pays for that stay."
            )
            return Check("facility", state, says, (stay.id,), "CMS FAQ")
    return Check("facility", PASS, "No such stay covers the whole month.", cites="CMS FAQ")


def minutes(month: Month, verdict: Verdict, whose: tuple[str, ...], wanted: int) -> None:
    """Whether the time that counts reaches the lowest threshold of those who may give it."""
    best = max((counted(month, who) for who in whose), key=whole)
    verdict.minutes, verdict.wanted = whole(best), wanted
    ids = tuple(spell.id for spell in best)
    state = PASS if verdict.lines else FAIL
    says = (
        "The time is met."
        if verdict.lines
        else "The time that counts does not reach the least that is billed."
    )
    verdict.checks.append(Check("minutes", state, says, ids, "threshold; AAFP FPM 2019"))


def _passes(name: str, says: str, evidence: Evidence) -> Check:
    return Check(name, PASS, says, (evidence.id,))
