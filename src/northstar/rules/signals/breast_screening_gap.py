"""Breast screening gap: no mammogram that still counts."""

from datetime import date, datetime

from northstar.chart.chart import Chart
from northstar.knowledge.screening import BREAST
from northstar.rules.examples import chart_of, heard, patient, problem, procedure
from northstar.rules.gaps import gap
from northstar.rules.signal import Example, Signal


def find(chart: Chart, now: datetime):
    """Rides on the next contact; opens no line of its own."""
    yield from gap(chart, now, BREAST)


SIGNAL = Signal(
    code="breast-screening-gap",
    title="No mammogram in time",
    why="Most who missed one meant to go.",
    cites=BREAST.row.cites,
    reviewed=date(2026, 11, 1),
    find=find,
    minutes=3,
    kinds=("Patient", "Condition", "Observation", "Procedure", "DiagnosticReport"),
    rides=True,
    argues_from_silence=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_HEARD = heard("clinic", "Observation Procedure DiagnosticReport", "1 Jan 2020", "8 Sep 2026 06:00")
_SHE = patient(born="3 May 1966", gender="female")

EXAMPLES = [
    Example(
        "three years ago",
        chart_of(_SHE, procedure("Screening mammography", "1 Jul 2023"), heard=[_HEARD]),
        _NOW,
        1,
    ),
    Example(
        "two years back in November still counts this year",
        chart_of(_SHE, procedure("Mammogram", "1 Nov 2024"), heard=[_HEARD]),
        _NOW,
        0,
        looks_again="1 Jan 2027",
    ),
    Example(
        "she declined in spring",
        chart_of(_SHE, procedure("Mammogram", "1 Apr 2026", status="not-done"), heard=[_HEARD]),
        _NOW,
        0,
        looks_again="1 Jan 2027",
    ),
    Example(
        "both breasts removed",
        chart_of(_SHE, procedure("Bilateral mastectomy", "2019"), heard=[_HEARD]),
        _NOW,
        0,
    ),
    Example("a man", chart_of(patient(born="3 May 1966", gender="male"), heard=[_HEARD]), _NOW, 0),
    Example(
        "aged 80", chart_of(patient(born="3 May 1946", gender="female"), heard=[_HEARD]), _NOW, 0
    ),
    Example(
        "frail with dementia at 70",
        chart_of(
            patient(born="3 May 1956", gender="female"),
            problem("Frailty", icd10cm="R54"),
            problem("Dementia", icd10cm="F03.90"),
            heard=[_HEARD],
        ),
        _NOW,
        0,
    ),
]
