"""What another converter finds in a document, we find too: its expected output against our chart."""

import json

import pytest

from northstar.sources.ccda import FORMAT
from northstar.sources.reading import Feed

FEED = Feed("elsewhere", format="ccda", zone="America/New_York")
MEDICINES = ("MedicationStatement", "MedicationRequest", "MedicationDispense")
# What FHIR calls one thing a peer may file under its neighbour: C-CDA "procedure activity
# observation" is an Observation to them and a Procedure to us.
KINDS = {
    "AllergyIntolerance": ("AllergyIntolerance",),
    "Condition": ("Condition",),
    "Observation": ("Observation", "Procedure", "Condition"),
    "DiagnosticReport": ("DiagnosticReport",),
    "MedicationStatement": MEDICINES,
    "MedicationRequest": MEDICINES,
    "MedicationDispense": MEDICINES,
    "MedicationAdministration": MEDICINES,
    "Encounter": ("Encounter",),
    "Immunization": ("Immunization",),
    "Procedure": ("Procedure",),
}
# (document, resource, a code or date in it): why we do not have it.
MISSED: dict[tuple[str, str, str], str] = {}


@pytest.fixture(scope="module")
def cases(shared_data):
    home = shared_data / "convert-ms-fhir-converter" / "ccda"
    if not home.is_dir():
        pytest.skip("the converter's cases are not here")
    found = []
    for expected in sorted(home.glob("expected/*/*.json")):
        data = (home / "input" / f"{expected.stem}.ccda").read_bytes()
        found.append((expected.stem, json.loads(expected.read_text()), FORMAT.read(data, FEED, "")))
    assert len(found) >= 10
    return found


def test_the_patient_is_the_same(cases):
    for name, bundle, reading in cases:
        theirs = next(r for r in resources(bundle) if r["resourceType"] == "Patient")
        ours = next(iter(reading.people.values()))
        assert {i.value for i in ours.identifiers} >= {i["value"] for i in theirs["identifier"]}, (
            name
        )
        names = {(n.get("family", ""), tuple(n.get("given", ()))) for n in theirs["name"]}
        assert {(n.family, n.given) for n in ours.names} >= names
        assert ours.birth_date.text == theirs["birthDate"]
        assert ours.gender == theirs["gender"]


def test_nearly_everything_they_find_is_in_our_chart(cases):
    missed, asked = [], 0
    for name, bundle, reading in cases:
        medicines = {r.get("id"): r for r in resources(bundle) if r["resourceType"] == "Medication"}
        for theirs in resources(bundle):
            if theirs["resourceType"] in KINDS:
                marks = marks_of(theirs, medicines)
                asked += 1
                if not any(matches(theirs, marks, fact) for fact in reading.found):
                    missed.append((name, theirs["resourceType"], min(marks, default="")))
    assert asked >= 100
    assert set(missed) <= set(MISSED), set(missed) - set(MISSED)
    assert len(missed) <= 0.02 * asked, missed


def resources(bundle):
    return [entry["resource"] for entry in bundle["entry"]]


def marks_of(theirs, medicines) -> set[str]:
    """The codes a resource is about; where it has none, the day it began."""
    about = [theirs.get("code"), theirs.get("vaccineCode"), theirs.get("medicationCodeableConcept")]
    reference = theirs.get("medicationReference", {}).get("reference", "").rpartition("/")[2]
    about.append(medicines.get(reference, {}).get("code"))
    if theirs["resourceType"] == "AllergyIntolerance":
        about += [r.get("substance") for r in theirs.get("reaction", ())]
    if theirs["resourceType"] == "Encounter":
        about += (
            theirs.get("type", ()) or [{"coding": [theirs["class"]]}] if "class" in theirs else []
        )
    codes = {
        c["code"] for concept in about if concept for c in concept.get("coding", ()) if "code" in c
    }
    if codes == {"ASSERTION"}:
        codes = {c["code"] for c in theirs.get("valueCodeableConcept", {}).get("coding", ())}
    return codes or {theirs.get("period", {}).get("start", "")[:10]} - {""}


def matches(theirs, marks, fact) -> bool:
    """One of our facts says the same: the same code (or day), and the same number where there is one."""
    if fact.kind not in KINDS[theirs["resourceType"]]:
        return False
    ours = fact.value
    codes = {c.code for c in ours.code.codings} | {getattr(ours, "class_code", "")}
    if getattr(ours, "value", None):
        codes |= {c.code for c in ours.value.codings}
    day = ours.began.text[:10] if ours.began else ""
    if marks and not marks & (codes | {day}):
        return False
    number = theirs.get("valueQuantity", {}).get("value")
    if number is not None and fact.kind == "Observation" and ours.number != number:
        return False
    began = (
        theirs.get("effectiveDateTime")
        or theirs.get("onsetDateTime")
        or theirs.get("occurrenceDateTime")
    )
    return not (began and day) or day[:4] == began[:4]
