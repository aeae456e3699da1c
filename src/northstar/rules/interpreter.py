"""Whether a person wants an interpreter, by their demographics or by what they were asked and answered.

Sources say it in three ways: in the demographics; as an answer to LOINC 54588-9, interpreter needed; and
in words beside the preferred language (LOINC 54899-0, asked by PRAPARE among others). Where sources
differ the wish counts: a conversation without a wanted interpreter harms, one with an unneeded one does not.
"""

import re
from collections.abc import Iterable

from northstar.chart.chart import Chart
from northstar.chart.clinical import Observation
from northstar.chart.people import Patient

NEEDED, LANGUAGE = "54588-9", "54899-0"
_OVER = frozenset({"entered-in-error", "cancelled", "registered"})
# The yes and no of LOINC, SNOMED CT and HL7 table 0136.
_YES = frozenset({"LA33-6", "373066001", "Y", "yes", "true", "1"})
_NO = frozenset({"LA32-8", "373067005", "N", "no", "false", "0"})
_NAMED = re.compile(r"\binterpret", re.IGNORECASE)
# Only what denies the interpreter: "does not speak English and needs an interpreter" is a wish.
_WITHOUT = re.compile(
    r"\b(?:no|without|declin\w*|refus\w*|(?:not|never|\w+n.t) (?:need|want|require|use|ask for)\w*)"
    r" (?:\w+ ){0,2}interpret"
    r"|\binterpret\w* (?:is |was |are )?(?:not|never|declined|refused|no\b)",
    re.IGNORECASE,
)


def wants_interpreter(chart: Chart) -> bool | None:
    """True or False as some source says; None where nobody has asked yet."""
    return wanted(chart.persons, chart.observed(NEEDED, LANGUAGE))


def wanted(persons: Iterable[Patient], asked: Iterable[Observation]) -> bool | None:
    """The same from the demographics, the freshest last, and the answers, oldest first."""
    told = [p.interpreter for p in persons if p.interpreter is not None]
    answered = [said for one in asked if (said := _answer(one)) is not None]
    last = [*told[-1:], *answered[-1:]]
    return any(last) if last else None


def _answer(asked: Observation) -> bool | None:
    if asked.status in _OVER:
        return None
    words = asked.text or (asked.value.words if asked.value else "")
    if asked.code.has("loinc", (NEEDED,)):
        codes = {one.code for one in asked.value.codings} if asked.value else set()
        said = {words.strip(), words.strip().casefold(), words.strip().upper(), *codes}
        return True if said & _YES else False if said & _NO else None
    if not _NAMED.search(words):
        return None
    return not _WITHOUT.search(words)
