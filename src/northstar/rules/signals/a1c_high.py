"""A1c high: the latest A1c is above nine percent."""

from datetime import date

from northstar.knowledge.screening import A1C, A1C_HIGH, A1C_MEASURE, DIABETES, DIABETES_SNOMED
from northstar.rules.examples import chart_of, patient, problem, result
from northstar.rules.gaps import excluded, has_condition
from northstar.rules.signal import Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import amount, with_year

_UNITS = frozenset({"%", "", "mmol/mol"})
_NOT_A_RESULT = frozenset({"cancelled", "entered-in-error"})


def _percent(o) -> float:
    """In percent; what was sent in mmol/mol by the published relation of the two (NGSP and IFCC)."""
    return o.number if o.unit in ("%", "") else 0.09148 * o.number + 2.152


def find(chart, now):
    """The lowest value of the latest day with one, as the measure reads it; rides on the next contact."""
    known = [
        o
        for o in chart.observed(*sorted(A1C))
        if o.number is not None
        and o.unit.lower() in _UNITS
        and o.began
        and o.status not in _NOT_A_RESULT
    ]
    if not known or not has_condition(chart, DIABETES, DIABETES_SNOMED):
        return
    yield LookAgain(date(now.year + 1, 1, 1))
    day = known[-1].began.first_day(now.tzinfo)
    lowest = min((o for o in known if o.began.first_day(now.tzinfo) == day), key=_percent)
    if _percent(lowest) > float(A1C_HIGH.value) and not excluded(chart, A1C_MEASURE, now.year):
        yield Finding(
            key="a1c",
            says=f"had an A1c of {_percent(lowest):.3g} % on {with_year(day)}",
            because=(because(lowest, f"{lowest.code.words} {amount(lowest)}"),),
            factors={"A1c above nine": 2},
            matter="care gaps",
        )


SIGNAL = Signal(
    code="a1c-high",
    title="A1c above nine",
    why="A high number is a question about supplies, meals, work and cost before it is one about will.",
    cites=A1C_HIGH.cites,
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="When you next speak: ask what makes it hard, and whether a visit or class would fit the week",
    minutes=5,
    kinds=("Observation", "Condition"),
    rides=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_DIABETES = problem("Type 2 diabetes", icd10cm="E11.9")
EXAMPLES = [
    Example(
        "sent in mmol/mol",
        chart_of(_DIABETES, result("A1c", 108, "mmol/mol", "1 Aug 2026", loinc="59261-8")),
        _NOW,
        1,
        says="an A1c of 12 %",
    ),
    Example(
        "an A1c that was entered in error",
        chart_of(
            _DIABETES,
            result("A1c", 14, "%", "1 Aug 2026", loinc="4548-4", status="entered-in-error"),
        ),
        _NOW,
        0,
    ),
    Example(
        "10.2",
        chart_of(
            patient(born="1960"), _DIABETES, result("A1c", 10.2, "%", "1 Aug 2026", loinc="4548-4")
        ),
        _NOW,
        1,
        says="10.2 %",
    ),
    Example(
        "nine is not above nine",
        chart_of(_DIABETES, result("A1c", 9.0, "%", "1 Aug 2026", loinc="4548-4")),
        _NOW,
        0,
    ),
    Example(
        "better since",
        chart_of(
            _DIABETES,
            result("A1c", 10.2, "%", "1 Feb 2026", loinc="4548-4"),
            result("A1c", 7.9, "%", "1 Aug 2026", loinc="4548-4"),
        ),
        _NOW,
        0,
    ),
    Example(
        "in other units it is not read as percent",
        chart_of(_DIABETES, result("A1c", 58, "mmol/mol", "1 Aug 2026", loinc="59261-8")),
        _NOW,
        0,
    ),
    Example(
        "in hospice",
        chart_of(
            _DIABETES,
            problem("Hospice care"),
            result("A1c", 10.2, "%", "1 Aug 2026", loinc="4548-4"),
        ),
        _NOW,
        0,
    ),
]
