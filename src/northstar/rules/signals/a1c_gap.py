"""A1c gap: diabetes, and no A1c in a year that any source heard throughout."""

from datetime import date, datetime

from northstar.chart.chart import Chart
from northstar.knowledge.screening import A1C_MEASURE
from northstar.rules.examples import chart_of, heard, patient, problem, result, stay
from northstar.rules.gaps import gap
from northstar.rules.signal import Example, Signal


def find(chart: Chart, now: datetime):
    """Rides on the next contact; opens no line of its own."""
    yield from gap(chart, now, A1C_MEASURE)


SIGNAL = Signal(
    code="a1c-gap",
    title="No A1c in a year",
    why="A year without the number is a year without a chance to change course.",
    cites=A1C_MEASURE.row.cites,
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
_DIABETES = problem("Type 2 diabetes", icd10cm="E11.9", since="2015")


def _a1c(day: str):
    return result("HbA1c", 7.4, "%", day, loinc="4548-4")


EXAMPLES = [
    Example(
        "fourteen months ago",
        chart_of(_BORN, _DIABETES, _a1c("1 Jul 2025"), heard=[_HEARD]),
        _NOW,
        1,
    ),
    Example("never", chart_of(_BORN, _DIABETES, heard=[_HEARD]), _NOW, 1),
    Example(
        "in March",
        chart_of(_BORN, _DIABETES, _a1c("1 Mar 2026"), heard=[_HEARD]),
        _NOW,
        0,
        looks_again="1 Jan 2027",
    ),
    Example("no diabetes", chart_of(_BORN, heard=[_HEARD]), _NOW, 0),
    Example(
        "in hospice",
        chart_of(_BORN, _DIABETES, problem("Hospice care", snomed="385763009"), heard=[_HEARD]),
        _NOW,
        0,
    ),
    Example("the laboratory was not heard", chart_of(_BORN, _DIABETES), _NOW, 0),
    Example(
        "a gap in the feed within the year",
        chart_of(
            _BORN,
            _DIABETES,
            heard=[
                heard(
                    "clinic",
                    "Observation",
                    "1 Jan 2020",
                    "8 Sep 2026 06:00",
                    gaps=[("1 Feb 2026", "20 Feb 2026")],
                )
            ],
        ),
        _NOW,
        0,
    ),
    Example(
        "went home to hospice",
        chart_of(
            _BORN,
            _DIABETES,
            stay(admitted="1 Aug 2026", left="9 Aug 2026", disposition="hospice-home"),
            heard=[_HEARD],
        ),
        _NOW,
        0,
    ),
    Example(
        "seventy-six this year",
        chart_of(patient(born="3 May 1950"), _DIABETES, heard=[_HEARD]),
        _NOW,
        0,
    ),
    Example(
        "has died",
        chart_of(patient(born="3 May 1960", died="1 Sep 2026"), _DIABETES, heard=[_HEARD]),
        _NOW,
        0,
    ),
]
