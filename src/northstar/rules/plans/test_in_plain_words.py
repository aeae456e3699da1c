"""A copy says what is in force in plain words, and nothing that its reader may not see."""

import pytest

from northstar.chart.sensitivity import Label
from northstar.rules.plans.in_plain_words import as_text, for_recipient, parts
from northstar.rules.plans.shape import Word
from northstar.rules.reading_grade import PROMISED, grade

WORDS = {
    "words": "I want to cook for my family at New Year",
    "review": "2026-12-07",
    "goals/a/words": "Stand and cook for an hour",
    "goals/a/aim": "NYHA class II or better",
    "goals/a/measure": "Weight",
    "goals/a/high": "58",
    "goals/a/unit": "kg",
    "goals/a/now": "I can stand for ten minutes",
    "goals/a/steps/s/says": "Get on the scale each day when you get up",
    "goals/a/steps/s/owner": "person",
    "goals/a/steps/t/says": "Call the heart team to ask for your own goal weight",
    "goals/a/steps/t/owner": "staff:1",
    "goals/a/steps/t/by": "2026-11-30",
    "goals/a/barriers/b/says": "The stairs up to the third floor",
    "goals/a/barriers/b/state": "confirmed",
    "goals/a/barriers/c/says": "She drinks too much tea",
    "goals/a/barriers/c/state": "guess",
    "goals/z/words": "Stay off heroin",
    "goals/z/label": str(int(Label.PART2)),
    "elements/symptoms/text": "Call us if your legs swell. Call 911 if you can not get your breath.",
}
PLAN = {place: Word(text) for place, text in WORDS.items()}
NAMES = {"staff:1": "Sarah Okafor"}


def told(kind, **more):
    return as_text(parts(for_recipient(PLAN, kind, **more), NAMES, "Mei-Ling Chen", kind))


def test_it_says_you_and_who_does_what_by_when():
    text = told("person")
    assert "You: Get on the scale each day when you get up." in text
    assert (
        "Sarah Okafor: Call the heart team to ask for your own goal weight. By Mon, Nov 30, 2026."
        in text
    )
    assert "We look at: Weight, no more than 58 kg." in text
    assert "We will look at this plan again on Mon, Dec 7, 2026." in text


def test_a_guess_about_her_is_on_no_copy():
    assert "drinks" not in told("person")
    assert "third floor" in told("person")


@pytest.mark.parametrize("kind", ["person", "caregiver", "office"])
def test_what_is_restricted_is_on_no_copy(kind):
    assert "heroin" not in told(kind)


@pytest.mark.parametrize("kind", ["caregiver", "office"])
def test_nobody_but_the_person_can_be_given_it(kind):
    assert "heroin" not in told(kind, in_own_hands=True)
    assert "heroin" in told("person", in_own_hands=True)


def test_what_was_only_proposed_is_not_told_as_hers():
    words = PLAN | {"elements/symptoms/text": Word("From a file.", "template Heart failure")}
    assert "From a file" not in as_text(parts(words, NAMES, "Mei-Ling Chen", "person"))


def test_written_plainly_it_stays_at_or_below_the_grade_that_is_promised():
    assert grade(told("person")) <= PROMISED


@pytest.mark.parametrize("kind", ["person", "caregiver", "office"])
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_for_us_only_is_on_no_copy_for_anybody(kind, whole):
    asked = {
        "goals/a/steps/q/says": "Ask about safety at home, alone", "goals/a/steps/q/copy": "us",
        "goals/a/barriers/q/says": "Afraid of her son", "goals/a/barriers/q/state": "confirmed",
        "goals/a/barriers/q/copy": "us",
    }  # fmt: skip
    words = PLAN | {place: Word(text) for place, text in asked.items()}
    text = as_text(parts(for_recipient(words, kind, in_own_hands=whole), NAMES, "Mei-Ling", kind))
    assert "safety" not in text
    assert "Afraid" not in text
    assert "Get on the scale" in text
