"""What the FHIR reader must make of the bundles, exports and answers we wrote beside it."""

import io
from pathlib import Path

import pytest

from northstar.chart.sensitivity import Label
from northstar.sources.fhir_r4 import FORMAT
from northstar.sources.reading import Feed

SAMPLES = Path(__file__).parent / "samples"
FEED = Feed("Clinic", "fhir_r4", "America/Los_Angeles")
CHEN = "Patient/11111111-0000-4000-8000-000000000001"


def read(name, feed=FEED):
    data = (SAMPLES / name).read_bytes()
    reading = FORMAT.read(data, feed, name)
    for fact in reading.found:
        assert FORMAT.place(data, fact.locator) == fact.value.quote
    return reading


def facts(reading):
    return {(fact.kind, fact.key): fact for fact in reading.found}


@pytest.fixture(scope="module")
def stay():
    return facts(read("stay.json"))


def test_every_way_to_name_the_patient_means_the_same_person(stay):
    persons = {fact.person for (kind, _), fact in stay.items() if kind != "Practitioner"}
    assert persons == {CHEN}
    assert stay["Practitioner", "11111111-0000-4000-8000-000000000002"].person == ""


def test_the_patient_is_read_with_language_and_interpreter(stay):
    fact = stay["Patient", CHEN.removeprefix("Patient/")]
    who = fact.value
    assert (who.birth_date.text, who.gender, who.language) == ("1948-03", "female", "zh-Hant")
    assert (who.interpreter, who.race, who.practitioner) == (True, ("Asian",), "Dr. Ana Ruiz")
    assert [(i.system, i.value, i.type) for i in who.identifiers] == [
        ("urn:oid:2.999.1", "A-2207", "MR"),
        ("http://hl7.org/fhir/sid/us-ssn", "000-00-2207", "SS"),
    ]
    assert (fact.sequence, fact.recorded.text) == (3, "2026-09-04T20:00:00-07:00")


def test_a_discharge_says_where_from_where_to_and_who(stay):
    fact = stay["Encounter", "v77"]
    visit = fact.value
    assert (visit.class_code, visit.status, visit.disposition) == ("IMP", "finished", "home-health")
    assert visit.end.text == "2026-09-04T22:40:00-07:00"
    assert visit.quote == "Home with home health service"
    assert (visit.visit, visit.facility) == ("urn:oid:2.999.2|V77", "Hospital A")
    assert (visit.attending, visit.reason) == ("Dr. Ana Ruiz", "shortness of breath")
    assert visit.diagnoses[0].has("snomed", {"84114007"})
    assert fact.label == Label.RESTRICTED


def test_results_keep_parts_ranges_and_what_was_not_done(stay):
    pressure, potassium = stay["Observation", "bp1"].value, stay["Observation", "k1"].value
    assert (pressure.part("8480-6"), pressure.part("8462-4")) == (148.0, None)
    assert pressure.components[1].text == "not-performed"
    assert pressure.order == "ServiceRequest/sr1"
    assert (potassium.number, potassium.comparator, potassium.unit) == (5.9, ">", "mmol/L")
    assert (potassium.low, potassium.high, potassium.interpretation) == (3.5, 5.1, "H")


def test_no_known_allergy_is_an_absence(stay):
    assert stay["AllergyIntolerance", "a1"].value.absent


def test_a_prescription_names_its_contained_medicine(stay):
    drug = stay["MedicationRequest", "m1"].value
    assert drug.code.code("rxnorm") == "1656339"
    assert (drug.dosage, drug.days_supply) == ("1 tablet 2 time(s) every 1 d", 30)
    assert (drug.refills, drug.requester) == (2, "Dr. Ana Ruiz")


def test_text_inside_a_document_becomes_readable(stay):
    letter = stay["DocumentReference", "d1"].value
    assert letter.text == "Stop lisinopril."
    assert letter.attachments[0].locator == "/entry/8/resource#/content/0/attachment/data"


def test_a_deletion_is_a_remark_and_not_an_element():
    reading = read("stay.json")
    assert reading.elements == 9
    assert "deletion" in reading.doubted[0].why
    assert reading.unmapped == {}
    assert reading.written.text == "2026-09-05T02:10:00Z"


