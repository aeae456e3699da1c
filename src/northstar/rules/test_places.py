"""Quoted words stand in the original exactly where a reason says they stand."""

import pytest
from msgspec.structs import replace

from northstar.rules import examples as ex
from northstar.rules.example_dates import moment
from northstar.rules.inbox import urgent_words
from northstar.rules.places import quoting, sentence


def offsets(reason):
    begins, ends = reason.place.split("-")
    return slice(int(begins), int(ends))


@pytest.mark.parametrize("example", urgent_words.EXAMPLES, ids=lambda e: e.name)
def test_every_reason_of_urgent_words_is_an_exact_substring(example):
    item = example.subject()
    message = item.message
    texts = {message.source.locator: message.text, **dict(message.enclosed)}
    for finding in urgent_words.find(item, moment(example.now)):
        for reason in (r for r in finding.because if r.place):
            assert texts[reason.source.locator][offsets(reason)] == reason.quote


def test_a_message_that_begins_inside_its_part():
    part = "Voice message:\n\n   My chest hurts.  "
    told = ex.item(ex.message("My chest hurts.", "Mon 7 Sep 2026 21:10"))().message
    source = replace(told.source, locator=f"part:1#16-{len(part)}")
    told = replace(told, source=source, quote=part[16:])
    reason = quoting(told, 3, 14, "said")
    assert part[offsets(reason)] == "chest hurts"


def test_words_are_shown_in_their_whole_sentence():
    """Cut out of it, they may say the contrary."""
    text = "Buenas tardes. Mire, no he dormido en varias noches. Gracias."
    start = text.index("dormido")
    assert sentence(text, start, start + 7) == "Mire, no he dormido en varias noches."
    assert sentence("no end in sight " * 30, 3, 6) == "end"
    assert sentence("one. two", 5, 8) == "two"
