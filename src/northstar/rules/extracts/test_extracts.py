"""Every example of every kind, and what must hold of any text whatever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northstar.rules.example_dates import moment
from northstar.rules.extracts import extracts, kinds

EXAMPLES = [(kind, said) for kind in kinds() for said in kind.examples]
NOW = moment("Tue 8 Sep 2026 07:30")


def told(one):
    """An extract in the words of an example."""
    if one.kind == "date" or one.kind == "person":
        return one.says
    said = one.says
    if one.kind in ("follow-up", "promise", "awaited") and one.on:
        said += f", {one.on:%a} {one.on.day} {one.on:%b %Y}"
    if one.detail not in ("", "taken"):
        said += f" ({one.detail})"
    how = one.how.words if one.kind in ("problem", "medicine", "barrier") else ""
    return f"{said}: {how}" if how else said


@pytest.mark.parametrize(
    ("kind", "said"), EXAMPLES, ids=[f"{k.code}: {s.name}" for k, s in EXAMPLES]
)
def test_an_example_says_what_it_seems_to_say(kind, said):
    found = sorted(kind.find(said.text, moment(said.now)), key=lambda one: one.start)
    assert tuple(map(told, found)) == said.finds


def test_eight_kinds_are_there():
    assert [kind.code for kind in kinds()] == [
        "awaited", "barrier", "date", "follow-up", "medicine", "person", "problem", "promise",
    ]  # fmt: skip


WORDS = st.sampled_from(
    ["no", "not", "pain", "chest", "warfarin", "Thursday", "I", "will", "call", "her", "mother", "had", "if", "31", "Feb", "?", ".", ":", ";", "Patient", "Nurse", "\n", "in", "two", "weeks", "痛", "🙂", "'", "’"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_is_read_and_every_place_lies_in_it(text):
    for one in extracts(text, NOW):
        assert 0 <= one.start < one.end <= len(text)
        assert one.says
