"""Metformin with contrast: a scan with iodinated contrast is booked, and the kidneys or the label say ask."""

from datetime import date, timedelta

from northstar.knowledge import before_procedures
from northstar.rules.contradiction import DELAY, asked, looks
from northstar.rules.examples import (
    appointment,
    chart_of,
    document,
    prescribed,
    problem,
    result,
)
from northstar.rules.instructions import HOLD, told_of
from northstar.rules.medicines import medicines
from northstar.rules.procedures_ahead import imaging_ahead
from northstar.rules.signal import Band, Because, Example, LookAgain, Signal, because

_EGFR = ("33914-3", "62238-1", "98979-8", "69405-9", "48642-3", "88293-6")
_FRESH = timedelta(days=365)
_LABELLED = ("heart failure", "liver disease", "cirrhosis", "alcohol use disorder", "alcoholism")


def find(chart, now):
    """Only where the label asks: eGFR from 30 to 60, heart failure, liver disease, alcoholism."""
    known = medicines(chart, now.tzinfo)
    plans = [p for p in imaging_ahead(chart, now) if p.mention.family == "contrast-ct"]
    value = known.in_use(now.date()).get("metformin") if plans else None
    for plan in plans:
        if value is None:
            break
        why = _why(chart, now)
        told = told_of(chart, plan, "metformin")
        if why is None or (told and told[-1].what == HOLD):
            continue
        rule = before_procedures.row("metformin-contrast", plan.at.date(), "metformin")
        yield from asked(
            plan, now, key="metformin", severity=DELAY, ask=f"{plan.office} and the prescriber of metformin",
            says=f"takes metformin and is booked for {plan.name}",
            two=(plan.booking(), why, Because(f"In use: {value.code.words}", value.source, value.quote),
                 Because(f"The label: {rule.note} ({rule.cites})")),
            question=f"Our patient takes metformin and has {plan.name} on {plan.said}; {why.says.lower()}. "
            "Is metformin held, and who looks at the kidneys before it is begun again?",
        )  # fmt: skip
    if plans:
        yield from (LookAgain(day) for day in known.ends() if day > now.date())
        newest = _egfr(chart)
        if newest and newest.began and newest.began.start + _FRESH > now:
            yield LookAgain((newest.began.start + _FRESH).astimezone(now.tzinfo))
    yield from looks(chart, now)


def _egfr(chart):
    found = [
        o for o in chart.observed(*_EGFR) if o.number is not None and o.status != "entered-in-error"
    ]
    return found[-1] if found else None


def _why(chart, now):
    newest = _egfr(chart)
    if newest and newest.began and now < newest.began.start + _FRESH and 30 <= newest.number <= 60:
        return because(newest, f"eGFR {newest.number:g}")
    for found in chart.conditions:
        words = found.code.words.lower()
        if (
            not found.absent
            and found.clinical_status in ("active", "")
            and any(w in words for w in _LABELLED)
        ):
            return because(found, f"On the problem list: {found.code.words}")
    return None


SIGNAL = Signal(
    code="metformin-with-contrast",
    title="Metformin and contrast",
    why="Not a contradiction for everyone: the label asks for it where the kidneys are weaker, and then somebody must look at them after.",
    cites="FDA Drug Safety Communication, metformin and kidney function, 8 Apr 2016",
    reviewed=date(2026, 11, 22),
    find=find,
    band=Band.REST,
    minutes=6,
    kinds=("Appointment", "ServiceRequest", "MedicationRequest", "MedicationDispense", "Observation", "Condition"),
    needs_answer=True,
)  # fmt: skip

_NOW = "Tue 8 Sep 2026 07:30"
_SCAN = appointment(
    "Mon 14 Sep 2026 09:00", service="CT of the abdomen with contrast", location="Imaging"
)
_METFORMIN = prescribed("metformin 500 MG Oral Tablet", "14 Jun 2024")


def _kidneys(number, at="Mon 3 Aug 2026"):
    return result("eGFR", number, "mL/min/1.73m2", at, loinc="98979-8")


EXAMPLES = [
    Example("weaker kidneys", chart_of(_SCAN, _METFORMIN, _kidneys(42)), _NOW, 1, "takes metformin"),
    Example("heart failure on the list", chart_of(_SCAN, _METFORMIN, _kidneys(80), problem("Heart failure")), _NOW, 1),
    Example("good kidneys", chart_of(_SCAN, _METFORMIN, _kidneys(80)), _NOW, 0),
    Example("without contrast", chart_of(appointment("Mon 14 Sep 2026 09:00", service="CT of the abdomen without contrast"),
            _METFORMIN, _kidneys(42)), _NOW, 0),
    Example("held, says the sheet", chart_of(_SCAN, _METFORMIN, _kidneys(42), document("Before your scan", "Fri 4 Sep 2026",
            text="Do not take metformin on the day and for two days after.")), _NOW, 0),
]  # fmt: skip
