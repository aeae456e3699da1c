"""One document, five converters: what at least three of them agree on is in our chart too.

Each converter's bundle and our facts are taken apart into the same plain statements: what it is, its
code, and what is said of it. A statement that three of five make must be ours; every other that we
do not make is in the table below, with the reason.
"""

import json
from collections import defaultdict
from datetime import UTC, datetime

import pytest

from northstar.sources.ccda import FORMAT
from northstar.sources.reading import Feed

FEED = Feed("elsewhere", format="ccda", zone="America/New_York")
FAMILIES = {
    "AllergyIntolerance": "allergy",
    "Condition": "problem",
    "DiagnosticReport": "report",
    "Encounter": "visit",
    "Immunization": "immunization",
    "MedicationAdministration": "medicine",
    "MedicationRequest": "medicine",
    "MedicationStatement": "medicine",
    "Observation": "result",
    "Procedure": "procedure",
    "ServiceRequest": "request",
}
CODED = ("code", "vaccineCode", "medicationCodeableConcept")
BEGAN = (
    "onsetDateTime", "onsetPeriod", "effectiveDateTime", "effectivePeriod", "occurrenceDateTime",
    "period",
)  # fmt: skip
NO_CODE = {"unknown", "ASSERTION"}

Statement = tuple[str, str, str, str]
_THEIR_OWN_CODE = "one converter replaced the document's code by another of its own"
# What one or two converters say and our chart does not: why.
OTHERWISE: dict[Statement, str] = {
    ("medicine", "435", "is", "there"): _THEIR_OWN_CODE,
    ("result", "2965-2", "is", "there"): _THEIR_OWN_CODE,
    ("result", "2965-2", "began", "2015-06-22"): _THEIR_OWN_CODE,
    ("result", "2965-2", "number", "1.015"): _THEIR_OWN_CODE,
    ("patient", "", "number", "62f17e29b7532c0009e217b7"): "the converter's own number",
    ("allergy", "1191", "severity", "24484000"): "a SNOMED code where FHIR has the word severe",
    (
        "allergy",
        "293586001",
        "severity",
        "24484000",
    ): "a SNOMED code where FHIR has the word severe",
    ("problem", "233604007", "clinical status", "inactive"): "the document's status is Active",
    ("problem", "64109004", "clinical status", "inactive"): "the document's status is Active",
    (
        "result",
        "85353-1",
        "is",
        "there",
    ): "a panel of the converter's making; its heart rate is ours",
    ("result", "85353-1", "began", "2014-05-21"): "a panel of the converter's making",
    (
        "request",
        "289169006",
        "is",
        "there",
    ): "the document plans it as a goal; with us it is a goal",
    ("request", "289169006", "began", "2012-08-15"): "the document plans it as a goal",
}


@pytest.fixture(scope="module")
def home(shared_data):
    home = shared_data / "ccda-on-fhir-hl7" / "CDAtoFHIRExamples"
    if not home.is_dir():
        pytest.skip("the five conversions are not here")
    return home


@pytest.fixture(scope="module")
def peers(home) -> dict[str, set[Statement]]:
    """What each converter says."""
    said = {}
    for path in sorted((home / "Raw_Output" / "Bundle-Complete").glob("*/*.json")):
        # One of the five has a brace too many at its end.
        bundle, _ = json.JSONDecoder().raw_decode(path.read_text("utf-8-sig"))
        said[path.parent.name] = theirs([e.get("resource", e) for e in bundle["entry"]])
    assert len(said) == 5
    return said


@pytest.fixture(scope="module")
def chart(home) -> set[Statement]:
    (document,) = (home / "Input").glob("*.xml")
    return ours(FORMAT.read(document.read_bytes(), FEED, ""))


def test_what_three_of_five_say_is_in_our_chart(peers, chart):
    votes = votes_of(peers)
    agreed = {statement for statement, who in votes.items() if len(who) >= 3}
    assert len(agreed) >= 30
    assert not sorted(agreed - chart)


def test_what_fewer_say_and_we_do_not_is_known_with_its_reason(peers, chart):
    otherwise = {s for s in votes_of(peers) if s not in chart}
    assert otherwise == set(OTHERWISE)


def votes_of(peers) -> dict[Statement, set[str]]:
    votes: dict[Statement, set[str]] = defaultdict(set)
    for who, statements in peers.items():
        for statement in statements:
            votes[statement].add(who)
    return votes