def test_lines_of_an_export_agree_in_any_order():
    reading = read("export.ndjson")
    found = facts(reading)
    assert found["Condition", "c9"].person == found["Patient", "robert"].person == "Patient/robert"
    assert found["Appointment", "ap1"].person == "Patient/robert"
    assert found["Appointment", "ap1"].value.practitioner == "Dr. Ruiz"
    assert found["Observation", "o9"].value.status == "entered-in-error"
    assert found["Condition", "c9"].locator == "line:1#/code/text"
    assert found["Location", "l1"].value.detail == "555-010-3000"
    assert [trouble.locator for trouble in reading.dropped] == ["line:5"]
    assert (reading.doubted_elements, reading.elements) == (1, 7)


def test_a_payers_answer_for_a_patient_known_by_number_only():
    reading = read("decision.json")
    (fact,) = reading.found
    answer = fact.value
    assert fact.person == "Patient?identifier=urn:oid:2.999.5|M-1"
    assert reading.people[fact.person].identifiers[0].value == "M-1"
    assert reading.people[fact.person].name.plain == "Maria"
    assert (answer.decision, answer.use, answer.reference) == (
        "denied",
        "preauthorization",
        "REF-9",
    )
    assert answer.reason == "Not medically necessary; Prior therapy not shown"
    assert answer.request == "Claim/maria-request"


def test_xml_is_read_alike():
    (fact,) = read("plan.xml").found
    assert (fact.person, fact.sequence) == ("Patient/okafor", 4)
    assert fact.value.activities == ("Walk to the gate and back",)
    assert fact.locator == "#/title"


