"""Our own samples and the facts they must give."""

from pathlib import Path

import pytest

from northstar.chart.sensitivity import Label
from northstar.sources.ccda import FORMAT
from northstar.sources.ccda.render import as_html
from northstar.sources.ccda.test_corpus import counted
from northstar.sources.reading import Feed

SAMPLES = Path(__file__).parent / "samples"
FEED = Feed("hospital", format="ccda", zone="America/Los_Angeles")


def reading_of(name: str, feed: Feed = FEED):
    return FORMAT.read((SAMPLES / name).read_bytes(), feed, name)


@pytest.fixture(scope="module")
def summary():
    return reading_of("summary.xml")


def facts(reading, kind):
    return [found.value for found in reading.found if found.kind == kind]


def test_the_patient_is_known_by_the_hospitals_number(summary):
    (key,) = summary.people
    person = summary.people[key]
    assert key == "1.3.6.1.4.1.99999.2|MRN17"
    assert [i.value for i in person.identifiers] == ["000-00-0017", "MRN17"]
    assert person.names[0].plain == "Given Middle Family"
    assert person.names[1].use == "maiden"
    assert (person.birth_date.text, person.gender, person.language) == (
        "1948-03-17",
        "female",
        "zh",
    )
    assert person.race == ("Asian", "Chinese")
    assert [(t.system, t.use) for t in person.telecoms] == [("phone", "mobile"), ("email", "")]
    (daughter,) = facts(summary, "RelatedPerson")
    assert daughter.names[0].plain == "Daughter Family"


def test_the_stay_ended_at_home_with_help(summary):
    stay = facts(summary, "Encounter")[0]
    assert (stay.class_code, stay.status, stay.disposition) == ("IMP", "finished", "home-health")
    assert stay.visit == "1.3.6.1.4.1.99999.4|V77"
    assert stay.end.text == "2026-09-04T21:40:00-07:00"
    assert stay.facility == "Sample Hospital"


def test_the_document_replaces_the_version_before(summary):
    document = next(f for f in summary.found if f.kind == "DocumentReference")
    assert document.key == "1.3.6.1.4.1.99999.1|SET-17"
    assert document.value.replaces == ""
    assert (document.value.custodian, document.value.author) == (
        "Sample Hospital",
        "Dr. Attending Author",
    )


def test_the_reason_for_the_change_can_be_quoted(summary):
    course = next(f for f in summary.found if f.kind == "Section" and "8648-8" in f.key)
    sentence = "Lisinopril was stopped because the heart has weakened & sacubitril/valsartan protects it better."
    begins = course.value.text.index(sentence)
    locator = f"{course.locator.partition('#')[0]}#text:{begins}-{begins + len(sentence)}"
    data = (SAMPLES / "summary.xml").read_bytes()
    assert FORMAT.place(data, locator) == sentence
    page = as_html(data, locator)
    assert "<mark>Lisinopril was stopped</mark>" in page
    assert "<mark> because" in page or "<mark>because" in page
    assert "&amp; sacubitril" in page


def test_an_allergy_has_its_reaction(summary):
    (allergy,) = facts(summary, "AllergyIntolerance")
    assert allergy.code.token == "rxnorm|7980"
    assert (allergy.category, allergy.type, allergy.clinical_status) == (
        "medication",
        "allergy",
        "active",
    )
    assert (allergy.reactions, allergy.severity) == (("Hives",), "severe")
    assert allergy.onset.precision == "year"


def test_prescribed_dispensed_and_taken_are_three_facts(summary):
    (taken,) = facts(summary, "MedicationStatement")
    assert (taken.status, taken.code.token, taken.end.text) == (
        "stopped",
        "rxnorm|314076",
        "2026-09-04",
    )
    assert taken.dosage == "1 tablet, by mouth, every 24 hours"
    assert taken.reason == "Hypertension"
    assert "replaced by sacubitril/valsartan" in taken.note
    assert taken.quote == "Lisinopril 10 mg tablet"
    (ordered,) = facts(summary, "MedicationRequest")
    assert (ordered.status, ordered.refills) == ("active", 3)
    (given,) = facts(summary, "MedicationDispense")
    assert (given.quantity, given.pharmacy) == (60, "Sample Pharmacy")


def test_problems_have_their_ends(summary):
    failing, pneumonia = facts(summary, "Condition")
    assert failing.clinical_status == "active"
    assert failing.code.code("snomed") == "441481004"
    assert failing.onset.text == "2026-08"
    assert (pneumonia.clinical_status, pneumonia.abatement.text) == ("resolved", "2025-02-01")


