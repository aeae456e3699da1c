"""DG1, PRB, AL1, IAM: what is wrong, and what must not be given."""

import re

from northstar.chart.clinical import AllergyIntolerance, Condition
from northstar.chart.sensitivity import Label
from northstar.chart.value import Concept
from northstar.sources.hl7v2 import datatypes
from northstar.sources.hl7v2.scribe import Scribe
from northstar.sources.hl7v2.segment import Segment
from northstar.sources.hl7v2.tables import ALLERGEN, SEVERITIES

_METHODS = {"I9": "icd9cm", "I10": "icd10", "I10C": "icd10cm", "ICD9": "icd9cm", "ICD10": "icd10cm"}
_SURE = {"F": "confirmed", "W": "provisional", "A": "provisional"}
_LIFE = {
    "A": "active",
    "ACTIVE": "active",
    "I": "inactive",
    "INACTIVE": "inactive",
    "R": "resolved",
}
# SNOMED CT: no known allergy, no known drug, food, environmental allergy.
_NONE_KNOWN = {"716186003", "409137002", "429625007", "428607008", "NKA", "NKDA", "NOKNOWN"}
_NONE_WORDS = re.compile(
    r"\bno (known|active) .*allerg|\bnk(d?a)\b|\bno allergies\b", re.IGNORECASE
)


def read(scribe: Scribe) -> None:
    """Diagnoses, problem list entries and allergies of the group."""
    for dg1 in scribe.all("DG1"):
        _diagnosis(scribe, dg1)
    for prb in scribe.all("PRB"):
        _problem(scribe, prb)
    for seg in scribe.all("AL1", "IAM"):
        _allergy(scribe, seg)


def _name(seg: Segment, field: int, default: str = "", spare: int = 0) -> Concept:
    """The concept of a field, with the description of a spare field where it has no words."""
    found = datatypes.concept(seg, field, 1, default)
    said = seg.text(spare) if spare else ""
    if said and not any((found.text, *(c.display for c in found.codings))):
        found = Concept(said, found.codings)
    return found


def _diagnosis(scribe: Scribe, dg1: Segment) -> None:
    code = _name(dg1, 3, _METHODS.get(dg1.text(2).upper(), ""), 4)
    if code == Concept():
        return scribe.lose(dg1, "The diagnosis has neither a code nor words.")
    deleted = dg1.text(21).upper() == "D"
    scribe.fact(
        Condition,
        f"DG1|{scribe.visit}|{code.token or code.text}",
        dg1.cite((3, 2), (3, 1), 4),
        label=Label.RESTRICTED if dg1.text(18).upper() == "Y" else 0,
        code=code,
        category="encounter-diagnosis",
        verification_status="entered-in-error"
        if deleted
        else _SURE.get(dg1.text(6, 1).upper(), ""),
        onset=None,
        recorded=scribe.when(dg1, 5) or (scribe.when(dg1, 19) if dg1.has(19) else None),
        asserter=datatypes.person(dg1, 16),
        encounter=scribe.visit,
    )
    return None


def _problem(scribe: Scribe, prb: Segment) -> None:
    code = _name(prb, 3)
    if code == Concept():
        return scribe.lose(prb, "The problem has neither a code nor words.")
    deleted = prb.text(1).upper() == "DE" or scribe.message.trigger == "PC3"
    status = _LIFE.get(prb.text(14, 1).upper()) or _LIFE.get(prb.text(14, 2).upper(), "")
    over = scribe.when(prb, 9) if prb.has(9) else None
    scribe.fact(
        Condition,
        f"PRB|{prb.text(4, 1) or code.token or code.text}",
        prb.cite((3, 2), (3, 1)),
        recorded=scribe.when(prb, 2) if prb.has(2) else None,
        code=code,
        category="problem-list-item",
        clinical_status=status or ("resolved" if over else "active"),
        verification_status="entered-in-error"
        if deleted
        else (datatypes.words(prb, 13).lower() if prb.has(13) else ""),
        onset=scribe.when(prb, 16) if prb.has(16) else None,
        abatement=over,
        note=prb.text(17),
    )
    return None


def _allergy(scribe: Scribe, seg: Segment) -> None:
    """AL1 is the simple list; IAM the one with actions (A add, D delete, U update)."""
    is_iam = seg.name == "IAM"
    code = _name(seg, 3)
    if code == Concept():
        return scribe.lose(seg, "The allergy has neither a code nor words.")
    reactions = tuple(
        dict.fromkeys(
            word for rep in range(1, seg.count(5) + 1) if (word := datatypes.words(seg, 5, rep))
        )
    )
    unique = (seg.text(7, 1) if is_iam else "") or code.token or code.text
    severity = SEVERITIES.get(seg.text(4, 1).upper(), "")
    onset = 11 if is_iam else 6
    scribe.fact(
        AllergyIntolerance,
        f"allergy|{unique}",
        seg.cite((3, 2), (3, 1)),
        code=code,
        clinical_status=_life(seg) if is_iam else "active",
        verification_status=_verified(seg) if is_iam else "",
        category=ALLERGEN.get(seg.text(2, 1).upper(), ""),
        reactions=reactions,
        severity=severity,
        criticality="high" if severity == "severe" else "",
        onset=scribe.when(seg, onset) if seg.has(onset) else None,
        recorded=scribe.when(seg, 13) if is_iam and seg.has(13) else None,
        asserter=datatypes.person(seg, 14) if is_iam else "",
        absent=_denies(code),
    )
    return None


def _life(iam: Segment) -> str:
    if iam.text(6, 1).upper() == "D":
        return "inactive"
    return "inactive" if iam.text(17, 1).upper() in ("I", "INACTIVE") else "active"


def _verified(iam: Segment) -> str:
    word = iam.text(17, 1).upper()
    if iam.text(6, 1).upper() == "D" or word in ("E", "ERRONEOUS"):
        return "entered-in-error"
    return {"C": "confirmed", "U": "unconfirmed", "S": "unconfirmed", "P": "unconfirmed"}.get(
        word, ""
    )


def _denies(code: Concept) -> bool:
    coded = any(c.code.upper() in _NONE_KNOWN for c in code.codings)
    words = (code.text, *(c.display for c in code.codings))
    return coded or any(_NONE_WORDS.search(word) for word in words)