def test_wrong_types_are_doubted_where_they_stand():
    reading = read("odd.json")
    assert reading.elements == 6
    assert reading.doubted_elements == 2
    assert set(reading.kept) == {"Patient", "Condition", "Observation", "Flag"}
    assert reading.people["Patient/jim"].name.plain == "Jim"
    doubts = {trouble.locator: trouble.why for trouble in reading.doubted}
    assert "not a day of the calendar" in doubts["/entry/0/resource#/birthDate"]
    assert "expected" in doubts["/entry/0/resource#/telecom"]
    assert "not a resource type" in doubts["/entry/3/resource#"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff", "neither JSON nor XML"),
        (b'{"resourceType": "Patient"', "breaks at line"),
        (b'{"a": 1}', "no FHIR"),
        (b"[" * 5000, "JSON"),
        (b"3", "no FHIR"),
        (b'<!DOCTYPE x [<!ENTITY e "e">]><Patient xmlns="http://hl7.org/fhir"/>', "document type"),
        (b"<html/>", "not FHIR"),
        (b"<Patient", "not proper XML"),
        (b"// a comment\n{}", "neither JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, says):
    reading = FORMAT.read(data, FEED, "x.json")
    assert says in reading.refused
    assert reading.elements == 0


def test_entities_and_external_files_are_never_opened():
    bomb = (
        b'<!DOCTYPE Patient [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<Patient xmlns="http://hl7.org/fhir"><id value="&x;"/></Patient>'
    )
    assert "document type" in FORMAT.read(bomb, FEED, "x.xml").refused


def test_a_byte_order_mark_and_utf16_do_not_matter():
    for data in ("\ufeff".encode() + _patient("é").encode(), _patient("é").encode("utf-16")):
        reading = FORMAT.read(data, FEED, "p.json")
        assert reading.people["Patient/1"].names[0].family == "é"
        assert FORMAT.place(data, reading.found[0].locator) == "é"


def test_contained_cycles_end():
    looped = (
        '{"resourceType":"Condition","id":"c","subject":{"reference":"#"},"contained":['
        '{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"#r"}}],'
        '"asserter":{"reference":"#r"}}'
    )
    reading = FORMAT.read(looped.encode(), FEED, "c.json")
    assert reading.elements == 1


def test_a_record_that_replaces_another_is_a_merge():
    found = facts(read("every_type.json"))
    merge = found["Merge", "Patient/old-amina"]
    assert (merge.person, merge.value.old) == ("Patient/amina", "Patient/old-amina")
    assert [key for kind, key in found if kind == "Merge"] == ["Patient/old-amina"]


def test_every_type_gives_what_a_coordinator_looks_for():
    found = {kind: fact.value for (kind, _), fact in facts(read("every_type.json")).items()}
    assert found["Coverage"].payer == "State plan"
    assert found["Claim"].diagnoses[1].words == "Sickle cell disease"
    assert (found["ClaimResponse"].decision, found["ClaimResponse"].expires.text) == (
        "partial",
        "2026-09-01",
    )
    assert found["Encounter"].disposition == "hospice-home"
    assert found["MedicationRequest"].code.code("rxnorm") == "197797"
    assert found["MedicationDispense"].days_supply == 30
    assert found["QuestionnaireResponse"].code.text == "Mood"
    assert [link for link, _ in found["QuestionnaireResponse"].answers] == [
        "1", "1.1", "2", "2", "2", "2", "2.1",
    ]  # fmt: skip
    assert found["DiagnosticReport"].conclusion == "anaemia"
    assert found["DiagnosticReport"].category == "laboratory"
    assert found["Communication"].text == "The van did not come."
    assert found["CareTeam"].members == (("haematologist", "Dr. Ruiz", "555-010-0009"),)
    assert (found["Goal"].low, found["Goal"].high, found["Goal"].unit) == (20, None, "%")
    assert (found["Consent"].decision, found["Consent"].covers) == ("deny", ("HIV",))
    assert found["ServiceRequest"].orders == ("ServiceRequest/sr", "PL-1", "G1")
    assert found["ServiceRequest"].category == "referral"
    assert found["ExplanationOfBenefit"].detail.endswith("paid 10.00; loinc|D57.1")
    assert found["PractitionerRole"].title == "Dr. Ruiz"


def test_about_whom_resources_of_the_record_itself_are():
    found = {kind: fact.person for (kind, _), fact in facts(read("every_type.json")).items()}
    assert found["Provenance"] == found["MessageHeader"] == "Patient/amina"
    assert found["Appointment"] == found["AppointmentResponse"] == "Patient/amina"
    assert found["Practitioner"] == found["Medication"] == found["Group"] == ""
    assert found["Device"] == "Patient/amina"


def test_labels_of_resource_document_and_nested_bundle_add_up():
    found = facts(read("every_type.json"))
    assert found["Patient", "amina"].label == Label.HIV
    assert found["DocumentReference", "doc"].label == Label.RESTRICTED
    bundle = (
        '{"resourceType":"Bundle","meta":{"security":[{"code":"PSY"}]},"entry":[{"resource":'
        '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1"}}]}}]}'
    )
    assert FORMAT.read(bundle.encode(), FEED, "").found[0].label == Label.BEHAVIORAL


def test_deep_nesting_is_refused_or_kept_but_never_raises():
    for depth in (300, 900, 5000):
        inner = '{"extension":[' * depth + "]}" * depth
        for data in (
            f'{{"resourceType":"Patient","extension":[{inner}]}}',
            f'{{"resourceType":"Condition","contained":[{inner}],"code":{inner}}}',
        ):
            reading = FORMAT.read(data.encode(), FEED, "")
            assert reading.refused or reading.elements == 1
    bundles = '{"resourceType":"Bundle","entry":[{"resource":' * 300
    reading = FORMAT.read((bundles + "3" + "}]}" * 300).encode(), FEED, "")
    assert reading.doubted_elements == 1


def test_a_hundred_thousand_entries_are_each_accounted_for():
    entry = '{"resource":{"resourceType":"Flag","id":"f","subject":{"identifier":{"value":"x"}},"code":4}}'
    data = '{"resourceType":"Bundle","entry":[' + ",".join([entry] * 100_000) + "]}"
    reading = FORMAT.read(data.encode(), FEED, "")
    assert reading.elements == 100_000
    assert len(reading.doubted) < 11_000
    assert "more remarks" in reading.doubted[-1].why


@pytest.mark.parametrize("url", ["", "urn:uuid:9", "http://a.example/Patient/9"])
def test_a_patient_without_an_id_is_found_by_every_name(url):
    who = '{"resourceType":"Patient","identifier":[{"system":"s","value":"7"}]}'
    asked = (
        '{"reference":"Patient?identifier=s|7"}',
        '{"identifier":{"system":"s","value":"7"}}',
        f'{{"reference":"{url}"}}' if url else '{"identifier":{"value":"7"}}',
    )
    flags = (f'{{"resource":{{"resourceType":"Flag","subject":{one}}}}}' for one in asked)
    entries = ",".join((f'{{"fullUrl":"{url}","resource":{who}}}', *flags))
    data = f'{{"resourceType":"Bundle","entry":[{entries}]}}'
    persons = {fact.person for fact in FORMAT.read(data.encode(), FEED, "").found}
    # An address made for one sending names nobody for longer than that; her number does.
    assert persons == {"Patient/9" if url.startswith("http") else "Patient?identifier=s|7"}


def test_a_history_keeps_every_version_and_shows_the_newest():
    versions = (
        f'{{"resource":{{"resourceType":"Patient","id":"1","meta":{{"versionId":"{at}"}},'
        f'"birthDate":"200{at}"}}}}'
        for at in (2, 3, 1)
    )
    data = f'{{"resourceType":"Bundle","type":"history","entry":[{",".join(versions)}]}}'
    reading = FORMAT.read(data.encode(), FEED, "")
    assert [fact.sequence for fact in reading.found] == [2, 3, 1]
    assert reading.people["Patient/1"].birth_date.text == "2003"


def test_a_key_that_no_store_could_hold_is_replaced():
    data = '{"resourceType":"Patient","id":"a\\u0000b"}\n{"resourceType":"Patient","id":"%s"}' % (
        "x" * 900
    )
    keys = [fact.key for fact in FORMAT.read(data.encode(), FEED, "x.ndjson").found]
    assert all(len(key) < 40 and key.isprintable() for key in keys)
    told = '{"resourceType":"Flag","id":"f","subject":{"reference":"Patient/%s"}}' % ("x" * 900)
    assert FORMAT.read(told.encode(), FEED, "").found[0].person == f"Patient/{keys[1]}"


def test_a_long_export_is_cut_at_line_ends():
    line = b'{"resourceType":"Patient","id":"%d"}\n'
    whole = b"".join(line % number for number in range(1203))
    chunks = list(FORMAT.split(io.BytesIO(whole)))
    assert [chunk.count(b"\n") for chunk in chunks] == [500, 500, 203]
    assert b"".join(chunks) == whole
    assert sum(FORMAT.read(chunk, FEED, "").elements for chunk in chunks) == 1203


def test_a_bundle_is_one_arrival():
    whole = (SAMPLES / "stay.json").read_bytes()
    assert list(FORMAT.split(io.BytesIO(whole))) == [whole]


def test_an_overlong_line_stands_alone():
    long = b'{"resourceType":"Patient","id":"1","x":"' + b"y" * (17 << 20) + b'"}\n'
    small = b'{"resourceType":"Patient","id":"2"}\n'
    assert [len(c) for c in FORMAT.split(io.BytesIO(small + long + small))] == [
        len(small),
        len(long),
        len(small),
    ]


def test_the_feeds_own_label_is_the_least():
    reading = read("decision.json", Feed("Counselling", label=int(Label.BEHAVIORAL)))
    assert reading.found[0].label == Label.BEHAVIORAL


def test_fhir_is_recognised():
    assert FORMAT.recognises((SAMPLES / "stay.json").read_bytes()[:4096], "a.json") > 0.9
    assert FORMAT.recognises((SAMPLES / "plan.xml").read_bytes()[:4096], "a.xml") > 0.8
    assert FORMAT.recognises(b'<ClinicalDocument xmlns="urn:hl7-org:v3">', "a.xml") == 0
    assert FORMAT.recognises(b"MSH|^~\\&|", "a.hl7") == 0


@pytest.mark.parametrize("locator", ["/entry/99#/x", "line:3#/x", "line:x#", "#/entry", "nonsense"])
def test_a_place_that_is_not_there_is_a_lookup_error(locator):
    with pytest.raises(LookupError):
        FORMAT.place((SAMPLES / "stay.json").read_bytes(), locator)


def _patient(family):
    return f'{{"resourceType":"Patient","id":"1","name":[{{"family":"{family}"}}]}}'
