"""Blood pressure very high: a reading this week that should not wait for the next visit."""

from datetime import date, timedelta

from northstar.knowledge.screening import BP_VERY_HIGH
from northstar.rules.examples import chart_of, result, stay
from northstar.rules.pressures import latest_day
from northstar.rules.signal import Band, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import with_year

_A_WEEK = timedelta(days=7)


def find(chart, now):
    """For a week after the reading, known or not; a later lower day settles it."""
    reading = latest_day(chart, now.tzinfo)
    if not reading or not reading.reaches(BP_VERY_HIGH):
        return
    until = reading.fact.began.start + _A_WEEK
    if now < until:
        yield LookAgain(until)
        yield Finding(
            key=f"blood pressure {reading.day}",
            says=f"had a blood pressure of {reading.words} on {with_year(reading.day)}",
            because=(
                because(reading.fact, f"{reading.fact.code.words}, {with_year(reading.day)}"),
            ),
            due=reading.day,
            factors={"very high pressure this week": 5},
            matter="blood pressure",
        )


SIGNAL = Signal(
    code="blood-pressure-very-high",
    title="Blood pressure very high",
    why="A reading from home or a pharmacy reaches nobody by itself.",
    cites="ACC/AHA 2017: 180 or 120 and above (verify)",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="Ask the nurse to call today: how do they feel, and measure again after five quiet minutes",
    minutes=8,
    wants="nurse",
    kinds=("Observation", "Encounter"),
)

_NOW = "Tue 8 Sep 2026 07:30"


def _read(number: float, day: str):
    return result(
        "Systolic blood pressure", number, "mm[Hg]", day, loinc="8480-6", category="vital-signs"
    )


EXAMPLES = [
    Example(
        "both numbers sent as one text",
        chart_of(
            result(
                "Blood pressure",
                None,
                "mm[Hg]",
                "3 Sep 2026",
                loinc="85354-9",
                text="198/122 mmHg",
            )
        ),
        _NOW,
        1,
        says="198 over 122",
    ),
    Example(
        "192 on Sunday",
        chart_of(_read(192, "Sun 6 Sep 2026 10:00")),
        _NOW,
        1,
        band=Band.HARM,
        looks_again="13 Sep 2026",
    ),
    Example(
        "192 and an hour later 150",
        chart_of(_read(192, "Sun 6 Sep 2026 10:00"), _read(150, "Sun 6 Sep 2026 11:00")),
        _NOW,
        0,
    ),
    Example("in August", chart_of(_read(192, "20 Aug 2026")), _NOW, 0),
    Example(
        "measured in hospital",
        chart_of(_read(192, "6 Sep 2026"), stay(admitted="4 Sep 2026")),
        _NOW,
        0,
    ),
]
