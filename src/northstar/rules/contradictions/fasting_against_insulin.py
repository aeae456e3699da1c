"""Fasting against insulin: nothing may be eaten before the operation, and the insulin stays as it was."""

from datetime import date, datetime, time, timedelta

from northstar.knowledge import before_procedures
from northstar.knowledge.ingredients import classes_of
from northstar.rules.contradiction import SERIOUS, asked, looks
from northstar.rules.examples import appointment, chart_of, document, prescribed
from northstar.rules.instructions import HOLD, LESS, fasting, told_of
from northstar.rules.medicines import medicines
from northstar.rules.procedures_ahead import ahead, told_by
from northstar.rules.signal import Band, Because, Example, LookAgain, Signal


def find(chart, now):
    """An insulin plan for the fasting night is one that says less, half or none; "as usual" is none."""
    known = medicines(chart, now.tzinfo)
    plans = ahead(chart, now)
    in_use = known.in_use(now.date()) if plans else {}
    insulin = {name: value for name, value in in_use.items() if "insulin" in classes_of(name)}
    for plan in plans if insulin else ():
        eats_nothing = fasting(chart, plan)
        told = [t for name in insulin for t in told_of(chart, plan, name)]
        told.sort(
            key=lambda t: (t.paper.written.start.timestamp() if t.paper.written else 0.0, t.start)
        )
        if eats_nothing is None or (told and told[-1].what in (HOLD, LESS)):
            continue
        name, value = next(iter(insulin.items()))
        second = (
            told[-1].paper.says(told[-1].quote, told_by(told[-1].paper), told[-1].start)
            if told
            else Because(f"In use: {value.code.words}", value.source, value.quote)
        )
        rule = before_procedures.row("fasting-insulin", plan.at.date(), "insulin")
        yield from asked(
            plan, now, key="fasting", severity=SERIOUS, ask=f"{plan.office} and {_prescriber(value)}",
            says=f"is to eat nothing before {plan.name}, and the insulin stays as it was",
            two=(eats_nothing.paper.says(eats_nothing.quote, told_by(eats_nothing.paper), eats_nothing.start), second,
                *([Because(f"In use: {value.code.words}", value.source, value.quote)] if told else []),
                            Because(f"The guideline: {rule.note} ({rule.cites})")),
            question=f"Our patient uses {name} and is told to eat nothing before {plan.name} on {plan.said}. How much "
            "insulin the evening before and that morning, and what if the sugar is low?",
            before=_evening_before(plan),
        )  # fmt: skip
    if plans:
        yield from (LookAgain(day) for day in known.ends() if day > now.date())
    yield from looks(chart, now)


def _prescriber(value) -> str:
    named = getattr(value, "requester", "") or getattr(value, "prescriber", "")
    return named or "the prescriber of the insulin"


def _evening_before(plan) -> datetime:
    day = plan.at.date() - timedelta(days=1)
    return datetime.combine(day, time(18), tzinfo=plan.at.tzinfo)


SIGNAL = Signal(
    code="fasting-against-insulin",
    title="Fasting, and insulin as usual",
    why="A full dose on an empty stomach is a low sugar at three in the morning, alone.",
    cites="ADA Standards of Care in Diabetes, perioperative care; ASA practice guidelines for preoperative fasting (2017, 2023)",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.HARM,
    minutes=8,
    kinds=("Appointment", "ServiceRequest", "MedicationRequest", "MedicationDispense", "DocumentReference", "Section"),
    needs_answer=True,
)  # fmt: skip

_NOW = "Tue 8 Sep 2026 07:30"
_KNEE = appointment("Sat 12 Sep 2026 07:30", service="Right knee replacement", practitioner="Dr. A")
_GLARGINE = prescribed("insulin glargine 100 UNT/ML", "7 Feb 2023")


def _sheet(text, at="Wed 26 Aug 2026"):
    return document("Before your surgery", at, text=text)


EXAMPLES = [
    Example("insulin as usual", chart_of(_KNEE, _GLARGINE, _sheet("Eat nothing after midnight. Insulin 22 units at bedtime as usual.")),
            _NOW, 1, "is to eat nothing", due="Fri 11 Sep 2026 16:00"),
    Example("no word about the insulin", chart_of(_KNEE, _GLARGINE, _sheet("NPO after midnight.")), _NOW, 1),
    Example("half the insulin", chart_of(_KNEE, _GLARGINE, _sheet("Eat nothing after midnight. Take half your insulin at bedtime.")), _NOW, 0),
    Example("corrected later", chart_of(_KNEE, _GLARGINE, _sheet("Eat nothing after midnight. Insulin as usual."),
            _sheet("Insulin glargine 16 units, reduced, the evening before.", "Mon 7 Sep 2026")), _NOW, 0),
    Example("fasting for a blood test", chart_of(_KNEE, _GLARGINE, _sheet("Nothing to eat before the lipid blood test.")), _NOW, 0),
    Example("no insulin", chart_of(_KNEE, _sheet("Eat nothing after midnight.")), _NOW, 0),
]  # fmt: skip
