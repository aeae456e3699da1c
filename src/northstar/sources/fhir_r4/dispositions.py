"""Where a stay ended, in the one word the rules understand.

Read from HL7's discharge-disposition codes and the NUBC patient discharge status (UB-04 form locator
17), else from the words. A ward's own code says nothing: the words decide, or nobody does.
"""

from functools import lru_cache

from northstar.chart.value import Concept

_HL7 = {
    "home": "home",
    "alt-home": "home",
    "other-hcf": "transfer",
    "hosp": "hospice-facility",
    "long": "snf",
    "aadvice": "ama",
    "exp": "expired",
    "psy": "psych",
    "rehab": "rehab",
    "snf": "snf",
    "oth": "other",
}
_NUBC = {
    "home": "01 81",
    "transfer": "02 05 43 66 69 82 85 88 94",
    "snf": "03 04 61 64 83 84 89 92",
    "home-health": "06 86",
    "ama": "07",
    "expired": "20 40 41 42",
    "hospice-home": "50",
    "hospice-facility": "51",
    "rehab": "62 90",
    "ltac": "63 91",
    "psych": "65 93",
    "other": "21 70 87 95",
}
_STATUS_CODES = {code: word for word, codes in _NUBC.items() for code in codes.split()}
# In this order: "home with hospice" is hospice, "home health" is not plain home.
_WORDS = (
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
        return _HL7.get(code, "")
    if system == "nubc" or "nubc" in system.lower() or system.endswith(("0112", "301.5")):
        return _STATUS_CODES.get(code.zfill(2), "")
    return ""


def _by_words(words: str) -> str:
    for signs, word in _WORDS:
        if any(sign in words for sign in signs):
            return "hospice-home" if word == "hospice-facility" and "home" in words else word
    return "other"
