"""The detective of the record: is this the same person? One pair at a time, with the stored weights.

What the record asks of linking stands here and in `corrected.py`: `compare` for two descriptions, `tokens` for
the words under which one is found, and MODEL, the name under which its answers are kept. The answer
depends on the two descriptions alone, never on who else is there.
"""

from dataclasses import replace
from functools import cache

from northstar.chart.people import Patient
from northstar.engines.linking.blocking import words
from northstar.engines.linking.comparisons import pattern
from northstar.engines.linking.model import CURRENT, Model, stored
from northstar.engines.linking.policy import Verdict, contradicts, verdict
from northstar.engines.linking.traits import Traits, of_patient

MODEL = CURRENT
ONE_IN = 1_000_000
"""The record weighs as if among so many people, however many there are, so that no weight changes when
strangers arrive."""
ASK = -3.0
"""From this weight on the record asks; lower, a coordinator would be asked about namesakes."""


def compare(one: Patient, other: Patient) -> Verdict:
    """Are these two descriptions one person?"""
    return judge(of_patient(one), of_patient(other))


def judge(one: Traits, other: Traits) -> Verdict:
    """The same for descriptions made ready already (`traits.of_patient`)."""
    found, model = pattern(one, other), _of_the_record()
    return verdict(found, model.weigh(found), one.marks | other.marks, model)


def at_odds(one: Traits, other: Traits) -> bool:
    """Whether anything in the two contradicts, whatever else agrees."""
    return contradicts(pattern(one, other))


def tokens(patient: Patient) -> set[str]:
    """The words under which another record of this person would be found."""
    return tokens_of(of_patient(patient))


def tokens_of(one: Traits) -> set[str]:
    """The same for a description made ready already."""
    return {word[:200] for word in words(one)}


@cache
def _of_the_record() -> Model:
    return replace(stored(MODEL), prior=1 / ONE_IN, ask=ASK)
