"""Colorectal screening gap: no test that still counts, by any of the ways."""

from datetime import date, datetime

from northstar.chart.chart import Chart
from northstar.knowledge.screening import COLORECTAL
from northstar.rules.examples import chart_of, heard, patient, problem, procedure, result
from northstar.rules.gaps import gap
from northstar.rules.signal import Example, Signal


def find(chart: Chart, now: datetime):
    """Rides on the next contact; opens no line of its own."""
    yield from gap(chart, now, COLORECTAL)


SIGNAL = Signal(
    code="colorectal-screening-gap",
    title="No colorectal screening in time",
    why="A kit by mail finds what nobody feels; choice of the way raises the odds.",
    cites=COLORECTAL.row.cites,
    reviewed=date(2026, 11, 1),
    find=find,
    minutes=3,
    kinds=("Patient", "Condition", "Observation", "Procedure", "DiagnosticReport"),
    rides=True,
    argues_from_silence=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_HEARD = heard("clinic", "Observation Procedure DiagnosticReport", "1 Jan 2020", "8 Sep 2026 06:00")
_BORN = patient(born="3 May 1966")

EXAMPLES = [
    Example(
        "a stool test two years ago",
        chart_of(_BORN, result("FIT", 12, "ng/mL", "1 Jul 2024", loinc="29771-3"), heard=[_HEARD]),
        _NOW,
        1,
    ),
    Example(
        "a colonoscopy nine years ago",
        chart_of(_BORN, procedure("Colonoscopy", "1 Jul 2017"), heard=[_HEARD]),
        _NOW,
        0,
    ),
    Example(
        "a colonoscopy eleven years ago",
        chart_of(_BORN, procedure("Colonoscopy", "1 Jul 2015"), heard=[_HEARD]),
        _NOW,
        1,
    ),
    Example(
        "the colon was removed",
        chart_of(_BORN, procedure("Total colectomy", "2010"), heard=[_HEARD]),
        _NOW,
        0,
    ),
    Example(
        "had the cancer",
        chart_of(_BORN, problem("Malignant neoplasm of colon", icd10cm="C18.9"), heard=[_HEARD]),
        _NOW,
        0,
    ),
    Example("too young", chart_of(patient(born="3 May 1990"), heard=[_HEARD]), _NOW, 0),
]
