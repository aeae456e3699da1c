""" "None known" in whatever words or codes a server says it, and what only looks like it."""

import json

import pytest

from northstar.sources.fhir_r4 import FORMAT
from northstar.sources.reading import Feed

FEED = Feed("clinic", "fhir_r4", "America/Los_Angeles")
IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"


def read(kind: str, code: dict):
    whose = "patient" if kind == "AllergyIntolerance" else "subject"
    what = "medicationCodeableConcept" if kind == "MedicationStatement" else "code"
    resource = {"resourceType": kind, "id": "1", whose: {"reference": "Patient/1"}, what: code}
    reading = FORMAT.read(json.dumps(resource).encode(), FEED, "")
    return next(f.value.absent for f in reading.found if f.kind == kind)


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        ("No Known Medication Allergies", True),
        ("No known drug allergy (situation)", True),
        ("NKDA", True),
        ("No active allergies", True),
        ("Denies any allergies", True),
        ("None known", True),
        ("No information about allergies", False),
        ("Nonoxynol", False),
        ("No known reaction to penicillin; see note", False),
        ("Penicillin", False),
    ],
)
def test_allergies_in_words(words, absent):
    assert read("AllergyIntolerance", {"text": words}) is absent


@pytest.mark.parametrize(
    ("kind", "code", "absent"),
    [
        ("AllergyIntolerance", "no-known-allergies", True),
        ("AllergyIntolerance", "no-allergy-info", False),
        ("Condition", "no-known-problems", True),
        ("Condition", "no-problem-info", False),
        ("MedicationStatement", "no-known-medications", True),
    ],
)
def test_the_codes_of_the_patient_summary(kind, code, absent):
    assert read(kind, {"coding": [{"system": IPS, "code": code}]}) is absent


def test_no_active_problems_in_words():
    assert read("Condition", {"text": "No active problems"})
    assert not read("Condition", {"text": "No longer able to drive"})
