"""What servers leave to words: narratives, numbers as text, medicines elsewhere, addresses of one sending."""

import json

import pytest

from northstar.chart.systems import UNNAMED
from northstar.sources.fhir_r4 import FORMAT
from northstar.sources.reading import Feed

FEED = Feed("clinic", "fhir_r4", "America/Los_Angeles")
WHOSE = {"subject": {"reference": "Patient/1"}}


def read(*resources, urls=()):
    entries = [{"resource": one} for one in resources]
    for entry, url in zip(entries, urls, strict=False):
        entry["fullUrl"] = url
    data = json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries}).encode()
    return data, FORMAT.read(data, FEED, "")


def test_a_problem_is_named_and_quoted_by_its_narrative():
    div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Gout of the&#160;<b>left</b> toe</p></div>'
    condition = {"resourceType": "Condition", "id": "c", **WHOSE, "text": {"div": div}}
    data, reading = read(condition)
    (found,) = reading.found
    assert found.value.code.text == "Gout of the left toe"
    assert FORMAT.place(data, found.locator) == found.value.quote == "Gout of the left toe"
    assert not reading.unmapped


def test_a_narrative_that_says_none_known_is_no_allergy():
    told = {"div": "<div>No known allergies</div>"}
    patient = {"patient": {"reference": "Patient/1"}}
    _, reading = read({"resourceType": "AllergyIntolerance", "id": "a", **patient, "text": told})
    assert reading.found[0].value.absent


@pytest.mark.parametrize(
    ("said", "number", "unit", "comparator", "text"),
    [
        ("6.9 mmol/L", 6.9, "mmol/L", "", ""),
        (">600 mg/dL", 600, "mg/dL", ">", ""),
        ("12", 12, "", "", ""),
        ("132/84", None, "", "", "132/84"),
        ("2 plus protein", None, "", "", "2 plus protein"),
        ("Positive", None, "", "", "Positive"),
    ],
)
def test_a_number_sent_as_text(said, number, unit, comparator, text):
    code = {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]}
    result = {"resourceType": "Observation", "id": "o", **WHOSE, "code": code, "valueString": said}
    value = read(result)[1].found[0].value
    assert (value.number, value.unit, value.comparator, value.text) == (
        number,
        unit,
        comparator,
        text,
    )


def order(**more):
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        **WHOSE,
    } | more


def test_a_medicine_of_another_file_says_where_it_is_named():
    _, reading = read(order(id="m", medicationReference={"reference": "Medication/17"}))
    (found,) = reading.found
    assert found.value.code.words == UNNAMED
    assert found.value.code.code("elsewhere") == "17"


def test_a_medicine_of_named_ingredients():
    named = [
        {"itemCodeableConcept": {"text": "Losartan"}},
        {"itemCodeableConcept": {"text": "HCTZ"}},
    ]
    _, reading = read(
        {"resourceType": "Medication", "id": "17", "ingredient": named},
        order(id="m", medicationReference={"reference": "Medication/17"}),
    )
    assert reading.found[-1].value.code.words == "Losartan / HCTZ"


def test_the_same_sent_again_under_other_addresses_is_the_same():
    def sent(uuid):
        person = {"resourceType": "Patient", "identifier": [{"system": "urn:x", "value": "77"}]}
        drug = order(
            identifier=[{"system": "urn:rx", "value": "R1"}],
            subject={"reference": f"urn:uuid:{uuid}1"},
        )
        _, reading = read(person, drug, urls=[f"urn:uuid:{uuid}1", f"urn:uuid:{uuid}2"])
        return [(f.person, f.kind, f.key) for f in reading.found]

    assert sent("a") == sent("b")


def test_two_that_share_a_number_stay_two():
    group = [{"system": "urn:rx", "value": "group 1"}]
    _, reading = read(
        order(identifier=group), order(identifier=group), urls=["urn:uuid:1", "urn:uuid:2"]
    )
    assert len({f.key for f in reading.found}) == 2


@pytest.mark.parametrize(
    ("use", "disposition", "decision"),
    [
        ("preauthorization", "Denied: not medically necessary", "denied"),
        ("preauthorization", "Not approved as requested", "denied"),
        ("preauthorization", "Partially approved, 6 of 12 visits", "partial"),
        ("preauthorization", "Certified in total", "approved"),
        ("preauthorization", "Pended for clinical review", "pended"),
        ("preauthorization", "Claim settled as per contract.", ""),
        ("claim", "Denied", ""),
    ],
)
def test_a_payers_decision_in_words(use, disposition, decision):
    answer = {
        "resourceType": "ClaimResponse", "id": "1", "status": "active", "use": use, "outcome": "complete",
        "patient": {"reference": "Patient/1"}, "disposition": disposition,
    }  # fmt: skip
    assert read(answer)[1].found[0].value.decision == decision