def test_results_and_vital_signs(summary):
    found = {o.code.code("loinc"): o for o in facts(summary, "Observation")}
    potassium = found["2823-3"]
    assert (potassium.number, potassium.unit, potassium.interpretation) == (5.9, "mmol/L", "H")
    assert (potassium.low, potassium.high, potassium.status) == (3.5, 5.1, "final")
    assert potassium.effective.text == "2026-09-04T06:15-07:00"
    report = next(f for f in summary.found if f.kind == "DiagnosticReport")
    assert potassium.report == report.key
    assert (found["33762-6"].comparator, found["33762-6"].status) == (">", "preliminary")
    assert found["8480-6"].category == "vital-signs"
    assert found["8480-6"].effective.text == "2026-09-04T08:00:00-07:00"
    assert found["72166-2"].value.token == "snomed|8517006"


def test_what_is_planned(summary):
    (visit,) = facts(summary, "Appointment")
    assert (visit.status, visit.start.text) == ("booked", "2026-09-11T09:00-07:00")
    (order,) = facts(summary, "ServiceRequest")
    assert (order.status, order.category, order.orders) == ("active", "laboratory", ("ORD9",))


def test_who_pays_what_is_wished_and_who_declined(summary):
    (cover,) = facts(summary, "Coverage")
    assert (cover.payer, cover.member, cover.group, cover.order) == (
        "Sample Health Plan",
        "MEM123",
        "GRP1",
        1,
    )
    assert cover.end.text == "2026-12-31"
    (flag,) = facts(summary, "Flag")
    assert flag.code.words == "Not for resuscitation"
    (shot,) = facts(summary, "Immunization")
    assert (shot.status, shot.reason) == ("not-done", "Patient objection")


def test_only_the_section_marked_restricted_is(summary):
    restricted = {f.kind for f in summary.found if f.label & Label.RESTRICTED}
    assert restricted == {"Section", "Consent", "Flag"}
    behavioural = reading_of("summary.xml", Feed("clinic", label=int(Label.BEHAVIORAL)))
    assert all(f.label & Label.BEHAVIORAL for f in behavioural.found)


def test_the_account_adds_up(summary):
    assert summary.elements == counted((SAMPLES / "summary.xml").read_bytes()) == 13 + 16
    assert [t.why for t in summary.dropped] == [
        "The narrative is empty.",
        "The sender marks it as holding no information.",
    ]


def test_a_later_document_gives_the_same_keys(summary):
    later = (SAMPLES / "summary.xml").read_bytes().replace(b"20260904221500", b"20260905101500")
    again = FORMAT.read(
        later.replace(b'root="1.3.6.1.4.1.99999.6" extension="1"', b'root="9"'), FEED, ""
    )
    assert [(f.kind, f.key) for f in again.found] == [(f.kind, f.key) for f in summary.found]
    assert all(a.sequence > b.sequence for a, b in zip(again.found, summary.found, strict=True))


def test_nothing_known_is_a_statement():
    reading = reading_of("nothing_known.xml")
    known, penicillin = facts(reading, "AllergyIntolerance")
    assert (known.absent, known.code.text) == (True, "No known drug allergies")
    assert (penicillin.absent, penicillin.verification_status) == (True, "refuted")
    none, diabetes = facts(reading, "Condition")
    assert (none.absent, none.code.text) == (True, "No known problems")
    assert (diabetes.absent, diabetes.verification_status, diabetes.clinical_status) == (
        True,
        "refuted",
        "",
    )
    nothing, aspirin = facts(reading, "MedicationStatement")
    assert (nothing.absent, nothing.code.text) == (True, "No known medications")
    assert (aspirin.absent, aspirin.status) == (False, "not-taken")
    assert aspirin.start is None
    assert any(doubt.what == "2026-13-45" for doubt in reading.doubted)


def test_a_snippet_stands_apart():
    reading = reading_of("snippet.xml")
    (a1c,) = reading.found
    assert (a1c.value.number, a1c.kind) == (8.1, "Observation")
    assert a1c.person.startswith("nobody|")
    assert "names no patient" in reading.doubted[0].why
    assert reading.elements == 1


