"""Consent for another procedure: the form names another operation, or another part of the body."""

from datetime import date, timedelta

from northstar.rules.contradiction import GRAVE, asked, looks
from northstar.rules.examples import appointment, chart_of, document
from northstar.rules.papers import within
from northstar.rules.procedure_words import mentions
from northstar.rules.procedures_ahead import ahead, alike, others, told_by
from northstar.rules.signal import Band, Example, Signal

_FRESH = timedelta(days=120)


def find(chart, now):
    """The latest consent near each plan: does one name it, and if none does, is one almost it?"""
    for plan in ahead(chart, now):
        against = _against(chart, plan, now)
        if not against:
            continue
        paper, mention = against
        yield from asked(
            plan, now, key="consent-procedure", severity=GRAVE, ask=plan.office,
            says=f"is booked for {plan.name}, and the consent is for something else",
            two=(plan.telling("extent"), paper.says(mention.quote, told_by(paper), mention.start)),
            question=f"The booking for {plan.said} is {plan.name}; the consent reads “{mention.quote[:160]}”. "
            "Which is to be done, and will you send a consent for it?",
        )  # fmt: skip
    yield from looks(chart, now)


def _against(chart, plan, now):
    forms = [p for p in within(chart, plan.at - _FRESH, plan.at) if p.consent]
    named = [(p, m) for p in forms for m in mentions(p.text) if m.planned and not m.imaging]
    if not named:
        return None
    last = named[-1][0].document
    of_plan = [(p, m) for p, m in named if alike(plan.mention, m)]
    if of_plan:
        last = of_plan[-1][0].document
        return next(
            ((p, m) for p, m in of_plan if p.document == last and _other_extent(plan, m)), None
        )
    near = [(p, m) for p, m in named if p.document == last and _near(plan.mention, m)]
    taken = [o for o in others(chart, plan, now.tzinfo) for _, m in near if alike(o.mention, m)]
    return near[0] if near and not taken else None


def _other_extent(plan, mention) -> bool:
    return bool(plan.extent and mention.extent and plan.extent != mention.extent)


def _near(planned, mention) -> bool:
    """The same kind of operation elsewhere on the body, or another operation on the same place."""
    if planned.family == mention.family and planned.family != "surgery":
        return bool(planned.site and mention.site)
    return bool(planned.site) and planned.site == mention.site


SIGNAL = Signal(
    code="consent-for-other-procedure",
    title="Consent for another procedure",
    why="A person has agreed to what the form says, and to nothing else.",
    cites="42 CFR 482.51(b)(2) and 482.24(c)(4)(v) (a properly executed consent for the procedure); "
    "The Joint Commission, Universal Protocol UP.01.01.01",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=6,
    kinds=("Appointment", "ServiceRequest", "Procedure", "DocumentReference", "Section"),
    needs_answer=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_KNEE = appointment("Sat 12 Sep 2026 07:30", service="Right total knee replacement")


def _form(text, at="Thu 3 Sep 2026"):
    return document("Consent", at, text=text)


EXAMPLES = [
    Example("consent for a hip", chart_of(_KNEE, _form("I consent to: right hip replacement.")), _NOW, 1,
            "for something else"),
    Example("consent for an arthroscopy of the same knee", chart_of(_KNEE,
            _form("I consent to: right knee arthroscopy.")), _NOW, 1),
    Example("total booked, partial agreed", chart_of(_KNEE,
            _form("I consent to: right partial knee replacement.")), _NOW, 1),
    Example("the same in other words", chart_of(_KNEE, _form("I consent to: right TKA.")), _NOW, 0),
    Example("a consent for a colonoscopy in June is another matter", chart_of(_KNEE,
            _form("I consent to: colonoscopy.", "Mon 15 Jun 2026")), _NOW, 0),
    Example("an arthroscopy of this knee is booked too", chart_of(_KNEE,
            appointment("Thu 1 Oct 2026 09:00", service="Right knee arthroscopy"),
            _form("I consent to: right knee arthroscopy.")), _NOW, 0),
    Example("no consent has come", chart_of(_KNEE), _NOW, 0),
]  # fmt: skip
