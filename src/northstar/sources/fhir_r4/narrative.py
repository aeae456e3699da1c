"""The narrative of a resource as plain words: what a sender without codes has to say."""

import re
from html import unescape

NARRATIVE = "/text/div"
_LONGEST_NAME = 200
_TAG = re.compile(r"<[^>]*>")
# The field that names each kind a coordinator works with.
_NAMES = {
    "Condition": "code",
    "AllergyIntolerance": "code",
    "Procedure": "code",
    "Observation": "code",
    "DiagnosticReport": "code",
    "ServiceRequest": "code",
    "Flag": "code",
    "Immunization": "vaccineCode",
    "MedicationRequest": "medicationCodeableConcept",
    "MedicationStatement": "medicationCodeableConcept",
    "MedicationDispense": "medicationCodeableConcept",
}


def narrative(resource: dict) -> str:
    """The words of `text` of a kind a coordinator works with, or ''."""
    told = resource.get("text") if resource["resourceType"] in _NAMES else None
    div = told.get("div") if type(told) is dict else None
    return plain(div) if type(div) is str else ""


def plain(div: str) -> str:
    """XHTML without its marks, in single spaces."""
    return " ".join(unescape(_TAG.sub(" ", div)).split())


def named_by_narrative(resource: dict) -> dict:
    """The resource itself; where nothing else names what it is about, named by its narrative."""
    field = _NAMES.get(resource["resourceType"])
    if field is None or "text" not in resource or _is_named(resource, field):
        return resource
    words = narrative(resource)
    return resource | {field: {"text": words}} if 0 < len(words) <= _LONGEST_NAME else resource


def _is_named(resource: dict, field: str) -> bool:
    concept = resource.get(field)
    named = type(concept) is dict and (concept.get("text") or concept.get("coding"))
    return bool(named or resource.get("medicationReference") or resource.get("reaction"))
