"""Every other resource: kept by its type, with the title, status and date one would look for."""

from northstar.chart.value import Concept
from northstar.chart.when import When
from northstar.chart.words import Kept
from northstar.sources.fhir_r4.arrival import Arrival, human
from northstar.sources.fhir_r4.fields import (
    NOTHING,
    coded,
    concept,
    moment,
    names,
    number,
    part,
    parts,
    period,
    text,
    timed,
)
from northstar.sources.fhir_r4.take_medicines import dosage, medicine
from northstar.sources.fhir_r4.take_visits import appointment_response
from northstar.sources.fhir_r4.take_words import phone

# Where a type names what it is about; the first that is there counts.
_CODES = (
    "code",
    "medicationCodeableConcept",
    "vaccineCode",
    "codeCodeableConcept",
    "productOrService",
    "procedureCode",
    "type",
    "event",
    "activity",
    "modality",
    "category",
    "class",
    "specialty",
    "relationship",
)
_DAYS = (
    "date",
    "authoredOn",
    "recorded",
    "recordedDate",
    "created",
    "issued",
    "dateTime",
    "authored",
    "start",
    "started",
    "identifiedDateTime",
    "receivedTime",
    "lastUpdated",
    "manufactureDate",
    "sent",
)
_STEMS = ("effective", "occurrence", "performed", "identified", "timing", "serviced")
_PERIODS = ("period", "billablePeriod", "servicedPeriod", "validityPeriod")


def kept(on: Arrival, raw: dict) -> Kept:
    """The resource named so that it is found; its whole stands in the arrival."""
    kind = raw["resourceType"]
    code = _code(on, raw)
    more = _DETAILS.get(kind)
    return Kept(
        code=code,
        title=_title(on, raw, code),
        status=_status(on, raw),
        date=_date(on, raw),
        detail=more(on, raw) if more else "",
    )


def _code(on: Arrival, raw: dict) -> Concept:
    if "medicationReference" in raw:
        return medicine(on, raw)
    for key in _CODES:
        found = raw.get(key)
        head = found[0] if type(found) is list and found else found
        if type(head) is dict and ("coding" in head or "text" in head):
            return concept(on, raw, key)
        if type(head) is dict and "code" in head and "system" in head:
            return coded(on, raw, key)
    if "eventCoding" in raw:
        return coded(on, raw, "eventCoding")
    return NOTHING


def _title(on: Arrival, raw: dict, code: Concept) -> str:
    for key in ("title", "name", "deviceName", "description"):
        found = raw.get(key)
        words = human(found) if type(found) is not dict else found.get("text") or human(found)
        if type(words) is str and words:
            return words
    if raw["resourceType"] == "PractitionerRole":
        return names(on, raw, "practitioner") or names(on, raw, "organization")
    return code.words


def _status(on: Arrival, raw: dict) -> str:
    found = raw.get("status")
    if type(found) is dict:
        return concept(on, raw, "status").words
    if found is None and "active" in raw:
        return "active" if raw["active"] is True else "inactive"
    return text(on, raw, "status")


def _date(on: Arrival, raw: dict) -> When | None:
    for key in _DAYS:
        if type(raw.get(key)) is str:
            return moment(on, raw, key)
    for stem in _STEMS:
        start, _ = timed(on, raw, stem)
        if start:
            return start
    for key in _PERIODS:
        if type(raw.get(key)) is dict:
            return period(on, raw, key)[0]
    return None


def _reached(on: Arrival, raw: dict) -> str:
    """Phone and place of an organization, a location or a person at work."""
    where = part(on, raw, "address")
    lines = where.get("line")
    said = [phone(on, raw), *(lines if type(lines) is list else ())]
    said += [text(on, where, key, "address") for key in ("city", "state", "postalCode")]
    return ", ".join(words for words in said if type(words) is str and words)


def _role(on: Arrival, raw: dict) -> str:
    who = concept(on, raw, "specialty").words or concept(on, raw, "code").words
    return ", ".join(filter(None, (who, names(on, raw, "organization"), phone(on, raw))))


def _paid(on: Arrival, raw: dict) -> str:
    """Who judged the bill, what was asked and paid, and for what."""
    total = [
        f"{concept(on, one, 'category', 'total').words} {amount:.2f}"
        for one in parts(on, raw, "total")
        if (amount := number(on, part(on, one, "amount", "total"), "value", "total")) is not None
    ]
    paid = number(on, part(on, part(on, raw, "payment"), "amount"), "value", "payment")
    codes = [
        concept(on, one, "diagnosisCodeableConcept", "diagnosis").token
        for one in parts(on, raw, "diagnosis")
    ]
    said = (
        text(on, raw, "use"),
        names(on, raw, "insurer"),
        names(on, raw, "provider"),
        *total,
        "" if paid is None else f"paid {paid:.2f}",
        *codes[:20],
    )
    return "; ".join(words for words in said if words)


def _message(on: Arrival, raw: dict) -> str:
    about = names(on, raw, "focus")
    return "; ".join(filter(None, (names(on, raw, "sender"), about, text(on, raw, "eventUri"))))


def _given(on: Arrival, raw: dict) -> str:
    return dosage(on, raw, "dosage")


def _family(on: Arrival, raw: dict) -> str:
    ills = [concept(on, one, "code", "condition").words for one in parts(on, raw, "condition")]
    return "; ".join(words for words in (concept(on, raw, "relationship").words, *ills) if words)


def _risk(on: Arrival, raw: dict) -> str:
    said = [concept(on, one, "outcome", "prediction").words for one in parts(on, raw, "prediction")]
    return "; ".join(words for words in said if words)


def _sections(on: Arrival, raw: dict) -> str:
    return "; ".join(filter(None, (text(on, one, "title") for one in parts(on, raw, "section"))))


def _who_did(on: Arrival, raw: dict) -> str:
    said = [names(on, one, "who", "agent") for one in parts(on, raw, "agent")]
    return "; ".join(name for name in said if name)


def _issues(on: Arrival, raw: dict) -> str:
    said = (
        text(on, one, "diagnostics", "issue") or concept(on, one, "details", "issue").words
        for one in parts(on, raw, "issue")
    )
    return "; ".join(words for words in said if words)


def _summary(on: Arrival, raw: dict) -> str:
    return text(on, raw, "summary") or text(on, raw, "description")


_DETAILS = {
    "Organization": _reached,
    "Practitioner": _reached,
    "Location": _reached,
    "PractitionerRole": _role,
    "HealthcareService": _reached,
    "ExplanationOfBenefit": _paid,
    "MessageHeader": _message,
    "MedicationAdministration": _given,
    "FamilyMemberHistory": _family,
    "RiskAssessment": _risk,
    "Composition": _sections,
    "Provenance": _who_did,
    "OperationOutcome": _issues,
    "ClinicalImpression": _summary,
    "AppointmentResponse": appointment_response,
}
