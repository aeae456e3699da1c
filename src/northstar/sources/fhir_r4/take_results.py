"""What was measured and answered: observations, reports, questionnaires."""

import re

from northstar.chart.clinical import Component, DiagnosticReport, Observation, QuestionnaireResponse
from northstar.chart.value import Concept
from northstar.knowledge.screening_scores import question_in
from northstar.sources.fhir_r4.arrival import Arrival
from northstar.sources.fhir_r4.attached import decoded
from northstar.sources.fhir_r4.fields import (
    NOTHING,
    code_of,
    concept,
    concepts,
    measured,
    moment,
    names,
    notes,
    number,
    part,
    parts,
    period,
    text,
    timed,
    unit_of,
)

_NUMBER = re.compile(r"\s*([<>]=?)?\s*(\d+(?:\.\d+)?)\s*([a-zA-Z%\[{µμ][^\s]*|10[*^]\d/\S+)?\s*")
_LOINC = re.compile(r"\d{3,6}-\d$")  # a linkId that is a LOINC code, or ends in one
_DEEPEST = 60  # a questionnaire nested deeper than this is not a questionnaire
_MOST_ANSWERS = 5000


def observation(on: Arrival, raw: dict) -> Observation:
    """A result, vital sign or answer with its value, whichever way it was sent."""
    value = _value(on, raw)
    low, high, range_text = _range(on, raw) if "referenceRange" in raw else (None, None, "")
    return Observation(
        code=concept(on, raw, "code"),
        status=text(on, raw, "status"),
        category=_category(on, raw),
        effective=timed(on, raw, "effective")[0],
        issued=moment(on, raw, "issued"),
        number=value[0],
        unit=value[1],
        text=value[2],
        value=value[3],
        comparator=value[4],
        low=low,
        high=high,
        range_text=range_text,
        interpretation=code_of(on, raw, "interpretation"),
        components=_components(on, raw) if "component" in raw else (),
        performer=names(on, raw, "performer"),
        order=on.key_of(part(on, raw, "basedOn")) if "basedOn" in raw else "",
        encounter=on.key_of(raw["encounter"]) if "encounter" in raw else "",
        note=notes(on, raw),
        absent_reason=code_of(on, raw, "dataAbsentReason"),
    )


# HL7's observation categories, and how reports say the same (HL7 v2 table 0074, LOINC classes).
_PLAIN = "laboratory vital-signs survey social-history imaging exam procedure therapy activity sdoh"
_CATEGORIES = {name: name for name in _PLAIN.split()} | {
    "LAB": "laboratory",
    "RAD": "imaging",
    "LP29684-5": "imaging",
    "LP7839-6": "pathology",
    "LP29708-2": "cardiology",
}


def _category(on: Arrival, raw: dict) -> str:
    """The first category that means something here, else the first given."""
    if "category" not in raw:
        return ""
    for found in concepts(on, raw, "category"):
        for one in found.codings:
            if one.code in _CATEGORIES:
                return _CATEGORIES[one.code]
    return code_of(on, raw, "category")


_NO_VALUE = (None, "", "", None, "")


def _value(on: Arrival, raw: dict) -> tuple[float | None, str, str, Concept | None, str]:
    """(number, unit, words, concept, comparator) of `value[x]`."""
    if "valueQuantity" in raw:
        found = part(on, raw, "valueQuantity")
        amount = number(on, found, "value", "valueQuantity")
        unit = unit_of(on, found, "valueQuantity")
        return amount, unit, "", None, text(on, found, "comparator", "valueQuantity")
    if "valueCodeableConcept" in raw:
        coded = concept(on, raw, "valueCodeableConcept")
        return None, "", coded.words, coded if coded is not NOTHING else None, ""
    if "valueString" in raw:
        return _said(text(on, raw, "valueString"))
    if "valueInteger" in raw:
        return number(on, raw, "valueInteger"), "", "", None, ""
    for key in raw:
        if key.startswith("value"):
            return None, "", _in_words(on, raw, key), None, ""
    return _NO_VALUE


def _said(words: str) -> tuple[float | None, str, str, Concept | None, str]:
    """A number with its unit that was sent as text is that number; other words are words."""
    found = _NUMBER.fullmatch(words)
    if not found:
        return None, "", words, None, ""
    return float(found[2]), found[3] or "", "", None, found[1] or ""


def _in_words(on: Arrival, raw: dict, key: str) -> str:
    if key == "valueRange":
        return _between(on, part(on, raw, key), "low", "high", " - ")
    if key == "valueRatio":
        return _between(on, part(on, raw, key), "numerator", "denominator", ":")
    if key == "valuePeriod":
        start, end = period(on, raw, key)
        return f"{start.text if start else ''} - {end.text if end else ''}"
    if key == "valueDateTime":
        found = moment(on, raw, key)
        return found.text if found else ""
    if key == "valueSampledData":
        return "a sampled curve, shown in the original"
    return text(on, raw, key)


def _between(on: Arrival, found: dict, first: str, last: str, sign: str) -> str:
    ends = (measured(on, found, first), measured(on, found, last))
    return sign.join(ends) if any(ends) else ""


