"""The wish for an interpreter is heard however a source says it."""

import pytest

from northstar.chart.clinical import Observation
from northstar.chart.people import Patient
from northstar.chart.value import Coding, Concept
from northstar.rules import examples as ex
from northstar.rules.interpreter import LANGUAGE, NEEDED, wants_interpreter


def asked(loinc: str, words: str = "", code: str = "", status: str = "final") -> Observation:
    value = Concept(codings=(Coding("loinc", code, words),)) if code else None
    return Observation(
        code=ex.concept("", loinc=loinc), status=status, value=value, text="" if code else words
    )


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        (asked(NEEDED, "Yes", "LA33-6"), True),
        (asked(NEEDED, "No", "LA32-8"), False),
        (asked(NEEDED, "true"), True),
        (asked(NEEDED, "False"), False),
        (asked(NEEDED, "Unknown", "LA4489-6"), None),
        (asked(NEEDED, "Yes", "LA33-6", status="entered-in-error"), None),
        (asked(LANGUAGE, "Chinese, traditional characters; asks for an interpreter"), True),
        (asked(LANGUAGE, "Spanish; needs interpretation at visits"), True),
        (asked(LANGUAGE, "Spanish; does not need an interpreter"), False),
        (asked(LANGUAGE, "Russian, no interpreter"), False),
        (asked(LANGUAGE, "Russian, declines the interpreter"), False),
        (asked(LANGUAGE, "Does not read English; wants an interpreter"), True),
        (asked(LANGUAGE, "Does not speak English and needs an interpreter"), True),
        (asked(LANGUAGE, "Arabic. Doesn't want an interpreter, her son comes along"), False),
        (asked(LANGUAGE, "Arabic; interpreter declined"), False),
        (asked(LANGUAGE, "English", "LA43-5"), None),
        (Patient(interpreter=True), True),
        (Patient(interpreter=False), False),
        (Patient(), None),
    ],
)
def test_each_way_of_saying_it(said, wants):
    assert wants_interpreter(ex.chart_of(said)()) is wants


def test_where_sources_differ_the_wish_counts():
    both = ex.chart_of(Patient(interpreter=False), asked(NEEDED, "Yes", "LA33-6"))()
    assert wants_interpreter(both) is True


def test_nobody_asked_is_not_a_no():
    assert wants_interpreter(ex.chart_of()()) is None
