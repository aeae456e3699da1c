"""Consent for the other side: the form says left, the booking says right, or the other way round."""

from datetime import date

from northstar.rules.contradiction import GRAVE, asked, looks
from northstar.rules.examples import appointment, chart_of, document
from northstar.rules.procedure_words import of_a_pair, other_side
from northstar.rules.procedures_ahead import ahead, others, told_by
from northstar.rules.signal import Band, Example, Signal


def find(chart, now):
    """The latest consent for each plan decides; an earlier wrong one that was replaced says nothing."""
    for plan in ahead(chart, now):
        latest = _latest(plan)
        if (
            not latest
            or not of_a_pair(plan.mention.site)
            or _meant_otherwise(chart, plan, latest, now)
        ):
            continue
        paper, mention = latest
        yield from asked(
            plan, now, key="consent-side", severity=GRAVE, ask=plan.office,
            says=f"is booked for the {plan.side} {plan.mention.site}, and the consent says {mention.side}",
            two=(plan.telling("side"), paper.says(mention.quote, told_by(paper), mention.start)),
            question=f"The booking for {plan.said} says {plan.side} {plan.mention.site}; the consent form says "
            f"{mention.side}. Which side is it, and will you send the corrected form?",
        )  # fmt: skip
    yield from looks(chart, now)


def _latest(plan):
    """The latest consent that names a side, if that is the other one in every sentence of it."""
    signed = [(p, m) for p, m in plan.spoken if p.consent and m.side]
    if not signed:
        return None
    last = signed[-1][0]
    same = [(p, m) for p, m in signed if p.document == last.document and p.feed == last.feed]
    against = [pair for pair in same if other_side(pair[1].side, plan.side)]
    return against[0] if len(against) == len(same) else None


def _meant_otherwise(chart, plan, latest, now) -> bool:
    """The same operation is booked for the other side too: the form belongs to that one."""
    return any(
        other.mention.site == plan.mention.site and other.side == latest[1].side
        for other in others(chart, plan, now.tzinfo)
    )


SIGNAL = Signal(
    code="consent-for-other-side",
    title="Consent for the other side",
    why="A form with the wrong side is the step before an operation on the wrong side; who signed and who "
    "operates must both look again.",
    cites="The Joint Commission, Universal Protocol UP.01.01.01 (documents match the procedure and the site); "
    "42 CFR 482.51(b)(2) (an executed consent form in the chart before surgery)",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=6,
    kinds=("Appointment", "ServiceRequest", "Procedure", "DocumentReference", "Section"),
    needs_answer=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_KNEE = appointment("Sat 12 Sep 2026 07:30", service="Right knee replacement", practitioner="Dr. A")


def _form(text, at="Thu 3 Sep 2026", **more):
    return document("Consent to surgery", at, text=text, **more)


EXAMPLES = [
    Example("booked right, consent left", chart_of(_KNEE, _form("I consent to: LEFT total knee replacement.")),
            _NOW, 1, "the consent says left", due="Fri 11 Sep 2026 16:00"),
    Example("both say right", chart_of(_KNEE, _form("I consent to a right total knee arthroplasty.")), _NOW, 0),
    Example("a corrected form came later", chart_of(_KNEE, _form("I agree to left knee replacement."),
            _form("I agree to right knee replacement.", "Mon 7 Sep 2026")), _NOW, 0),
    Example("the corrected form was taken back", chart_of(_KNEE, _form("I agree to left knee replacement."),
            _form("I agree to right knee replacement.", "Mon 7 Sep 2026", status="entered-in-error")), _NOW, 1),
    Example("the left knee was done in 2019, says the form", chart_of(_KNEE, _form(
            "I consent to right knee replacement.\nPrevious surgery: left knee replacement in 2019.")), _NOW, 0),
    Example("staged: the left one is booked too", chart_of(_KNEE,
            appointment("Tue 20 Oct 2026 07:30", service="Left knee replacement"),
            _form("I consent to left knee replacement.")), _NOW, 0),
    Example("both eyes", chart_of(appointment("Thu 10 Sep 2026 09:00", service="Cataract surgery, left eye"),
            _form("Consent for cataract surgery of both eyes.")), _NOW, 0),
    Example("the wrong eye", chart_of(appointment("Thu 10 Sep 2026 09:00", service="Cataract surgery, left eye"),
            _form("Consent for cataract surgery, right eye.")), _NOW, 1),
    Example("the operation is over", chart_of(_KNEE, _form("I consent to left knee replacement.")),
            "Mon 14 Sep 2026 08:00", 0),
]  # fmt: skip
