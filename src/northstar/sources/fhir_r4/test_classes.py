"""Of what sort a visit was, in whatever code a server writes it."""

import json

import pytest

from northstar.sources.fhir_r4 import FORMAT
from northstar.sources.reading import Feed

FEED = Feed("clinic", "fhir_r4", "America/Los_Angeles")
V2 = "http://terminology.hl7.org/CodeSystem/v2-0004"


def read(coding):
    visit = {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "finished",
        "class": coding,
        "subject": {"reference": "Patient/1"},
    }
    reading = FORMAT.read(json.dumps(visit).encode(), FEED, "")
    return next(f.value.class_code for f in reading.found if f.kind == "Encounter"), reading


@pytest.mark.parametrize(
    ("coding", "expected"),
    [
        (
            {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OBSENC"},
            "OBSENC",
        ),
        ({"system": V2, "code": "I"}, "IMP"),
        ({"system": V2, "code": "E"}, "EMER"),
        ({"system": V2, "code": "U"}, ""),
        ({"code": "inpatient"}, "IMP"),
        ({"code": "outpatient"}, "AMB"),
        ({"display": "Inpatient"}, "IMP"),
        ({"system": "urn:oid:2.999.7", "code": "3", "display": "Hospital Encounter"}, "IMP"),
        ({"system": "urn:oid:2.999.7", "code": "106", "display": "Hospital outpatient"}, "AMB"),
        (
            {"system": "urn:oid:2.999.7", "code": "9", "display": "Observation (inpatient)"},
            "OBSENC",
        ),
    ],
)
def test_the_class_is_understood(coding, expected):
    found, reading = read(coding)
    assert found == expected
    assert not reading.doubted


def test_a_class_nobody_knows_is_kept_and_remarked_upon():
    found, reading = read({"system": "urn:oid:2.999.7", "code": "48"})
    assert found == "48"
    assert "a class of visit we do not know" in reading.doubted[0].why