def theirs(resources: list[dict]) -> set[Statement]:
    medicines = {r["id"]: r for r in resources if r["resourceType"] == "Medication" and "id" in r}
    said: set[Statement] = set()
    for resource in resources:
        if resource["resourceType"] == "Patient":
            said |= set(of_patient(resource))
        elif resource["resourceType"] in FAMILIES:
            family = FAMILIES[resource["resourceType"]]
            for code in codes_of(resource, medicines):
                said |= {(family, code, "is", "there")}
                said |= {(family, code, what, value) for what, value in of_resource(resource)}
    return said


def codes_of(resource: dict, medicines: dict[str, dict]) -> set[str]:
    about = [resource.get(name) for name in CODED]
    about += [r.get("substance") for r in resource.get("reaction", ())]
    reference = resource.get("medicationReference", {}).get("reference", "").rpartition("/")[2]
    about.append(medicines.get(reference, {}).get("code"))
    if resource["resourceType"] == "Encounter":
        about += resource.get("type", ())
    return {c["code"] for one in about if one for c in one.get("coding", ())} - NO_CODE


def of_resource(resource: dict):
    for name in BEGAN:
        began = resource.get(name)
        began = began.get("start") if isinstance(began, dict) else began
        if began:
            yield "began", day(began)
    for status in resource.get("clinicalStatus", {}).get("coding", ()):
        yield "clinical status", status["code"]
    number = resource.get("valueQuantity", {}).get("value")
    if number is not None:
        yield "number", f"{number:g}"
    for coding in resource.get("valueCodeableConcept", {}).get("coding", ()):
        yield "value", coding["code"]
    for reaction in resource.get("reaction", ()):
        for manifestation in reaction.get("manifestation", ()):
            said = {c.get("display") for c in manifestation.get("coding", ())}
            yield from (
                ("reaction", words) for words in said | {manifestation.get("text")} if words
            )
        yield "severity", reaction.get("severity", "")
    for report in resource.get("dosageInstruction", resource.get("dosage", ())) or ():
        if isinstance(report, dict):
            for dose in report.get("doseAndRate", ()):
                yield "dose", f"{dose['doseQuantity']['value']:g}"


def of_patient(resource: dict):
    yield "patient", "", "born", resource.get("birthDate", "")
    yield "patient", "", "gender", resource.get("gender", "")
    for name in resource.get("name", ()):
        yield "patient", "", "family", name.get("family", "")
        yield from (("patient", "", "given", given) for given in name.get("given", ()))
    for address in resource.get("address", ()):
        yield from (("patient", "", "line", line) for line in address.get("line", ()))
        for part in ("city", "state", "postalCode"):
            yield "patient", "", part, address.get(part, "")
    for telecom in resource.get("telecom", ()):
        yield "patient", "", "phone", digits(telecom.get("value", ""))
    for identifier in resource.get("identifier", ()):
        yield "patient", "", "number", identifier.get("value", "")


def ours(reading) -> set[Statement]:
    said: set[Statement] = set()
    for fact in reading.found:
        family = FAMILIES.get(fact.kind)
        if not family:
            continue
        value = fact.value
        for code in (c.code for c in value.code.codings):
            said |= {(family, code, "is", "there")}
            said |= {(family, code, what, text) for what, text in of_value(value)}
    for person in reading.people.values():
        said |= set(of_person(person))
    return said


def of_value(value):
    if value.began:
        yield "began", day(value.began.text)
    if getattr(value, "clinical_status", ""):
        yield "clinical status", value.clinical_status
    if getattr(value, "number", None) is not None:
        yield "number", f"{value.number:g}"
    if getattr(value, "value", None):
        yield from (("value", c.code) for c in value.value.codings)
    if getattr(value, "severity", ""):
        yield "severity", value.severity
    yield from (("reaction", words) for words in getattr(value, "reactions", ()))
    dose = getattr(value, "dosage", "").split()
    if dose:
        yield "dose", dose[0]


def of_person(person):
    yield "patient", "", "born", person.birth_date.text if person.birth_date else ""
    yield "patient", "", "gender", person.gender
    for name in person.names:
        yield "patient", "", "family", name.family
        yield from (("patient", "", "given", given) for given in name.given)
    for address in person.addresses:
        yield from (("patient", "", "line", line) for line in address.lines)
        yield "patient", "", "city", address.city
        yield "patient", "", "state", address.state
        yield "patient", "", "postalCode", address.postal_code
    for telecom in person.telecoms:
        yield "patient", "", "phone", digits(telecom.value)
    for identifier in person.identifiers:
        yield "patient", "", "number", identifier.value


def day(text: str) -> str:
    """The day in UTC of a time with a zone, so that the same moment is the same word."""
    if len(text) <= 10:
        return text
    at = datetime.fromisoformat(text)
    return (at.astimezone(UTC) if at.tzinfo else at).date().isoformat()


def digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())[-10:]
