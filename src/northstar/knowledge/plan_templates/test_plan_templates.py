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


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Family history of heart failure", "heart_failure"),
        ("History of hip fracture", "hip_fracture"),
        ("No diabetes", "diabetes"),
        ("Prediabetes", "diabetes"),
        ("Diabetes insipidus", "diabetes"),
        ("Encounter for screening for depression", "depression"),
        ("ST depression", "depression"),
        ("Sickle cell trait", "sickle_cell"),
        ("Mother with dementia", "dementia"),
    ],
)
def test_what_only_sounds_like_it_calls_for_no_plan(words, code):
    assert not template(code).suits(Concept(words))


def test_without_complications_is_not_without():
    assert template("diabetes").suits(Concept("Type 2 diabetes mellitus without complications"))


@pytest.mark.parametrize("one", templates(), ids=lambda one: one.code)
def test_what_is_only_to_be_asked_is_never_proposed_as_said(one):
    assert not any("?" in text or text.startswith("Who") for text in one.elements.values())


def test_what_is_asked_in_private_is_on_no_copy():
    private = [
        step for one in templates() for goal in one.goals for step in goal.steps if step.copy
    ]
    assert all(step.copy == "us" for step in private)
    for words in ("safety at home", "guns"):
        assert any(words in step.says for step in private)
