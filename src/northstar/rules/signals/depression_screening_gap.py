"""Depression screening gap: seen within the year, and never asked."""

from datetime import date, datetime

from northstar.chart.chart import Chart
from northstar.knowledge.screening import DEPRESSION
from northstar.rules.examples import chart_of, heard, patient, problem, result, visit
from northstar.rules.gaps import gap
from northstar.rules.signal import Example, Signal


def find(chart: Chart, now: datetime):
    """Rides on the next contact; opens no line of its own."""
    yield from gap(chart, now, DEPRESSION)


SIGNAL = Signal(
    code="depression-screening-gap",
    title="Not asked about mood in a year",
    why="Two questions at a visit; nobody says it unasked.",
    cites=DEPRESSION.row.cites,
    reviewed=date(2026, 11, 1),
    find=find,
    minutes=3,
    kinds=("Patient", "Condition", "Observation", "Encounter"),
    rides=True,
    argues_from_silence=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_HEARD = heard("clinic", "Observation", "1 Jan 2020", "8 Sep 2026 06:00")
_BORN = patient(born="3 May 1966")
_SEEN = visit("Wed 3 Jun 2026 10:00")

EXAMPLES = [
    Example("seen in June, not asked", chart_of(_BORN, _SEEN, heard=[_HEARD]), _NOW, 1),
    Example(
        "asked in June",
        chart_of(
            _BORN,
            _SEEN,
            result("PHQ-2", 1, "", "3 Jun 2026", loinc="55758-7", category="survey"),
            heard=[_HEARD],
        ),
        _NOW,
        0,
    ),
    Example("not seen this year", chart_of(_BORN, visit("3 Jun 2025"), heard=[_HEARD]), _NOW, 0),
    Example(
        "bipolar disorder",
        chart_of(_BORN, _SEEN, problem("Bipolar disorder", icd10cm="F31.9"), heard=[_HEARD]),
        _NOW,
        0,
    ),
    Example("a child of ten", chart_of(patient(born="3 May 2016"), _SEEN, heard=[_HEARD]), _NOW, 0),
]
