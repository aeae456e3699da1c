"""What is wrong: problems, diagnoses and health concerns, and the statement that there are none."""

import re

from northstar.chart.clinical import Condition
from northstar.chart.value import Concept
from northstar.sources.ccda.document import (
    Document,
    code_of,
    headline,
    local_name,
    negated,
    one,
    statements,
    templates,
)
from northstar.sources.ccda.entry import Entry
from northstar.sources.ccda.places import words
from northstar.sources.ccda.severity import said_severity
from northstar.sources.ccda.tables import SAID

_T = "2.16.840.1.113883.10.20.22.4."
_DIAGNOSES = frozenset(
    ("encounters", "admission-diagnosis", "discharge-diagnosis", "preoperative", "postoperative")
)
# SNOMED CT: no current problems; "problem", "disease", "condition" of which none is known.
_NONE = frozenset(("160245001",))
_ANY = frozenset(("55607006", "64572001", "404684003", "282291009", "243796009", ""))
_NO_KNOWN = re.compile(
    r"\s*(?:no|none|denies)\b[\w ,]*\b(?:known|problems?|conditions?|concerns?|active)\b",
    re.IGNORECASE,
)
_CONCERN = {
    "completed": "inactive",
    "suspended": "inactive",
    "aborted": "inactive",
    "active": "active",
}
STATUS_TEMPLATES = frozenset(
    (_T + "6", "2.16.840.1.113883.10.20.1.50", "1.3.6.1.4.1.19376.1.5.3.1.4.1.1")
)


def concern(entry: Entry, act) -> None:
    """A concern and the problems it is about; a concern that names none may itself be a code."""
    for _, inner in statements(act):
        if local_name(inner.tag) != "observation":
            continue
        if one(inner, "value") is not None and not templates(inner) & _NOT_PROBLEMS:
            problem(entry, inner, within=act)
    if not entry.facts:
        _bare_concern(entry, act)


# Priority, progress, severity, status and health status: about a problem, not problems.
_NOT_PROBLEMS = frozenset(
    (_T + "143", _T + "110", _T + "8", _T + "6", _T + "5", _T + "145", _T + "148", _T + "149")
)


def problem(entry: Entry, observation, within=None) -> None:
    """One problem observation."""
    doc = entry.doc
    value = one(observation, "value")
    said, at = doc.said(one(observation, "text"))
    code = doc.concept(value)
    if not code.codings and not code.text:
        code = Concept(text=_short(value, said))
    absent, refuted = _absence(observation, code)
    if absent:
        code = Concept(text="No known problems", codings=code.codings)
    elif not code.words:
        return
    onset, abatement = doc.interval(one(observation, "effectiveTime"))
    recorded, author = doc.wrote(observation, within)
    entry.add(
        Condition,
        observation,
        (value, at),
        within=within,
        code=code,
        clinical_status="" if refuted else _status(entry, observation, within, onset, abatement),
        verification_status="refuted" if refuted else "",
        category=_category(entry.part.name),
        severity=said_severity(doc, observation),
        onset=onset,
        abatement=abatement,
        recorded=recorded if recorded is not doc.written else None,
        asserter=author,
        note=note_of(doc, observation, within),
        absent=absent or refuted,
    )


def diagnoses(entry: Entry, act) -> None:
    """A wrapper around problem observations: admission, discharge, encounter or operative diagnosis."""
    for _, inner in statements(act):
        if local_name(inner.tag) == "observation":
            problem(entry, inner, within=act)


def _bare_concern(entry: Entry, act) -> None:
    doc = entry.doc
    text, at = doc.said(one(act, "text"))
    value = one(act, "value")
    code = doc.concept(value) if value is not None else Concept()
    none = negated(act) or bool(text and _NO_KNOWN.match(text))
    if not (code.words or text):
        return
    onset, abatement = doc.interval(one(act, "effectiveTime"))
    recorded, author = doc.wrote(act)
    entry.add(
        Condition,
        act,
        (at, value),
        code=Concept("No known problems")
        if none
        else code
        if code.words
        else Concept(headline(text)),
        clinical_status="" if none else _CONCERN.get(code_of(act, "statusCode"), ""),
        category=_category(entry.part.name),
        onset=onset,
        abatement=abatement,
        recorded=recorded if recorded is not doc.written else None,
        asserter=author,
        absent=none,
    )


def _short(value, said: str) -> str:
    own = words(value) if value is not None else ""
    return own[:200] or headline(said)


def _absence(observation, code: Concept) -> tuple[bool, bool]:
    """Is this "no known problems", and is it "not this problem"?"""
    known = code.code("snomed") or (code.codings[0].code if code.codings else "")
    if known in _NONE:
        return True, False
    if negated(observation):
        nameless = known in _ANY and (known or not code.text or _NO_KNOWN.match(code.text))
        return (True, False) if nameless else (False, True)
    return bool(not code.codings and code.text and _NO_KNOWN.match(code.text)), False


def _status(entry: Entry, observation, act, onset, abatement) -> str:
    """The end date decides, then the status that was said, then the concern."""
    doc = entry.doc
    said = said_status(observation)
    if _ended(observation):
        if said == "active" and abatement:
            doc.doubt(observation, said, "Says active and gives an end date; read as resolved.")
        return "resolved"
    if said:
        return said
    return _CONCERN.get(code_of(act, "statusCode"), "active") if act is not None else "active"


def _ended(observation) -> bool:
    # An end with nullFlavor UNK is C-CDA's "resolved, nobody knows when".
    high = one(observation, "effectiveTime", "high")
    return high is not None and bool(high.get("value") or high.get("nullFlavor") == "UNK")


def said_status(observation) -> str:
    """The word of a nested status observation in FHIR's terms, or ''."""
    for _, inner in statements(observation):
        if templates(inner) & STATUS_TEMPLATES or code_of(inner, "code") == "33999-4":
            value = one(inner, "value")
            if value is not None:
                word = (value.get("displayName") or words(value)).strip().lower()
                return SAID.get(value.get("code", "")) or SAID.get(word, "")
    return ""


def note_of(doc: Document, *around) -> str:
    """Comments beside a statement, and its narrative where that says more than a name."""
    told: list[str] = []
    for each in around:
        if each is None:
            continue
        for _, inner in statements(each):
            if _T + "64" in templates(inner) or code_of(inner, "code") == "48767-8":
                told.append(doc.said(one(inner, "text"))[0])
        told.append(doc.said(one(each, "text"))[0])
    told = [text for text in dict.fromkeys(told) if text]
    return "\n".join(told)[:1000]


def _category(section: str) -> str:
    if section in _DIAGNOSES:
        return "encounter-diagnosis"
    return "problem-list-item" if section in ("problems", "past-history") else "health-concern"


TEMPLATES = {
    _T + "3": concern,
    _T + "132": concern,
    _T + "136": concern,
    _T + "4": problem,
    _T + "33": diagnoses,
    _T + "34": diagnoses,
    _T + "51": diagnoses,
    _T + "65": diagnoses,
    _T + "80": diagnoses,
    "2.16.840.1.113883.10.20.1.27": concern,
    "2.16.840.1.113883.10.20.1.28": problem,
}
