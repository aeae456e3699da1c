"""The words of a call: for every rule that has some, short, plain, and never a medical order."""

import re

import pytest

from northstar.knowledge.call_purposes import PURPOSES, purpose, purpose_of


def test_each_signal_has_one_purpose():
    told = [signal for one in PURPOSES for signal in one.signals]
    assert len(told) == len(set(told))
    assert purpose_of("home-without-contact").code == "home"
    assert purpose_of("nothing of ours").code == purpose("").code == "any"


@pytest.mark.parametrize("one", PURPOSES, ids=lambda one: one.code)
def test_the_words_are_short(one):
    for words in (one.opens, *one.asks, *one.signs, one.teach):
        for sentence in re.split(r"(?<=[.?!:]) ", words):
            assert len(sentence.split()) <= 24, sentence
    assert "{me}" in one.opens


@pytest.mark.parametrize("one", PURPOSES, ids=lambda one: one.code)
def test_nobody_is_blamed_and_nothing_is_ordered(one):
    words = " ".join((one.opens, *one.asks, one.teach)).lower()
    assert not re.search(r"non-?complian|should have|failed to|stop taking|start taking", words)
