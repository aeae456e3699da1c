"""Authorized for another procedure: the plan's approval names another code, another side, or other days."""

from datetime import date, timedelta

from northstar.knowledge.authorization_clocks import ROWS
from northstar.knowledge.table import known
from northstar.rules.authorizations import plan_kind, standing
from northstar.rules.contradiction import DELAY, asked, looks
from northstar.rules.examples import appointment, chart_of, covered, document, payer_answer
from northstar.rules.procedure_words import mentions, other_side
from northstar.rules.procedures_ahead import ahead, alike
from northstar.rules.signal import Band, Because, Example, Signal
from northstar.rules.wording import with_year

_APPROVED = frozenset({"approved", "partial"})


def find(chart, now):
    """If no approval fits the procedure, the nearest one is shown with what does not fit."""
    approvals = [a for a in standing(chart) if a.decision in _APPROVED]
    for plan in ahead(chart, now) if approvals else ():
        found = [(a, m, _misfit(plan, a, m)) for a in approvals if (m := _meant(plan, a))]
        if not found or any(not misfit for *_, misfit in found):
            continue
        answer, _, misfit = found[-1]
        wanted = "side" if "side" in misfit else "extent"
        payer = answer.payer or "The plan"
        yield from asked(
            plan, now, key="authorization", severity=DELAY, ask=f"{plan.office} and {payer}",
            says=f"is booked for {plan.name}, and the approval is for {misfit}",
            two=(plan.telling(wanted), Because(f"{payer} approved{_number(answer)}", answer.source, answer.quote)),
            question=f"{plan.name.capitalize() if plan.name.islower() else plan.name} is booked for {plan.said}; {payer}’s approval{_number(answer)} is for {misfit}. "
            "Which procedure is meant, and will the approval be changed before the day?",
            before=plan.at - _to_decide(chart, answer, plan),
        )  # fmt: skip
    yield from looks(chart, now)


def _meant(plan, answer):
    """How the approval speaks of this procedure; None where it is about something else."""
    words = answer.code.words or answer.reason
    for m in (*mentions(answer.quote), *mentions(words)):
        if alike(plan.mention, m) or (m.site and m.site == plan.mention.site):
            return m
    return None


def _misfit(plan, answer, mention) -> str:
    """What does not fit, in words; '' where it fits."""
    codes = {m.code for _, m in plan.spoken if m.code} | ({plan.mention.code} - {""})
    if mention.code and codes and mention.code not in codes:
        return f"code {mention.code}, not {' or '.join(sorted(codes))}"
    if other_side(mention.side, plan.side):
        return f"the {mention.side} side"
    if mention.extent and plan.extent and mention.extent != plan.extent:
        return f"a {mention.extent} one{f' ({mention.code})' if mention.code else ''}"
    if not alike(plan.mention, mention):
        return f"another procedure on the {mention.site}"
    day = plan.at.date()
    last = answer.expires.day(plan.at.tzinfo) if answer.expires else None
    first = answer.start.day(plan.at.tzinfo) if answer.start else None
    if last and last < day:
        return f"a time that ends {with_year(last)}"
    return f"a time that begins {with_year(first)}" if first and first > day else ""


def _to_decide(chart, answer, plan) -> timedelta:
    """How long the plan may take for an urgent request: what must remain before the day."""
    row = known(ROWS, "decide-expedited", plan.at.date(), plan_kind(chart, answer.payer))
    return timedelta(hours=int(row.value)) if row and row.unit == "hours" else timedelta(hours=72)


def _number(answer) -> str:
    return f", {answer.reference}" if answer.reference else ""


SIGNAL = Signal(
    code="authorized-for-other-procedure",
    title="Authorized for another procedure",
    why="An approval for another code, side or time is no approval: the day is cancelled, or the person gets the bill.",
    cites="42 CFR 422.572(a) and 438.210(d)(2) (72 hours for an expedited decision: until then it can still be put right)",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=8,
    kinds=("Appointment", "ServiceRequest", "ClaimResponse", "Coverage"),
    needs_answer=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_KNEE = appointment("Sat 12 Sep 2026 07:30", service="Right total knee replacement")
_PLAN = covered("Acorn Health", plan="Medicare Advantage")


def _approved(words, **more):
    more.setdefault("reference", "PA-1")
    return payer_answer("approved", "24 Jul 2026", payer="Acorn Health", quote=words, **more)


EXAMPLES = [
    Example("total booked, partial approved", chart_of(_KNEE, _PLAN, _approved("Approved: partial knee replacement (27446), right")),
            _NOW, 1, "a partial one (27446)", band=Band.CLOCK, due="Tue 8 Sep 2026 16:00"),
    Example("the plan's note says total, the booking does not", chart_of(
            appointment("Sat 12 Sep 2026 07:30", service="Right knee replacement"), _PLAN,
            document("Plan", "Wed 12 Aug 2026", text="Right total knee replacement in September."),
            _approved("Approved: partial knee replacement, right")), _NOW, 1),
    Example("the other side", chart_of(_KNEE, _PLAN, _approved("Approved: total knee replacement, left")), _NOW, 1, "left"),
    Example("it has run out by the day", chart_of(_KNEE, _PLAN, _approved("Approved: total knee replacement, right",
            expires="31 Aug 2026")), _NOW, 1, "ends 31 Aug 2026"),
    Example("it fits", chart_of(_KNEE, _PLAN, _approved("Approved: total knee replacement, right", expires="31 Dec 2026")), _NOW, 0),
    Example("a second approval fits", chart_of(_KNEE, _PLAN, _approved("Approved: partial knee replacement, right"),
            _approved("Approved: total knee replacement, right", reference="PA-2")), _NOW, 0),
    Example("an approval for a scan of the chest", chart_of(_KNEE, _PLAN, _approved("Approved: CT scan of the chest")), _NOW, 0),
    Example("refused, which is another rule's", chart_of(_KNEE, _PLAN, payer_answer("denied", "24 Jul 2026",
            quote="Denied: partial knee replacement, right")), _NOW, 0),
]  # fmt: skip
