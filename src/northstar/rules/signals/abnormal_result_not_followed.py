"""Abnormal result not followed: a result that asks for an answer, and nothing after it anywhere."""

from datetime import date, timedelta

from northstar.rules.example_dates import at
from northstar.rules.examples import (
    call,
    chart_of,
    concept,
    later,
    order,
    patient,
    result,
    stay,
    visit,
)
from northstar.rules.loop_steps import REVIEWED, reviewed, step
from northstar.rules.orders import answered_by, order_key
from northstar.rules.results import answer, out_of_bounds, was_in_hospital
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import when

_A_WEEK = timedelta(days=7)


def find(chart, now):
    """Critical results at once; others when their time to be answered has passed."""
    read = {
        id(answered_by(chart, asked))
        for asked in chart.requests
        if reviewed(chart, order_key(asked))
    }
    for found in out_of_bounds(chart):
        asks = (
            found.known if found.critical else found.known + timedelta(days=found.test.answer_days)
        )
        forgets = found.known + timedelta(days=found.test.look_back_days)
        if now >= forgets or was_in_hospital(chart, found, now.tzinfo) or answer(chart, found):
            continue
        if reviewed(chart, found.key) or id(found.value) in read:
            continue
        if now < asks:
            yield LookAgain(asks)
            continue
        yield LookAgain(forgets)
        if found.critical and now < found.known + _A_WEEK:
            yield LookAgain(found.known + _A_WEEK)
        yield _finding(found, asks, now)


def _finding(found, asks, now) -> Finding:
    fresh = found.critical and now < found.known + _A_WEEK
    says = f"has {_a(found)} {found.test.name} of {found.words} ({when(found.value.began, now.tzinfo)})"
    return Finding(
        key=found.key,
        says=f"{says}, and nothing after it shows an answer",
        because=(
            because(found.value, f"{found.value.code.words}: {found.words}"),
            Because("No repeat, visit, call or order after it in any source we hold"),
        ),
        due=asks,
        band=Band.SAFETY if fresh else Band.HARM,
        factors={"critical result": 10} if found.critical else {"abnormal result unanswered": 4},
        suggests=(
            "Call the office that ordered it this hour, and read the result back"
            if found.critical
            else "Ask the office that ordered it who has answered this, and by when"
        ),
        matter=f"result {found.test.row.code}",
    )


def _a(found) -> str:
    return "a critical" if found.critical else "an abnormal"


SIGNAL = Signal(
    code="abnormal-result-not-followed",
    title="A result nobody answered",
    why="Results go to whoever ordered them, who may be away, or a hospital that has let the person go.",
    cites="Own rule; the laboratory's flag first, common practice where it sends none (verify)",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    minutes=8,
    wants="nurse",
    kinds=(
        "Observation",
        "DiagnosticReport",
        "Encounter",
        "ServiceRequest",
        "Procedure",
        "Communication",
    ),
)

_NOW = "Tue 8 Sep 2026 07:30"
_POTASSIUM = result("Potassium", 6.6, "mmol/L", "Mon 7 Sep 2026 16:00", loinc="2823-3")
_READ = later(step)(
    REVIEWED, "servicerequest-1", name="it", at=at("Mon 7 Sep 2026 18:00"), by="Nurse", owner="Dr. Park"
)  # fmt: skip
_FIT = result("FIT", None, "", "10 Aug 2026", loinc="29771-3", value=concept("Positive"))
EXAMPLES = [
    Example(
        "a potassium of 6.6 since yesterday",
        chart_of(_POTASSIUM),
        _NOW,
        1,
        says="a critical potassium",
        band=Band.SAFETY,
    ),
    Example(
        "somebody reached them afterwards",
        chart_of(_POTASSIUM, call("Mon 7 Sep 2026 18:00")),
        _NOW,
        0,
    ),
    Example(
        "repeated and well",
        chart_of(
            _POTASSIUM, result("Potassium", 4.4, "mmol/L", "Mon 7 Sep 2026 20:00", loinc="2823-3")
        ),
        _NOW,
        0,
    ),
    Example(
        "the laboratory calls it normal",
        chart_of(
            result("Potassium", 6.0, "mmol/L", "7 Sep 2026", loinc="2823-3", interpretation="N")
        ),
        _NOW,
        0,
    ),
    Example(
        "the laboratory calls it critical whatever the number",
        chart_of(
            result("Sodium", 127, "mmol/L", "7 Sep 2026", loinc="2951-2", interpretation="LL")
        ),
        _NOW,
        1,
        band=Band.SAFETY,
    ),
    Example(
        "taken in hospital, the hospital has it",
        chart_of(_POTASSIUM, stay(admitted="5 Sep 2026")),
        _NOW,
        0,
    ),
    Example(
        "taken in hospital, told after they had left: nobody there reads it",
        chart_of(
            result(
                "Blood culture",
                None,
                "",
                "Tue 1 Sep 2026 10:00",
                loinc="600-7",
                text="Positive: growth of E. coli",
                issued=at("Fri 4 Sep 2026 10:00"),
            ),
            stay("Mon 31 Aug 2026 08:00", "Thu 3 Sep 2026 12:00", disposition="home"),
        ),
        _NOW,
        1,
    ),
    Example(
        "an open stay of years ago is no bed",
        chart_of(_POTASSIUM, stay("3 Apr 2015 10:00")),
        _NOW,
        1,
    ),
    Example(
        "a positive stool test, four weeks without a colonoscopy",
        chart_of(_FIT),
        _NOW,
        1,
        says="hidden blood",
        band=Band.HARM,
    ),
    Example(
        "a visit alone does not answer a positive stool test",
        chart_of(_FIT, visit("1 Sep 2026")),
        _NOW,
        1,
    ),
    Example(
        "a colonoscopy was ordered",
        chart_of(_FIT, order("Colonoscopy", "20 Aug 2026", category="procedure")),
        _NOW,
        0,
    ),
    Example(
        "a kidney patient's steady creatinine",
        chart_of(
            result("Creatinine", 7.9, "mg/dL", "1 Jul 2026", loinc="2160-0"),
            result("Creatinine", 8.1, "mg/dL", "25 Aug 2026", loinc="2160-0"),
        ),
        _NOW,
        0,
    ),
    Example(
        "a creatinine that doubled",
        chart_of(
            result("Creatinine", 1.1, "mg/dL", "1 Jul 2026", loinc="2160-0"),
            result("Creatinine", 2.4, "mg/dL", "25 Aug 2026", loinc="2160-0"),
        ),
        _NOW,
        1,
    ),
    Example(
        "a unit we do not know is not judged",
        chart_of(result("Potassium", 6.6, "furlong", "7 Sep 2026", loinc="2823-3")),
        _NOW,
        0,
    ),
    Example(
        "read, as its order's loop says",
        chart_of(
            order("Potassium", "Mon 7 Sep 2026 08:00", orders=("P1",)),
            result("Potassium", 6.6, "mmol/L", "Mon 7 Sep 2026 16:00", loinc="2823-3", order="P1"),
            _READ,
        ),
        _NOW,
        0,
    ),
    Example("the person has died", chart_of(patient(died="7 Sep 2026"), _POTASSIUM), _NOW, 0),
]
