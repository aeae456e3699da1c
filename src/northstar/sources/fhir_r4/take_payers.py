"""Who pays, what they were asked, what they said."""

import re

from northstar.chart.coverage import Claim, ClaimResponse, Coverage
from northstar.chart.value import Concept
from northstar.chart.when import When
from northstar.sources.fhir_r4.arrival import Arrival, tokens
from northstar.sources.fhir_r4.fields import (
    code_of,
    concept,
    moment,
    names,
    number,
    part,
    parts,
    period,
    pointed,
    text,
    whole,
)

# X12 306 action codes, as Da Vinci PAS carries them; contacting the payer is still waiting.
_ACTIONS = {
    "A1": "approved",
    "A2": "partial",
    "A3": "denied",
    "A4": "pended",
    "A6": "partial",
    "CT": "pended",
}


def coverage(on: Arrival, raw: dict) -> Coverage:
    """An insurance a person has."""
    start, end = period(on, raw, "period")
    classes = {code_of(on, one, "type", "class"): one for one in parts(on, raw, "class")}
    return Coverage(
        code=concept(on, raw, "type"),
        status=text(on, raw, "status"),
        payer=names(on, raw, "payor"),
        plan=_class(on, classes.get("plan", {})),
        member=text(on, raw, "subscriberId") or next(tokens(raw), ("", ""))[1],
        group=_class(on, classes.get("group", {})),
        relationship=code_of(on, raw, "relationship"),
        order=whole(on, raw, "order") or 0,
        start=start,
        end=end,
    )


def _class(on: Arrival, one: dict) -> str:
    return text(on, one, "name", "class") or text(on, one, "value", "class")


def claim(on: Arrival, raw: dict) -> Claim:
    """What was asked of a payer."""
    return Claim(
        code=concept(on, raw, "type"),
        status=text(on, raw, "status"),
        use=text(on, raw, "use"),
        payer=names(on, raw, "insurer") or _insured_by(on, raw),
        provider=names(on, raw, "provider"),
        priority=code_of(on, raw, "priority"),
        created=moment(on, raw, "created"),
        amount=number(on, part(on, raw, "total"), "value", "total"),
        diagnoses=_diagnoses(on, raw),
    )


def _insured_by(on: Arrival, raw: dict) -> str:
    policies = (part(on, one, "coverage", "insurance") for one in parts(on, raw, "insurance"))
    return next((name for one in policies if (name := _payer_of(on, one))), "")


def _payer_of(on: Arrival, policy: dict) -> str:
    shown = on.named(policy)
    if shown:
        return shown
    resource = on.of(policy)[2]
    return names(on, resource, "payor") if resource else ""


def _diagnoses(on: Arrival, raw: dict) -> tuple[Concept, ...]:
    found = []
    for one in parts(on, raw, "diagnosis"):
        if "diagnosisReference" in one:
            found.append(pointed(on, part(on, one, "diagnosisReference", "diagnosis")))
        else:
            found.append(concept(on, one, "diagnosisCodeableConcept", "diagnosis"))
    return tuple(one for one in found if one.words)


def claim_response(on: Arrival, raw: dict) -> ClaimResponse:
    """A payer's answer; the decision only where the payer states one."""
    actions = list(_actions(on, raw))
    start, expires = _holds(on, raw)
    return ClaimResponse(
        code=concept(on, raw, "type"),
        status=text(on, raw, "status"),
        use=text(on, raw, "use"),
        decision=_decision(on, raw, [code for code, _, _ in actions]),
        payer=names(on, raw, "insurer"),
        reason=_reason(on, raw, [why for _, why, _ in actions]),
        reference=text(on, raw, "preAuthRef")
        or next((ref for _, _, ref in actions if ref), "")
        or next(tokens(raw), ("", ""))[1],
        request=on.key_of(part(on, raw, "request")),
        created=moment(on, raw, "created"),
        start=start,
        expires=expires,
    )


def _holds(on: Arrival, raw: dict) -> tuple[When | None, When | None]:
    if "preAuthPeriod" in raw:
        return period(on, raw, "preAuthPeriod")
    for owner in (raw, *parts(on, raw, "item")):
        for one in parts(on, owner, "extension"):
            url = str(one.get("url"))
            if "preAuthPeriod" in url or "authorizedEventDate" in url or "itemPreAuthPeriod" in url:
                return period(on, one, "valuePeriod", "extension")
    return None, None


def _actions(on: Arrival, raw: dict):
    """(code, reason, number) of every review action, on the answer itself or on its lines."""
    lines = [*parts(on, raw, "item"), *parts(on, raw, "addItem")]
    judged = [one for line in lines for one in parts(on, line, "adjudication", "item")]
    for owner in (raw, *judged):
        for one in parts(on, owner, "extension"):
            if str(one.get("url")).endswith("extension-reviewAction"):
                yield _action(on, one)


def _action(on: Arrival, one: dict) -> tuple[str, str, str]:
    inner = {str(part_.get("url")): part_ for part_ in parts(on, one, "extension", "extension")}
    code = text(on, one, "valueCode", "extension") or text(on, one, "valueString", "extension")
    for url, found in inner.items():
        if url.endswith("extension-reviewActionCode"):
            code = code_of(on, found, "valueCodeableConcept", "extension")
    why = concept(on, inner.get("reasonCode", {}), "valueCodeableConcept", "extension").words
    return code, why, text(on, inner.get("number", {}), "valueString", "extension")


def _decision(on: Arrival, raw: dict, actions: list[str]) -> str:
    said = {_ACTIONS[code] for code in actions if code in _ACTIONS}
    if len(said) == 1:
        return said.pop()
    if said:
        return "pended" if "pended" in said else "partial"
    if text(on, raw, "outcome") == "queued":
        return "pended"
    return _in_words(text(on, raw, "disposition")) if text(on, raw, "use") in _ASKED_FIRST else ""


_ASKED_FIRST = ("preauthorization", "predetermination")
# In this order: "partially approved" is no approval, "not approved" neither.
_WORDS = (
    (re.compile(r"\bpartial", re.IGNORECASE), "partial"),
    (
        re.compile(
            r"\b(?:denied|denial|rejected|disapproved|not (?:approved|certified|authorized|covered))\b",
            re.IGNORECASE,
        ),
        "denied",
    ),
    (re.compile(r"\b(?:pend(?:ed|ing)?|in review|under review)\b", re.IGNORECASE), "pended"),
    (re.compile(r"\b(?:approved|certified|authorized)\b", re.IGNORECASE), "approved"),
)


def _in_words(disposition: str) -> str:
    """What payers without review codes write of the whole request."""
    return next((decision for sign, decision in _WORDS if sign.search(disposition)), "")


def _reason(on: Arrival, raw: dict, stated: list[str]) -> str:
    errors = [concept(on, one, "code", "error").words for one in parts(on, raw, "error")]
    remarks = [text(on, one, "text", "processNote") for one in parts(on, raw, "processNote")]
    said = dict.fromkeys([text(on, raw, "disposition"), *stated, *errors, *remarks])
    return "; ".join(words for words in said if words)
