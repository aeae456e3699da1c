"""Where a stay ended, in the one word the rules understand.

Read from HL7's discharge-disposition codes and the NUBC patient discharge status (UB-04 form locator
17), else from the words. A ward's own code says nothing: the words decide, or nobody does.
"""

from functools import lru_cache

from northstar.chart.value import Concept
from northstar.knowledge.discharge_status import by_disposition, by_status

# In this order: "home with hospice" is hospice, "home health" is not plain home.
_WORDS = (
    (("still a patient", "still patient", "still inpatient"), "still-there"),
    (("expired", "died", "deceased"), "expired"),
    (("against medical advice", "left ama", "eloped"), "ama"),
    (("hospice",), "hospice-facility"),
    (("skilled nursing", "nursing home", "nursing facility", "long-term care", "snf"), "snf"),
    (("long term acute", "long-term acute", "ltac"), "ltac"),
    (("rehab",), "rehab"),
    (("psych",), "psych"),
    (("home health", "visiting nurse"), "home-health"),
    (("hospital", "transfer"), "transfer"),
    (("home", "self care", "self-care"), "home"),
)


@lru_cache(maxsize=1024)
def disposition(found: Concept) -> str:
    """`home`, `snf`, `expired` ... or '' where nothing was said; `other` for what fits no word."""
    words = found.words.lower()
    for one in found.codings:
        word = _by_code(one.system, one.code)
        if word == "hospice-facility" and "home" in words and "facility" not in words:
            return "hospice-home"
        if word:
            return word
    return _by_words(words) if words else ""


def _by_code(system: str, code: str) -> str:
    if "discharge-disposition" in system:
        return by_disposition(code)
    if system == "nubc" or "nubc" in system.lower() or system.endswith(("0112", "301.5")):
        return by_status(code)
    return ""


def _by_words(words: str) -> str:
    for signs, word in _WORDS:
        if any(sign in words for sign in signs):
            return "hospice-home" if word == "hospice-facility" and "home" in words else word
    return "other"
