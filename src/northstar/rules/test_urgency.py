"""Urgent words: how many are heard, how many false ones, and that the offsets are true."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northstar.rules.learning import WEIGHTS, labelled, learn, written
from northstar.rules.numbers_said import in_figures
from northstar.rules.urgency import heard_in, perhaps

LINES = (Path(__file__).parent / "labelled_messages.txt").read_text("utf-8").splitlines()
LABELLED = [(line[0], line[2:]) for line in LINES if line[:2] in ("+ ", "- ", "~ ")]


def live(text: str) -> bool:
    return any(hit.live for hit in heard_in(text))


def test_sensitivity_on_labelled_messages():
    urgent = [text for label, text in LABELLED if label == "+"]
    others = [text for label, text in LABELLED if label != "+"]
    missed = [text for text in urgent if not heard_in(text)]
    lowered = [text for text in urgent if heard_in(text) and not live(text)]
    alarms = [text for text in others if live(text)]
    sensitivity = 1 - len(missed) / len(urgent)
    ranked_high = 1 - (len(missed) + len(lowered)) / len(urgent)
    specificity = 1 - len(alarms) / len(others)
    print(
        f"\n{len(LABELLED)} messages, {len(urgent)} urgent: sensitivity {sensitivity:.3f}", end=", "
    )
    print(f"said of now {ranked_high:.3f}, specificity {specificity:.3f}")
    for name, texts in (("missed", missed), ("lowered", lowered), ("false alarm", alarms)):
        print("".join(f"  {name}: {text}\n" for text in texts), end="")
    assert len(LABELLED) >= 240
    assert sensitivity >= 0.98
    assert ranked_high >= 0.95
    assert specificity >= 0.90


def test_held_out_messages():
    """Never tuned on, so what they score is what unseen wording may be expected to score."""
    told = labelled("held_out_messages.txt")
    urgent = [text for text, urgent in told if urgent]
    others = [text for text, urgent in told if not urgent]
    heard = sum(map(live, urgent)) / len(urgent)
    early = sum(live(text) or perhaps(text) is not None for text in urgent) / len(urgent)
    quiet = 1 - sum(map(live, others)) / len(others)
    print(
        f"\n{len(told)} held out, {len(urgent)} urgent: heard {heard:.3f}, "
        f"with “may be urgent” {early:.3f}, specificity {quiet:.3f}"
    )
    assert heard > 0.5  # no aim, a tripwire: the figure is for people to read


def test_the_points_are_those_of_the_labelled_messages():
    """After a change of messages or concepts: `python -m northstar.rules.learning`."""
    assert WEIGHTS.read_text("utf-8") == written(learn(labelled()))


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("seventy nine", "79"),
        ("two twenty over one ten", "220 over 110"),
        ("a hundred and three point four", "103.4"),
        ("one oh four", "104"),
        ("one of these", "one of these"),
        ("five hundred", "500"),
    ],
)
def test_numbers_as_they_are_said(said, read):
    found, places = in_figures(said, list(range(len(said))))
    assert found == read
    assert len(places) == len(found)
    assert places[-1] == len(said) - 1


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("his finger clip keeps saying seventy nine", "breath"),
        ("the spare tank is on zero", "breath"),
        ("my seizure pills ran out on Friday", "run-out"),
        ("I can't take care of him any more, I want to just leave him", "caregiver"),
        ("nose has been pouring for an hour", "bleeding"),
        ("pacemaker keeps shocking me", "chest"),
    ],
)
def test_concepts_that_stand_near_each_other(text, meaning):
    assert meaning in {hit.meaning.code for hit in heard_in(text)}


@pytest.mark.parametrize(
    "text",
    [
        "I'm drowning in paperwork from the insurance",
        "the co-pay nearly gave me a heart attack",
        "shoot me an email when the form is ready",
    ],
)
def test_what_people_say_of_something_else(text):
    assert not live(text)


def test_share_of_consumer_questions_flagged(shared_data):
    with (shared_data / "messages-meqsum" / "meqsum_A.csv").open(encoding="utf-8") as file:
        texts = [row["CHQ"] for row in csv.DictReader(file)]
    now, ever = sum(map(live, texts)), sum(bool(heard_in(text)) for text in texts)
    print(
        f"\n{len(texts)} consumer questions: {now / len(texts):.1%} of now, {ever / len(texts):.1%} at all"
    )
    # Most of them ask about an illness, many about these very symptoms: a share, not a rate of error.
    assert now / len(texts) < 0.30


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("No chest pain, just a refill.", "denied"),
        ("denies chest pain or shortness of breath", "denied"),
        ("My mother had a stroke last year", "long past"),
        ("What should I do if I ever get chest pain?", "only supposed"),
        ("No fever, but my chest hurts when I breathe", ""),
        ("My last stroke was in 2019 and today my arm is numb again", ""),
        ("I can't breathe", ""),
        ("沒有胸痛", "denied"),
    ],
)
def test_how_it_is_said(text, how):
    hits = heard_in(text)
    assert hits
    assert hits[0].how == how


def test_the_words_are_found_where_they_stand():
    text = "Hi — it’s me. My  CHEAST PAIN came back; I cant breath."
    words = {text[hit.start : hit.end] for hit in heard_in(text)}
    assert "CHEAST PAIN" in words
    assert any(word.startswith("cant breath") for word in words)


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_offset_lies_inside(text):
    for hit in heard_in(text):
        assert 0 <= hit.start < hit.end <= len(text)


@given(st.sampled_from([text for label, text in LABELLED if label == "+"]), st.text(max_size=40))
def test_more_words_around_never_lose_an_urgent_message(text, around):
    if heard_in(text):
        assert heard_in(f"{around}\n{text}\n{around}")