def _range(on: Arrival, raw: dict) -> tuple[float | None, float | None, str]:
    ranges = parts(on, raw, "referenceRange")
    first = ranges[0] if ranges else {}
    low = number(on, part(on, first, "low", "referenceRange"), "value", "referenceRange")
    high = number(on, part(on, first, "high", "referenceRange"), "value", "referenceRange")
    return low, high, text(on, first, "text", "referenceRange")


def _components(on: Arrival, raw: dict) -> tuple[Component, ...]:
    made = []
    for one in parts(on, raw, "component"):
        amount, unit, words, _, comparator = _value(on, one)
        if amount is not None and comparator:
            words = f"{comparator}{amount:g}"
        if amount is None and not words:
            words = code_of(on, one, "dataAbsentReason", "component")
        code = concept(on, one, "code", "component")
        made.append(Component(code=code, number=amount, unit=unit, text=words))
    return tuple(made)


def diagnostic_report(on: Arrival, raw: dict) -> DiagnosticReport:
    """A report; its narrative is the conclusion, else the text that was attached."""
    said = text(on, raw, "conclusion")
    if not said:
        said = "; ".join(found.words for found in concepts(on, raw, "conclusionCode"))
    if not said:
        forms = parts(on, raw, "presentedForm")
        said = next((words for one in forms if (words := decoded(on, one))), "")
    return DiagnosticReport(
        code=concept(on, raw, "code"),
        status=text(on, raw, "status"),
        category=_category(on, raw),
        effective=timed(on, raw, "effective")[0],
        issued=moment(on, raw, "issued"),
        performer=names(on, raw, "performer") or names(on, raw, "resultsInterpreter"),
        conclusion=said,
        order=on.key_of(part(on, raw, "basedOn")) if "basedOn" in raw else "",
        encounter=on.key_of(raw.get("encounter")),
    )


def questionnaire_response(on: Arrival, raw: dict) -> QuestionnaireResponse:
    """Every answer of a form under its linkId, in the order of the form."""
    told = list(_answers(on, raw, _coded_questions(on, raw)))
    codes = tuple(code for *_, code in told)
    return QuestionnaireResponse(
        code=_form(on, raw),
        status=text(on, raw, "status"),
        authored=moment(on, raw, "authored"),
        author=names(on, raw, "author") or names(on, raw, "source"),
        answers=tuple((question, said) for question, said, _ in told),
        codes=codes if any(codes) else (),
    )


def _form(on: Arrival, raw: dict) -> Concept:
    address = text(on, raw, "questionnaire")
    _, _, form = on.target(address.partition("|")[0]) if address else ("", "", None)
    if form is None:
        return Concept(address.partition("|")[0].rpartition("/")[2])
    title = text(on, form, "title") or text(on, form, "name")
    return Concept(title or address, concept(on, {"c": {"coding": form.get("code")}}, "c").codings)


def _coded_questions(on: Arrival, raw: dict) -> dict[str, str]:
    """The LOINC code of each question of the form, by linkId, where this arrival holds the form."""
    address = text(on, raw, "questionnaire").partition("|")[0]
    form = on.target(address)[2] if address else None
    found: dict[str, str] = {}
    waiting = list(parts(on, form, "item", "item")) if form else []
    while waiting and len(found) < _MOST_ANSWERS:
        item = waiting.pop()
        code = Concept("", concept(on, {"c": {"coding": item.get("code")}}, "c").codings)
        if loinc := code.code("loinc"):
            found[text(on, item, "linkId", "item")] = loinc
        waiting += parts(on, item, "item", "item")
    return found


def _question(on: Arrival, item: dict, coded: dict[str, str]) -> str:
    """The LOINC code of a question: by its form, by its words; else its linkId as it stands."""
    link = text(on, item, "linkId", "item")
    if link in coded:
        return coded[link]
    asked = text(on, item, "text", "item")
    return (question_in(asked[:400]) if asked and not _LOINC.search(link) else "") or link


def _answers(on: Arrival, raw: dict, coded: dict[str, str]):
    """Walks the nested items without recursion; answers come in the order of the page."""
    waiting = [(item, 0) for item in reversed(parts(on, raw, "item"))]
    given = 0
    while waiting and given < _MOST_ANSWERS:
        item, depth = waiting.pop()
        inner = list(parts(on, item, "item", "item"))
        for answer in parts(on, item, "answer", "item"):
            said = _answer(on, answer)
            if said:
                given += 1
                yield _question(on, item, coded), said, _answer_code(on, answer)
            inner += parts(on, answer, "item", "answer")
        if depth < _DEEPEST:
            waiting += [(one, depth + 1) for one in reversed(inner)]


def _answer_code(on: Arrival, answer: dict) -> str:
    found = part(on, answer, "valueCoding", "answer") if "valueCoding" in answer else {}
    return text(on, found, "code", "answer")


def _answer(on: Arrival, answer: dict) -> str:
    if "valueCoding" in answer:
        found = part(on, answer, "valueCoding", "answer")
        return text(on, found, "display", "answer") or text(on, found, "code", "answer")
    if "valueQuantity" in answer:
        return measured(on, answer, "valueQuantity", "answer")
    if "valueReference" in answer:
        return on.named(answer["valueReference"])
    if "valueAttachment" in answer:
        return text(on, part(on, answer, "valueAttachment", "answer"), "title", "answer")
    key = next((key for key in answer if key.startswith("value")), "")
    return text(on, answer, key, "answer") if key else ""
