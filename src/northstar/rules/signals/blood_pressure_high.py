"""Blood pressure high: the latest day's lowest reading is above the goal."""

from datetime import date

from northstar.knowledge.screening import BLOOD_PRESSURE, BP_HIGH, HYPERTENSION, HYPERTENSION_SNOMED
from northstar.rules.examples import chart_of, patient, problem, result, stay
from northstar.rules.gaps import excluded, has_condition
from northstar.rules.pressures import latest_day
from northstar.rules.signal import Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import with_year


def find(chart, now):
    """Rides on the next contact where high blood pressure is known."""
    reading = latest_day(chart, now.tzinfo)
    if not reading or not has_condition(chart, HYPERTENSION, HYPERTENSION_SNOMED):
        return
    yield LookAgain(date(now.year + 1, 1, 1))
    if reading.reaches(BP_HIGH) and not excluded(chart, BLOOD_PRESSURE, now.year):
        yield Finding(
            key="blood pressure",
            says=f"had a blood pressure of {reading.words} on {with_year(reading.day)}",
            because=(
                because(reading.fact, f"{reading.fact.code.words}, {with_year(reading.day)}"),
            ),
            factors={"pressure above the goal": 2},
            matter="care gaps",
        )


SIGNAL = Signal(
    code="blood-pressure-high",
    title="Blood pressure above the goal",
    why="One reading is a number; two on different days are a reason to ask.",
    cites="CMS165, eCQM 2025: below 140 and below 90 on the most recent day",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="When you next speak: ask for a home reading, and whether the tablets are taken as meant",
    minutes=4,
    kinds=("Observation", "Condition", "Encounter"),
    rides=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_KNOWN = problem("Essential hypertension", icd10cm="I10")


def _high(number: float, day: str):
    return result(
        "Systolic blood pressure", number, "mm[Hg]", day, loinc="8480-6", category="vital-signs"
    )


EXAMPLES = [
    Example(
        "152 in August",
        chart_of(patient(born="1960"), _KNOWN, _high(152, "20 Aug 2026")),
        _NOW,
        1,
        says="152",
    ),
    Example(
        "the lowest of the day counts",
        chart_of(_KNOWN, _high(152, "20 Aug 2026"), _high(134, "20 Aug 2026")),
        _NOW,
        0,
    ),
    Example(
        "well since",
        chart_of(_KNOWN, _high(152, "20 Jul 2026"), _high(128, "20 Aug 2026")),
        _NOW,
        0,
    ),
    Example(
        "measured in hospital",
        chart_of(_KNOWN, _high(180, "5 Sep 2026"), stay(admitted="4 Sep 2026")),
        _NOW,
        0,
    ),
    Example("no high pressure known", chart_of(_high(142, "20 Aug 2026")), _NOW, 0),
]
