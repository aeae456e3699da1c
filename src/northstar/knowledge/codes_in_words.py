"""Codes that a source sent without words, in the words people use: what we know of medicines and tests."""

from functools import cache

from northstar.chart.value import Concept
from northstar.knowledge.ingredients import ingredients_of
from northstar.knowledge.results import WATCHED
from northstar.knowledge.screening_scores import SCORES, SELF_HARM_ITEM


def said(concept: Concept) -> bool:
    """True where its source gave any words."""
    return bool(concept.text) or any(coding.display for coding in concept.codings)


def in_words(concept: Concept) -> str:
    """The words for a concept of bare codes, or '' where we know none of them."""
    named = ", ".join(ingredients_of(Concept("", concept.codings)))
    return named or next((w for c in concept.codings if (w := _loinc(c.system, c.code))), "")


def _loinc(system: str, code: str) -> str:
    return _tests().get(code, "") if system == "loinc" else ""


@cache
def _tests() -> dict[str, str]:
    known = {loinc: test.name for test in WATCHED for loinc in test.loincs}
    known |= {score.loinc: score.name for score in SCORES}
    return known | {SELF_HARM_ITEM: "PHQ-9, the ninth question"} | _COMMON


_COMMON = {
    "4548-4": "hemoglobin A1c",
    "8480-6": "systolic blood pressure",
    "8462-4": "diastolic blood pressure",
    "85354-9": "blood pressure",
    "55284-4": "blood pressure",
    "8867-4": "heart rate",
    "29463-7": "weight",
    "8302-2": "height",
    "39156-5": "body mass index",
    "8310-5": "temperature",
    "59408-5": "oxygen saturation",
}
