"""The words to begin with keep what they promise: easy to read, marked where a machine wrote them."""

import pytest

from northstar.casework.outbox.wording import BLANK, filled, wordings
from northstar.rules.example_dates import moment
from northstar.rules.extracts import extracts
from northstar.rules.reading_grade import PROMISED, grade
from northstar.rules.writing_to import CHANNELS

KNOWN = {
    "name": "Mei-Ling Chen", "clinic": "Bay Clinic", "phone": "415 555 0100", "sender": "Sarah Okafor",
    "visit": "Thu, Sep 17, 10:20 am", "reason": "you are well", "papers": "the summary of the stay",
    "recipient": "Bay Heart", "born": "1952-03-14",
}  # fmt: skip
ALL = list(wordings().values())


@pytest.mark.parametrize("wording", ALL, ids=lambda one: one.code)
def test_a_wording_is_whole(wording):
    assert set(wording.channels) <= set(CHANNELS)
    assert wording.why
    assert wording.about
    for text in wording.texts.values():
        whole = filled(text.text, KNOWN)
        assert "{" not in whole
        assert not BLANK.search(whole)


@pytest.mark.parametrize("wording", ALL, ids=lambda one: one.code)
def test_the_words_themselves_promise_nothing_that_we_would_have_to_keep(wording):
    now = moment("Tue 8 Sep 2026 07:30")
    for text in wording.texts.values():
        told = extracts(filled(text.text, KNOWN), now)
        assert not [one for one in told if one.kind in ("promise", "awaited")]


@pytest.mark.parametrize("wording", [w for w in ALL if w.grade], ids=lambda one: one.code)
def test_english_reads_at_the_grade_it_promises(wording):
    found = grade(filled(wording.texts["en"].text, KNOWN))
    assert found is not None
    assert found <= wording.grade <= PROMISED


def test_what_goes_to_people_promises_a_grade():
    assert [w.code for w in ALL if not w.office and not w.grade] == []


def test_other_languages_say_that_a_machine_wrote_them():
    others = [t for w in ALL for language, t in w.texts.items() if language != "en"]
    assert others
    assert all(text.draft == "machine draft" for text in others)


def test_what_is_not_known_stands_in_brackets():
    assert filled("Call {phone}.", {}) == "Call [our number]."
