"""The clinic's own words for what cannot wait."""

import pytest

from northstar.knowledge.escalation import script_for, scripts

OURS = scripts('about,text,source\nchest,"Sit down; 911.",Dr. Park\nany,Bring the nurse.,\n')


def test_the_words_for_what_was_heard_and_else_those_for_everything():
    assert script_for(OURS, ["chest pain or tightness"], "").text == "Sit down; 911."
    assert script_for(OURS, ["bleeding"], "").text == "Bring the nurse."
    assert script_for(OURS, ["not together by the label"], "").text == "Bring the nurse."


def test_what_a_line_suggests_names_its_words():
    ours = scripts("about,text\nallergic,911 now\n")
    assert script_for(ours, [], "have the site's script for swelling of face, lips or tongue").text
    assert script_for(ours, ["bleeding"], "") is None


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("about\nchest\n", "no column text"),
        ("about,text\nheart,x\n", "line 2: “heart” is none of chest, breath"),
        ("about,text\nchest,\n", "line 2: it has no text"),
        ("about,text\nchest,a, b\n", "quotation marks"),
        ("about,text\nchest,a\nchest,b\n", "line 3: there is a row for chest already"),
    ],
)
def test_what_cannot_be_read_is_one_plain_sentence(table, says):
    with pytest.raises(ValueError, match=says):
        scripts(table)
