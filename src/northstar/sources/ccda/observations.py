"""What was measured, asked or seen: results, vital signs, social history, function and mind."""

from msgspec import structs

from northstar.chart.clinical import Component, DiagnosticReport, Observation
from northstar.chart.value import Concept
from northstar.sources.ccda.document import (
    NOTHING,
    Document,
    code_of,
    every,
    headline,
    kind_of,
    local_name,
    negated,
    one,
    statements,
    templates,
)
from northstar.sources.ccda.entry import Entry
from northstar.sources.ccda.places import words
from northstar.sources.ccda.problems import note_of, problem
from northstar.sources.ccda.tables import OBSERVED

_T = "2.16.840.1.113883.10.20.22.4."
_CATEGORY = {
    "results": "laboratory",
    "vital-signs": "vital-signs",
    "social-history": "social-history",
    "functional-status": "functional-status",
    "mental-status": "cognitive-status",
    "general-status": "exam",
    "physical-exam": "exam",
    "procedure-findings": "exam",
}


def results(entry: Entry, organizer) -> None:
    """A panel and its parts: a laboratory report, a set of vital signs, an assessment."""
    doc = entry.doc
    vital = _T + "26" in templates(organizer) or entry.part.name == "vital-signs"
    code, at = doc.concept(one(organizer, "code"), "loinc"), one(organizer, "effectiveTime")
    report = "" if vital or not code.words else _report(entry, organizer, code)
    for component in every(organizer, "component"):
        for inner in every(component, "observation"):
            observed(entry, inner, within=organizer, report=report, default_time=at)
        for inner in every(component, "organizer"):
            results(entry, inner)


def _report(entry: Entry, organizer, code: Concept) -> str:
    doc = entry.doc
    if entry.part.name not in ("results", ""):
        return ""
    at = one(organizer, "effectiveTime")
    if at is None or at.get("nullFlavor"):
        # Many leave the time to the results: the report is as old as its first.
        times = (one(c, "observation", "effectiveTime") for c in every(organizer, "component"))
        at = next((t for t in times if t is not None), at)
    effective, _ = doc.interval(at)
    issued, author = doc.wrote(organizer)
    return entry.add(
        DiagnosticReport,
        organizer,
        (one(organizer, "code"),),
        code=code,
        status=OBSERVED.get(code_of(organizer, "statusCode"), ""),
        category="laboratory",
        effective=effective,
        issued=issued if issued is not doc.written else None,
        performer=_performer(doc, organizer) or author,
        conclusion=note_of(doc, organizer),
    ).key


def observed(
    entry: Entry,
    observation,
    within=None,
    *,
    category: str = "",
    report: str = "",
    default_time=None,
) -> None:
    """One observation with its value, range and interpretation."""
    doc = entry.doc
    code = doc.concept(one(observation, "code"), "loinc")
    value = one(observation, "value")
    said = _value(doc, value)
    note = note_of(doc, observation)
    told, at = doc.said(one(observation, "text"))
    cites = (at if told else None, value, one(observation, "code"))
    if not code.words or code.token.endswith("|ASSERTION"):
        # "ASSERTION" only says that the value is the whole statement.
        code, said = _asserted(code, said, note)
        if not code.words:
            return
    effective, _ = doc.interval(one(observation, "effectiveTime"))
    if effective is None and default_time is not None:
        effective, _ = doc.interval(default_time)
    issued, author = doc.wrote(observation, within)
    entry.add(
        Observation,
        observation,
        cites,
        within=within,
        code=code,
        status=OBSERVED.get(code_of(observation, "statusCode"), ""),
        category=category or _category(entry, observation),
        effective=effective,
        issued=issued if issued is not doc.written else None,
        interpretation=_interpretation(observation),
        components=_components(doc, observation),
        performer=_performer(doc, observation) or author,
        report=report,
        note=note,
        **_range(doc, observation),
        **(_denied(said) if negated(observation) else said),
    )
    _own_answers(entry, observation)


def _own_answers(entry: Entry, observation) -> None:
    """An assessment inside another observation, as in nutrition, is a fact in its own right."""
    for kind, inner in statements(observation):
        if kind != "COMP" and templates(inner) & _ASSESSMENTS:
            observed(entry, inner, within=observation)


_ASSESSMENTS = frozenset((_T + "138", _T + "69"))


def _asserted(code: Concept, said: dict, note: str) -> tuple[Concept, dict]:
    value = said.get("value")
    if value is not None and value.words:
        return value, said
    if said.get("text"):
        return Concept(said["text"][:200], code.codings), said
    return (Concept(headline(note), code.codings) if note else NOTHING), said


def _denied(said: dict) -> dict:
    """An observation that is said not to be so keeps its words, but no value a rule could take for true."""
    value = said.get("value")
    told = (value.words if value else "") or said.get("text", "")
    return {"text": f"Not so: {told}" if told else "Not so", "absent_reason": "negated"}


def _value(doc: Document, value) -> dict:
    """The value in the fields of an Observation."""
    if value is None:
        return {}
    kind = kind_of(value)
    written = (value.get("value") or "").strip()
    if kind.startswith("IVL_") or any(one(value, end) is not None for end in ("low", "high")):
        return _bounds(doc, value)
    if kind in _CODED or (not written and _is_coded(value)):
        concept = doc.concept(value)
        return {"value": concept} if concept.words else _missing(value)
    if kind == "TS" or (kind == "" and len(written) > 11 and written.isdigit()):
        when = doc.when(value)
        return {"text": when.text if when else written}
    if kind == "BL":
        return {"text": {"true": "yes", "false": "no"}.get(written, written)}
    if written:
        return _quantity(doc, value, written)
    converted = next((t for t in every(value, "translation") if t.get("value")), None)
    if converted is not None:
        # A unit UCUM does not know: the number stands in a translation, its unit often in words.
        found = _quantity(doc, converted, (converted.get("value") or "").strip())
        unit = words(converted)[:40]
        return {**found, "unit": found.get("unit") or unit} if "number" in found else found
    text = doc.said(value)[0] if one(value, "reference") is not None else words(value)
    return {"text": text[:2000]} if text else _missing(value)


