"""The scores as printed, and what they say when inputs are missing."""

import pytest

from northstar.knowledge.scores import (
    HOSPITAL_ADMISSIONS,
    LACE_COMORBIDITY,
    LACE_EMERGENCY,
    LACE_STAY,
)
from northstar.rules.example_dates import ZONE
from northstar.rules.examples import chart_of, heard, problem, result, stay, visit
from northstar.rules.risk.charlson import charlson
from northstar.rules.risk.hospital import hospital
from northstar.rules.risk.lace import lace
from northstar.rules.risk.score import banded
from northstar.rules.stays import stays

HEARD = heard("hospital", "Encounter Procedure", "1 Jan 2024", "7 Sep 2026")
WELL = problem("Cataract", icd10cm="H26.9")


def scored(score, *notes, **more):
    chart = chart_of(*notes, **more)()
    return score(chart, stays(chart, ZONE)[-1], ZONE)


def test_length_of_stay_as_printed():
    days = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 60]
    assert [banded(d, LACE_STAY) for d in days] == [0, 1, 2, 3, 4, 4, 4, 5, 5, 7, 7]


def test_comorbidity_and_emergency_visits_as_printed():
    assert [banded(n, LACE_COMORBIDITY) for n in range(6)] == [0, 1, 2, 3, 5, 5]
    assert [banded(n, LACE_EMERGENCY) for n in range(6)] == [0, 1, 2, 3, 4, 4]


@pytest.mark.parametrize(
    ("form", "points"), [("2016", [0, 0, 2, 2, 5, 5]), ("2013", [0, 2, 2, 2, 5, 5])]
)
def test_earlier_admissions_of_both_forms(form, points):
    assert [banded(n, HOSPITAL_ADMISSIONS[form]) for n in (0, 1, 2, 5, 6, 9)] == points


def test_the_most_and_the_least_of_each_score():
    nothing = scored(lace, stay(left="4 Sep 2026"))
    assert (nothing.low, nothing.high) == (0, 19)
    assert len(nothing.missing) == 4
    nothing = scored(hospital, stay(left="4 Sep 2026"))
    assert (nothing.low, nothing.high) == (0, 13)
    assert len(nothing.missing) == 7


def test_a_score_with_every_input_is_one_number():
    notes = (stay("1 Sep 2026", "4 Sep 2026", admission_type="E", service="Medicine"), WELL)
    labs = (
        result("Hemoglobin", 119, "g/L", "3 Sep 2026", loinc="718-7"),
        result("Sodium", 135, "mmol/L", "3 Sep 2026", loinc="2951-2"),
    )
    assert scored(lace, *notes, heard=HEARD).words == "LACE 6"
    found = scored(hospital, *notes, *labs, heard=HEARD)
    assert (found.words, found.missing) == ("HOSPITAL 2", ())


def test_the_emergency_visit_that_led_to_the_stay_is_not_counted():
    found = scored(
        lace,
        visit("1 Sep 2026", "EMER"),
        visit("1 Jul 2026", "EMER"),
        visit("1 Feb 2026", "EMER"),
        stay("1 Sep 2026", "4 Sep 2026"),
        WELL,
        heard=HEARD,
    )
    assert [part.low for part in found.parts] == [3, 3, 0, 1]


def test_a_result_of_another_month_is_not_that_of_the_stay():
    old = result("Sodium", 120, "mmol/L", "3 Jul 2026", loinc="2951-2")
    found = scored(hospital, stay("1 Sep 2026", "4 Sep 2026"), old)
    assert "sodium at discharge" in found.missing


def test_severe_replaces_mild():
    chart = chart_of(
        problem("Diabetes", icd10cm="E11.9"),
        problem("Diabetes with kidney disease", icd10cm="E11.21"),
        problem("Cirrhosis", icd10cm="K74.60"),
        problem("Varices", icd10cm="I85.01"),
        problem("Cancer of the lung", icd10cm="C34.11"),
        problem("Bone metastasis", icd10cm="C79.51"),
    )()
    assert charlson(chart).low == 2 + 3 + 6
    chart = chart_of(problem("Cirrhosis", icd10cm="K74.60"))()
    assert (charlson(chart).low, charlson(chart, "quan2011").low) == (1, 2)


def test_problems_over_or_denied_do_not_count():
    chart = chart_of(
        problem("Heart failure", "resolved", icd10cm="I50.9"),
        problem("Dementia", ended="2024", icd10cm="F03.90"),
        problem("COPD", icd10cm="J44.9"),
    )()
    assert charlson(chart).words == "Charlson 1"


def test_problems_without_a_code_make_a_range():
    chart = chart_of(problem("Heart failure", snomed="84114007"))()
    assert charlson(chart).low == 0
    assert charlson(chart).missing == ("1 problem without an ICD-10 code",)


def test_kidney_disease_without_a_stage_is_between_mild_and_severe():
    chart = chart_of(problem("Kidney disease", icd10cm="N18.9"))()
    assert (charlson(chart, "lace").low, charlson(chart, "lace").high) == (2, 4)
    chart = chart_of(problem("Kidney disease stage 4", icd10cm="N18.4"))()
    assert charlson(chart, "lace").words == "Charlson 4"