def test_an_enclosed_file_is_a_document():
    reading = reading_of("enclosed.xml")
    (document,) = facts(reading, "DocumentReference")
    assert document.attachments[0].content_type == "application/pdf"
    data = (SAMPLES / "enclosed.xml").read_bytes()
    assert FORMAT.place(data, document.attachments[0].locator) == "JVBERi0xLjQK"
    assert reading.elements == 0


def test_the_page_does_no_harm():
    data = (
        (SAMPLES / "summary.xml")
        .read_bytes()
        .replace(
            b"<paragraph>Weight",
            b'<renderMultiMedia referencedObject="x"/><linkHtml href="javascript:alert(1)">here</linkHtml>'
            b'<script>alert(1)</script><paragraph onclick="x()" styleCode="Bold evil">&lt;img src=x&gt; Weight',
        )
    )
    page = as_html(data)
    for bad in ("javascript", "href", "<script", "onclick", "<img", "evil"):
        assert bad not in page
    assert 'class="bold"' in page
    assert 'data-place="/ClinicalDocument/component/structuredBody/component/section#text"' in page


STAY = b"""<component><section><code code="46240-8"/><text>Ward 4</text><entry>
<encounter classCode="ENC" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.49"/>
<id root="1.3.6.1.4.1.99999.4" extension="V77"/><code code="99223" codeSystem="2.16.840.1.113883.6.12"/>
<effectiveTime><low value="20260830"/></effectiveTime><entryRelationship typeCode="RSON"><observation>
<value code="267036007" codeSystem="2.16.840.1.113883.6.96" displayName="Shortness of breath"/>
</observation></entryRelationship></encounter></entry></section></component></structuredBody>"""


def test_the_visit_of_the_head_told_again_is_one_visit():
    data = (SAMPLES / "summary.xml").read_bytes().replace(b"</structuredBody>", STAY)
    reading = FORMAT.read(data, FEED, "")
    (stay,) = facts(reading, "Encounter")
    assert (stay.reason, stay.disposition) == ("Shortness of breath", "home-health")
    assert stay.start.text == "2026-08-30T09:30:00-07:00"
    assert reading.elements == counted(data)
    assert reading.kept["entry encounters"] == 1


def test_a_death_told_in_an_entry_is_known_of_the_person():
    died = b"""<component><section><code code="11450-4"/><text>Died</text><entry>
    <observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.79"/>
    <code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/><statusCode code="completed"/>
    <effectiveTime><low value="20260901"/></effectiveTime>
    <value code="419099009" codeSystem="2.16.840.1.113883.6.96" displayName="Dead"/></observation>
    </entry></section></component></structuredBody>"""
    data = (SAMPLES / "summary.xml").read_bytes().replace(b"</structuredBody>", died)
    reading = FORMAT.read(data, FEED, "")
    (person,) = reading.people.values()
    assert (person.deceased, person.deceased_at.text) == (True, "2026-09-01")
    (fact,) = facts(reading, "Patient")
    assert fact.deceased


def test_a_number_in_a_translation_is_the_number():
    value = b"""<value xsi:type="PQ" nullFlavor="OTH"><translation nullFlavor="OTH" value="11.5">
    <originalText>x10e3/uL</originalText></translation></value>"""
    data = (SAMPLES / "summary.xml").read_bytes()
    data = data.replace(b'<value xsi:type="PQ" value="5.9" unit="mmol/L"/>', value)
    found = next(o for o in facts(FORMAT.read(data, FEED, ""), "Observation") if o.number == 11.5)
    assert found.unit == "x10e3/uL"


def test_a_statement_of_two_templates_is_read_by_the_one_it_names_first():
    """Not by whichever a set gives first, which changes from one process to the next."""
    problem, finding = "2.16.840.1.113883.10.20.22.4.4", "2.16.840.1.113883.10.20.22.4.74"
    kinds = []
    for first, second in ((problem, finding), (finding, problem)):
        data = f"""<observation classCode="OBS" moodCode="EVN"><templateId root="{first}"/>
            <templateId root="{second}"/><code code="373930000" codeSystem="2.16.840.1.113883.6.96"
            displayName="Cognitive function finding"/><value xsi:type="CD" code="386807006"
            codeSystem="2.16.840.1.113883.6.96" displayName="Memory impairment"/></observation>"""
        found = FORMAT.read(f"<entry>{data}</entry>".encode(), FEED, "").found
        kinds.append([fact.kind for fact in found if fact.kind in ("Condition", "Observation")])
    assert kinds == [["Condition"], ["Observation"]]
