"""Blood pressure gap: high blood pressure, and no reading in a year."""

from datetime import date, datetime

from northstar.chart.chart import Chart
from northstar.knowledge.screening import BLOOD_PRESSURE
from northstar.rules.examples import chart_of, heard, patient, problem, result
from northstar.rules.gaps import gap
from northstar.rules.signal import Example, Signal


def find(chart: Chart, now: datetime):
    """Rides on the next contact; opens no line of its own."""
    yield from gap(chart, now, BLOOD_PRESSURE)


SIGNAL = Signal(
    code="blood-pressure-gap",
    title="No blood pressure in a year",
    why="It has no symptoms; only the cuff tells.",
    cites=BLOOD_PRESSURE.row.cites,
    reviewed=date(2026, 11, 1),
    find=find,
    minutes=3,
    kinds=("Patient", "Condition", "Observation"),
    rides=True,
    argues_from_silence=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_HEARD = heard("clinic", "Observation", "1 Jan 2020", "8 Sep 2026 06:00")
_BORN = patient(born="3 May 1960")
_PRESSURE = problem("Essential hypertension", icd10cm="I10", since="2015")


def _read(day: str):
    return result(
        "Systolic blood pressure", 128, "mm[Hg]", day, loinc="8480-6", category="vital-signs"
    )


EXAMPLES = [
    Example(
        "two years ago", chart_of(_BORN, _PRESSURE, _read("1 Jul 2024"), heard=[_HEARD]), _NOW, 1
    ),
    Example("last month", chart_of(_BORN, _PRESSURE, _read("1 Aug 2026"), heard=[_HEARD]), _NOW, 0),
    Example(
        "on dialysis",
        chart_of(
            _BORN, _PRESSURE, problem("End stage renal disease", icd10cm="N18.6"), heard=[_HEARD]
        ),
        _NOW,
        0,
    ),
    Example("no high pressure", chart_of(_BORN, heard=[_HEARD]), _NOW, 0),
]
