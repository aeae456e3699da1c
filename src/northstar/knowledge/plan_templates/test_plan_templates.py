"""Every template: it can be read, says where it comes from, and puts no words into anybody's mouth."""

from datetime import date

import pytest

from northstar.chart.value import Coding, Concept
from northstar.knowledge.plan_templates import template, templates

WANTED = {
    "child_complex", "copd", "dementia", "depression", "diabetes", "heart_failure", "hip_fracture",
    "kidney", "pregnancy", "sickle_cell",
}  # fmt: skip


def test_there_is_one_for_each_of_the_ten():
    assert {one.code for one in templates()} == WANTED


@pytest.mark.parametrize("one", templates(), ids=lambda one: one.code)
def test_it_names_its_sources_and_asks_for_the_persons_own_words(one):
    assert one.sources
    assert one.reviewed >= date(2026, 1, 1)
    assert one.cites.endswith("verify with your clinicians")
    for goal in one.goals:
        assert goal.aim
        assert goal.measure
        assert goal.ask.endswith("?")
        assert goal.steps
        assert goal.barriers


def test_it_suits_by_code_and_by_word():
    heart = template("heart_failure")
    assert heart.suits(Concept("Chronic systolic heart failure"))
    assert heart.suits(Concept("CHF", (Coding("icd10cm", "I50.22"),)))
    assert not heart.suits(Concept("Heartburn", (Coding("icd10cm", "R12"),)))
