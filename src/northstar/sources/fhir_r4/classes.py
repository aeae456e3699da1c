"""What sort of visit it was, in the codes the rules understand (HL7 v3 ActCode).

R4 asks for a v3 code and servers send what they have: HL7 v2 table 0004, a word of FHIR's earlier
versions, or a number of their own with words beside it. The words decide where the code is nobody's.
"""

from northstar.sources.fhir_r4.arrival import Arrival
from northstar.sources.fhir_r4.fields import coded

_KNOWN = frozenset(
    [
        "AMB",
        "EMER",
        "FLD",
        "HH",
        "IMP",
        "ACUTE",
        "NONAC",
        "OBSENC",
        "PRENC",
        "SS",
        "VR",
        "HOSPICE",
    ]  # v3 ActEncounterCode
)
_V2 = {"I": "IMP", "B": "IMP", "E": "EMER", "O": "AMB", "R": "AMB", "P": "PRENC"}
_SAYS_NOTHING = frozenset({"C", "N", "U"})  # v2: an account, not applicable, unknown
# In this order: an "outpatient in a bed" is under observation, an "emergency inpatient" is a stay.
_WORDS = (
    ("observation", "OBSENC"),
    ("preadmi", "PRENC"),
    ("pre-admi", "PRENC"),
    ("outpatient", "AMB"),
    ("inpatient", "IMP"),
    ("hospital encounter", "IMP"),
    ("emergency", "EMER"),
    ("ambulatory", "AMB"),
    ("virtual", "VR"),
    ("telehealth", "VR"),
    ("telemedicine", "VR"),
    ("video", "VR"),
    ("home health", "HH"),
    ("short stay", "SS"),
    ("day surgery", "SS"),
    ("wellness", "AMB"),
    ("urgentcare", "AMB"),
    ("urgent care", "AMB"),
    ("office", "AMB"),
    ("clinic", "AMB"),
)


def class_code(on: Arrival, raw: dict) -> str:
    """The v3 code; what nobody knows is kept as written, with a remark."""
    found = coded(on, raw, "class").codings
    if not found:
        return ""
    system, code, display = found[0].system, found[0].code, found[0].display
    if code in _KNOWN:
        return code
    if "0004" in system and code in _V2:
        return _V2[code]
    if not (code or display) or ("0004" in system and code in _SAYS_NOTHING):
        return ""
    said = f"{code} {display}".lower()
    by_words = next((sort for word, sort in _WORDS if word in said), "")
    if not by_words:
        on.doubt("class", code or display, "a class of visit we do not know (HL7 v3 ActCode)")
    return by_words or code or display
