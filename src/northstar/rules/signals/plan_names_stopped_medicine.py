"""Plan names a stopped medicine: the plan of care in force still has a step with a medicine stopped since."""

import re
from datetime import date

from northstar.chart.words import CarePlan
from northstar.knowledge.ingredients import named_in
from northstar.rules.example_dates import at
from northstar.rules.examples import chart_of, from_feed, prescribed
from northstar.rules.medicines import medicines
from northstar.rules.signal import Example, Finding, Signal, because

_OURS = "staff"
_KNOWS = re.compile(
    r"\b(?:stop\w*|no longer|discontinu\w*|not to take|do not take|avoid)\b", re.IGNORECASE
)


def find(chart, now):
    """Each step of our own plan against the last word on the medicine it names."""
    plans = chart.of("CarePlan")
    plan = next((p for p in reversed(plans) if p.source and p.source.feed == _OURS), None)
    if plan is None or plan.status != "active" or not plan.start:
        return
    known, signed, told = medicines(chart, now.tzinfo), plan.start.first_day(now.tzinfo), set()
    for step in plan.activities:
        for name in () if _KNOWS.search(step) else named_in(step):
            stop = known.last_stop(name)
            if stop and stop.day >= signed and name not in told and not _anew(known, stop, now):
                told.add(name)
                yield _finding(plan, step, stop)


def _anew(known, stop, now) -> bool:
    """It was ordered again after it had been stopped."""
    orders = known.prescribed.get(stop.ingredient, ())
    return any(r.began and r.began.first_day(now.tzinfo) > stop.day for r in orders)


def _finding(plan, step: str, stop) -> Finding:
    by = f" ({stop.called})" if stop.called else ""
    return Finding(
        key=stop.ingredient,
        says=f"has a plan of care that still names {stop.ingredient}, stopped {stop.when}",
        because=(
            because(stop.value, f"Stopped {stop.when}{by}"),
            because(plan, f"The plan says: “{step}”"),
        ),
        factors={"the plan says otherwise": 5},
        matter=f"medicine {stop.ingredient}",
    )


SIGNAL = Signal(
    code="plan-names-stopped-medicine",
    title="Plan names a stopped medicine",
    why="Who follows an old plan takes what somebody has stopped. The plan is the copy on the kitchen wall.",
    cites="CMS MLN909188: a comprehensive care plan is revised as needed",
    reviewed=date(2026, 11, 22),
    find=find,
    suggests="Ask the prescriber, change the step with the person, sign the plan anew and give a new copy",
    kinds=("CarePlan", "MedicationRequest", "MedicationStatement"),
)

_PLAN = from_feed(
    _OURS,
    CarePlan(status="active", start=at("1 Aug 2026"), activities=("Take lisinopril each morning",)),
)
_STOPPED = prescribed("Lisinopril 10 MG", "3 Feb 2025", status="stopped", ended="25 Aug 2026")
_NOW = "Tue 8 Sep 2026 07:30"

EXAMPLES = [
    Example(
        "stopped after the plan was signed",
        chart_of(_PLAN, _STOPPED),
        _NOW,
        1,
        says="still names lisinopril, stopped 25 Aug 2026",
    ),
    Example(
        "stopped, and ordered anew since",
        chart_of(_PLAN, _STOPPED, prescribed("Lisinopril 20 MG", "1 Sep 2026")),
        _NOW,
        0,
    ),
    Example(
        "stopped before the plan was signed: whoever signed it saw that",
        chart_of(
            _PLAN,
            prescribed("Lisinopril 10 MG", "3 Feb 2025", status="stopped", ended="1 Jul 2026"),
        ),
        _NOW,
        0,
    ),
    Example(
        "the step itself says that it was stopped",
        chart_of(
            from_feed(
                _OURS,
                CarePlan(
                    status="active", start=at("1 Aug 2026"), activities=("Do not take lisinopril",)
                ),
            ),
            _STOPPED,
        ),
        _NOW,
        0,
    ),
    Example(
        "a plan that came from elsewhere is not ours to mend",
        chart_of(
            from_feed(
                "hospital",
                CarePlan(status="active", start=at("1 Aug 2026"), activities=("Take lisinopril",)),
            ),
            _STOPPED,
        ),
        _NOW,
        0,
    ),
]