_CODED = frozenset(("CD", "CE", "CO", "CV", "CS"))


def _is_coded(value) -> bool:
    translation = one(value, "translation")
    return bool(value.get("code") or (translation is not None and translation.get("code")))


def _quantity(doc: Document, value, written: str) -> dict:
    number = doc.number(value)
    unit = (value.get("unit") or "").strip()
    if number is None:
        return {"text": f"{written} {unit}".strip()}
    return {"number": number, "unit": "" if unit == "1" else unit}


def _missing(value) -> dict:
    reason = value.get("nullFlavor") or ""
    return {"absent_reason": reason} if reason else {}


def _bounds(doc: Document, value) -> dict:
    low, high = one(value, "low"), one(value, "high")
    first, last = doc.number(low), doc.number(high)
    if first is not None and last is not None:
        unit = low.get("unit") or high.get("unit") or ""
        return {"text": f"{low.get('value')} to {high.get('value')} {unit}".strip()}
    if first is None and last is None:
        return _missing(value)
    bound, number, sign = (low, first, ">") if first is not None else (high, last, "<")
    closed = bound.get("inclusive") != "false"
    return {
        "number": number,
        "unit": bound.get("unit") or "",
        "comparator": sign + ("=" if closed else ""),
    }


def _range(doc: Document, observation) -> dict:
    """The first reference range, in numbers where it has them."""
    limits = one(observation, "referenceRange", "observationRange")
    if limits is None:
        return {}
    value = one(limits, "value")
    found: dict = {"range_text": doc.said(one(limits, "text"))[0][:300]}
    if value is not None:
        if (one(value, "low") is None and one(value, "high") is None) and len(value) == 0:
            found["range_text"] = found["range_text"] or words(value)[:300]
        found["low"], found["high"] = doc.number(one(value, "low")), doc.number(one(value, "high"))
    return found


def _interpretation(observation) -> str:
    for each in every(observation, "interpretationCode"):
        code = each.get("code")
        if code:
            return code
    return ""


def _components(doc: Document, observation) -> tuple[Component, ...]:
    """Answers inside an assessment scale, body site and other parts of one observation."""
    found = []
    for _kind, inner in statements(observation, "COMP"):
        if local_name(inner.tag) != "observation":
            continue
        code = doc.concept(one(inner, "code"), "loinc")
        if not code.words:
            continue
        said = _value(doc, one(inner, "value"))
        text = said.get("text") or (said["value"].words if said.get("value") else "")
        found.append(Component(code, said.get("number"), said.get("unit", ""), text))
    return tuple(found)


def _performer(doc: Document, el) -> str:
    return doc.actor(one(el, "performer", "assignedEntity"))


def _category(entry: Entry, observation) -> str:
    claimed = templates(observation)
    if _T + "69" in claimed:
        return "survey"
    if _T + "2" in claimed and entry.part.name not in _CATEGORY:
        return "laboratory"
    if _T + "27" in claimed:
        return "vital-signs"
    if claimed & _SOCIAL:
        return "social-history"
    return _CATEGORY.get(entry.part.name, "survey")


_SOCIAL = frozenset(_T + n for n in ("38", "78", "85", "200", "109", "111", "72", "501", "506"))


def death(entry: Entry, observation) -> None:
    """The sender says that the person has died: it also belongs to the demographics."""
    doc = entry.doc
    observed(entry, observation)
    if doc.patient is not None and not negated(observation):
        at, _ = doc.interval(one(observation, "effectiveTime"))
        doc.patient.value = structs.replace(doc.patient.value, deceased=True, deceased_at=at)
        person = doc.reading.people[doc.person]
        doc.reading.people[doc.person] = structs.replace(person, deceased=True, deceased_at=at)


def functional(entry: Entry, observation) -> None:
    """A function problem of R1.1 states a value without a question: then it is a problem."""
    if code_of(observation, "code") in ("404684003", "409586006", "ASSERTION", "55607006"):
        problem(entry, observation)
    else:
        observed(entry, observation)


TEMPLATES = {
    **dict.fromkeys((_T + n for n in ("1", "26", "66", "75", "128")), results),
    **dict.fromkeys(
        (
            _T + n
            for n in [
                "2",
                "27",
                "38",
                "78",
                "85",
                "200",
                "69",
                "67",
                "74",
                "109",
                "111",
                "72",
                "127",
                "114",
                "124",
                "86",
                "144",
                "128",
                "31",
                "110",
                "293",
                "301",
                "303",
                "304",
                "501",
                "506",
                "510",
                "281",
                "282",
                "283",
                "284",
                "285",
                "286",
                "287",
                "288",
                "289",
                "290",
                "292",
                "295",
                "297",
                "299",
            ]
        ),
        observed,
    ),
    # A health status beside the concerns: only a problem observation is a problem.
    _T + "5": observed,
    _T + "79": death,
    _T + "68": functional,
    _T + "73": functional,
    "2.16.840.1.113883.10.22.4.78": observed,
    "2.16.840.1.113883.10.20.15.3.8": observed,
    "2.16.840.1.113883.10.20.15.3.1": observed,
    "2.16.840.1.113883.10.20.1.32": results,
    "2.16.840.1.113883.10.20.1.35": results,
    "2.16.840.1.113883.10.20.1.31": observed,
    "2.16.840.1.113883.10.20.1.33": observed,
}
