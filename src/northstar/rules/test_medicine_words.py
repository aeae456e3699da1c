"""The reason is quoted or it is not found."""

import pytest

from northstar.chart.words import Section
from northstar.rules import examples as ex
from northstar.rules.example_dates import moment
from northstar.rules.medicine_words import why_stopped
from northstar.rules.signals.stopped_but_refilled import EXAMPLES, find


def note(text: str):
    return ex.chart_of(Section(title="Plan", text=text))()


def test_the_sentence_is_given_word_for_word():
    text = "Seen today. Lisinopril was stopped because of cough. Return in May."
    _, sentence = why_stopped(note(text), "lisinopril")
    assert sentence == "Lisinopril was stopped because of cough."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Lisinopril 20 mg daily because of pressure.",
        "Lisinopril was stopped.",
        "Do not stop lisinopril because of the cough.",
        "Metoprolol was stopped because of a slow heart.",
    ],
)
def test_no_reason_is_made_up(text):
    assert why_stopped(note(text), "lisinopril") is None


def test_without_a_note_the_finding_says_not_found():
    example = EXAMPLES[0]
    findings = [f for f in find(example.subject(), moment(example.now)) if hasattr(f, "says")]
    assert any(b.says.startswith("Not found in any source we hold") for b in findings[0].because)
