"""What is said on the telephone and written instead is at or below the grade that is promised."""

import pytest

from northstar.knowledge.call_purposes import LETTER, PURPOSES
from northstar.rules.reading_grade import PROMISED, grade


@pytest.mark.parametrize("one", [p for p in PURPOSES if not p.office], ids=lambda one: one.code)
def test_the_words_are_plain(one):
    words = " ".join((one.opens, *one.asks, *one.signs, one.teach))
    assert grade(words) <= PROMISED, grade(words)


def test_the_letter_is_plain():
    assert grade(LETTER.format(name="Ana", me="Ana")) <= PROMISED
