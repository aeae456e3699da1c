"""What the person does not tolerate, how they react, and the statement that nothing is known."""

import re

from northstar.chart.clinical import AllergyIntolerance
from northstar.chart.value import Concept
from northstar.sources.ccda.document import (
    Document,
    code_of,
    every,
    headline,
    local_name,
    negated,
    one,
    statements,
    templates,
)
from northstar.sources.ccda.entry import Entry
from northstar.sources.ccda.places import words
from northstar.sources.ccda.problems import said_status
from northstar.sources.ccda.severity import rank, said_severity
from northstar.sources.ccda.tables import SAID

_T = "2.16.840.1.113883.10.20.22.4."
# SNOMED CT "no known (drug, food, environmental ...) allergy".
_NONE = {
    "716186003": "No known allergies",
    "160244002": "No known allergies",
    "409137002": "No known drug allergies",
    "429625007": "No known food allergies",
    "428607008": "No known environmental allergies",
    "428197003": "No known insect allergies",
}
_NO_KNOWN = re.compile(
    r"\s*(?:no known|none known|nka\b|nkda\b|no allerg|no drug allerg|denies)", re.IGNORECASE
)
_ANY = re.compile(
    r"(?:drug|substance|allergen|medication|food|medicament|environmental)s?\b.{0,20}",
    re.IGNORECASE,
)
_SORT = re.compile(r"allerg|propensity|adverse|intoleran", re.IGNORECASE)
_CATEGORY = {
    "416098002": ("allergy", "medication"),
    "419511003": ("", "medication"),
    "59037007": ("intolerance", "medication"),
    "414285001": ("allergy", "food"),
    "418471000": ("", "food"),
    "235719002": ("intolerance", "food"),
    "426232007": ("allergy", "environment"),
    "419199007": ("allergy", ""),
    "418038007": ("", ""),
    "420134006": ("", ""),
}
_SNOMED_ANY = frozenset(
    ("410942007", "105590001", "762766007", "312415008", "413477004", "373873005")
)


def concern(entry: Entry, act) -> None:
    """An allergy concern and the observations it holds."""
    for _, inner in statements(act):
        if local_name(inner.tag) == "observation":
            allergy(entry, inner, within=act)


def allergy(entry: Entry, observation, within=None) -> None:
    """One allergy or intolerance."""
    doc = entry.doc
    value, agent = one(observation, "value"), _agent(observation)
    kind, code = doc.concept(value), _substance(doc, agent)
    none = _none(doc, observation, kind, code)
    if none:
        code = Concept(none, code.codings or kind.codings)
    elif not code.words:
        code = _from_words(doc, observation, kind)
        if not code.words:
            return
    refuted = not none and negated(observation)
    begun, ended = doc.interval(one(observation, "effectiveTime"))
    recorded, author = doc.wrote(observation, within)
    reactions = _reactions(doc, observation)
    sort, category = _CATEGORY.get(kind.code("snomed"), ("", ""))
    entry.add(
        AllergyIntolerance,
        observation,
        (agent, one(observation, "text"), value),
        within=within,
        code=code,
        clinical_status="" if refuted else _status(observation, within, ended),
        verification_status="refuted" if refuted else "",
        type=sort,
        category=category,
        criticality=_criticality(doc, observation),
        reactions=tuple(name for name, _ in reactions),
        severity=said_severity(doc, observation) or next((s for _, s in reactions if s), ""),
        onset=begun,
        recorded=recorded if recorded is not doc.written else None,
        asserter=author,
        absent=bool(none) or refuted,
    )


def _agent(observation):
    for participant in every(observation, "participant"):
        playing = one(participant, "participantRole", "playingEntity")
        if playing is not None:
            code = one(playing, "code")
            return code if code is not None and (len(code) or code.get("code")) else playing
    return None


def _substance(doc: Document, agent) -> Concept:
    if agent is None:
        return Concept()
    if local_name(agent.tag) == "playingEntity":
        name = one(agent, "name")
        return Concept(words(name)[:200]) if name is not None else doc.concept(one(agent, "code"))
    code = doc.concept(agent, "rxnorm")
    if code.text:
        return code
    name = one(agent.getparent(), "name")
    return Concept(words(name)[:200] if name is not None else "", code.codings)


def _from_words(doc: Document, observation, kind: Concept) -> Concept:
    """Without a coded substance the narrative, or else a value that names more than a sort of allergy."""
    value = one(observation, "value")
    for said in (
        one(value, "originalText") if value is not None else None,
        one(observation, "text"),
    ):
        text, _ = doc.said(said)
        if text and not _SORT.search(text):
            return Concept(headline(text))
    return Concept() if kind.code("snomed") in _CATEGORY else kind


def _none(doc: Document, observation, kind: Concept, code: Concept) -> str:
    """The words for "none known", or ''."""
    for concept in (code, kind):
        for coding in concept.codings:
            if coding.code in _NONE:
                return _NONE[coding.code]
    said = code.words or doc.said(one(observation, "text"))[0]
    if said and _NO_KNOWN.match(said):
        return said[:200] if len(said) < 60 else "No known allergies"
    if not negated(observation):
        return ""
    general = not code.codings and not code.text
    general = general or code.code("snomed") in _SNOMED_ANY or bool(_ANY.fullmatch(code.words))
    if not general:
        return ""
    return {
        "medication": "No known drug allergies",
        "food": "No known food allergies",
        "environment": "No known environmental allergies",
    }.get(_CATEGORY.get(kind.code("snomed"), ("", ""))[1], "No known allergies")


def _status(observation, act, ended) -> str:
    said = said_status(observation) or _own_status(observation)
    if said in ("active", "inactive", "resolved"):
        return said
    if ended:
        return "resolved"
    concern_status = code_of(act, "statusCode") if act is not None else ""
    return "inactive" if concern_status in ("completed", "aborted", "suspended") else "active"


def _own_status(observation) -> str:
    for _, inner in statements(observation):
        if _T + "28" in templates(inner):
            value = one(inner, "value")
            if value is not None:
                word = (value.get("displayName") or "").strip().lower()
                return SAID.get(value.get("code", "")) or SAID.get(word, "")
    return ""


def _reactions(doc: Document, observation) -> list[tuple[str, str]]:
    """(reaction, severity), worst first."""
    found = []
    for kind, inner in statements(observation):
        if kind == "MFST" or _T + "9" in templates(inner):
            value = one(inner, "value")
            name = doc.concept(value).words or doc.said(one(inner, "text"))[0][:200]
            if name:
                found.append((name, said_severity(doc, inner)))
    return sorted(found, key=lambda each: rank(each[1]))


def _criticality(doc: Document, observation) -> str:
    for _, inner in statements(observation):
        if _T + "145" in templates(inner):
            code = code_of(inner, "value")
            return {"CRITH": "high", "CRITL": "low", "CRITU": "unable-to-assess"}.get(code, "")
    return ""


TEMPLATES = {_T + "30": concern, _T + "7": allergy, "2.16.840.1.113883.10.20.1.18": allergy}
