"""What a comprehensive plan of care holds, which first visits open a program, and who counts as whom."""

from datetime import date

from northstar.knowledge.billing_codes import (
    AUXILIARY,
    CARE_MANAGER,
    NAVIGATOR,
    PEER,
    PRACTITIONER,
    STAFF,
)
from northstar.knowledge.programs import FIRST, LAST, READ
from northstar.knowledge.table import Row

# Each filled, or marked "not applicable" with a reason; the twelfth, a revision, only where there was one.
ELEMENTS = (
    "problem list", "expected outcome and prognosis", "measurable goals",
    "cognitive and functional assessment", "symptom management", "interventions and who does them",
    "medication management", "environment", "caregiver", "coordination with others",
    "periodic review",
)  # fmt: skip

VISITS = {
    "office": "Visit with the practitioner", "wellness": "Yearly wellness visit",
    "welcome": "Welcome to Medicare visit", "transition": "Visit after a stay",
    "psychology": "Psychologist’s evaluation", "staff": "Nurse visit without the practitioner",
    "hospital": "Seen in hospital, emergency or a skilled facility",
}  # fmt: skip


def _opens(program: str, kinds: str, source: str, confidence: str) -> Row:
    return Row(
        code=program, value=frozenset(kinds.split()), effective_from=FIRST, effective_to=LAST,
        source=source, section="first visit", year=2024, confidence=confidence, reviewed=READ,
    )  # fmt: skip


OPENING = (
    _opens("CCM", "office wellness welcome", "Noridian", "A"),
    _opens("PCM", "office wellness welcome", "taken over from CCM", "unconfirmed"),
    _opens("APCM", "office wellness welcome", "taken over from CCM", "unconfirmed"),
    _opens("BHI", "office wellness welcome", "taken over from CCM", "unconfirmed"),
    _opens("CoCM", "office wellness welcome", "taken over from CCM", "unconfirmed"),
    _opens("CHI", "office wellness transition", "Noridian", "A"),
    _opens("PIN", "office wellness psychology", "CMS, as restated", "B"),
)

# Who may bill is published (RHIhub); which licence makes clinical staff is the state's to say: verify.
_KINDS: tuple[tuple[str, str], ...] = (
    (PRACTITIONER, ("md|do|np|pa|cns|cnm|physician|nurse practitioner|physician assistant|"
                   "clinical nurse specialist|certified nurse midwife")),
    (STAFF, ("rn|lpn|lvn|ma|cma|pharmd|rph|lcsw|lmsw|rd|registered nurse|licensed practical nurse|"
            "medical assistant|pharmacist|clinical social worker|dietitian")),
    (CARE_MANAGER, "behavioral care manager|behavioral health care manager"),
    (AUXILIARY, "chw|community health worker|certified community health worker"),
    (NAVIGATOR, "patient navigator|navigator|certified patient navigator"),
    (PEER, "peer specialist|peer support specialist|certified peer specialist"),
)  # fmt: skip
_CAPACITY = {word: who for who, words in _KINDS for word in words.split("|")}


def capacity(credential: str) -> str:
    """As what somebody with this credential is counted, or '': "RN" and "Registered nurse" are staff."""
    return _CAPACITY.get(" ".join(credential.casefold().replace(".", "").split()), "")


def capacities(credentials: list[tuple[str, date, date | None]], day: date) -> frozenset[str]:
    """As what somebody counts on a day, by (kind, first day, last day or None) of each credential."""
    good = {
        capacity(kind)
        for kind, start, end in credentials
        if start <= day and (not end or day <= end)
    }
    return frozenset(good - {""})
