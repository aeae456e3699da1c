"""Bare codes in words, and nothing put in the mouth of a source that gave words of its own."""

import pytest

from northstar.chart.value import Coding, Concept
from northstar.knowledge.codes_in_words import in_words, said


@pytest.mark.parametrize(
    ("system", "code", "words"),
    [
        ("rxnorm", "7980", "penicillin"),
        ("rxnorm", "29046", "lisinopril"),
        ("loinc", "2823-3", "potassium"),
        ("loinc", "44261-6", "PHQ-9"),
        ("loinc", "99999-9", ""),
        ("snomed", "2823-3", ""),
    ],
)
def test_bare_codes(system, code, words):
    assert in_words(Concept("", (Coding(system, code),))) == words


def test_what_a_source_says_is_said():
    assert said(Concept("Lisinopril"))
    assert said(Concept("", (Coding("rxnorm", "29046", "lisinopril"),)))
    assert not said(Concept("", (Coding("rxnorm", "29046"),)))
