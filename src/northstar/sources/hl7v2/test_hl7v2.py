"""The samples, and the facts each must give."""

import pytest
from tests.harness.hl7v2 import FEED, SAMPLES, WHO, facts, message, one, read, sample

from northstar.chart.chart import Chart
from northstar.chart.sensitivity import Label
from northstar.chart.visit_events import folded
from northstar.sources.hl7v2 import FORMAT
from northstar.sources.hl7v2.event import NotHL7, event_of


def test_a_discharge():
    reading = read("discharge")
    stay = one(reading, "Encounter")
    assert (stay.event, stay.visit, stay.class_code) == ("A03", "HOSPB|V77", "IMP")
    assert (stay.disposition, stay.disposition_text) == ("home", "Home")
    assert stay.end.text == "2026-09-04T22:40:00-07:00"
    assert (stay.attending, stay.location, stay.facility) == ("Dr. Asha Singh", "4E 12 A", "HOSPB")
    assert stay.reason == "Heart failure, worse"
    assert stay.diagnoses[0].token == "icd10cm|I50.23"
    assert [found.person for found in reading.found] == [WHO] * len(reading.found)
    assert reading.sender == "ADT|HOSPB"
    assert reading.control == "B-1001"
    assert reading.elements == sample("discharge").count(b"\r")
    assert reading.kept["ZPV"] == 1
    assert "bed cleaned" in one(reading, "Kept").detail


def test_the_rest_of_a_discharge():
    reading = read("discharge")
    allergy = one(reading, "AllergyIntolerance")
    assert (allergy.code.token, allergy.severity) == ("rxnorm|7980", "severe")
    assert allergy.reactions == ("Hives", "Swelling")
    insurance = one(reading, "Coverage")
    assert (insurance.payer, insurance.member, insurance.order) == (
        "Cascade Health Plan",
        "M-553201",
        1,
    )
    assert one(reading, "RelatedPerson").names[0].plain == "Ruth Whitaker"
    assert one(reading, "Condition").verification_status == "confirmed"


@pytest.mark.parametrize("code", ["30", "39"])
def test_still_a_patient_has_not_left(code):
    said = "|".join(["PV1", "1", "I", *[""] * 16, "V77", *[""] * 16, code, *[""] * 8, "20260906"])
    reading = read(message("PID|1||1^^^HOSPB", said, kind="ADT^A03"))
    (step,) = facts(reading, "Encounter")
    assert (step.disposition, reading.doubted) == ("still-there", [])
    (stay,) = folded([step])
    assert (stay.status, stay.end) == ("in-progress", None)


@pytest.mark.parametrize(
    ("name", "status"), [("cancelled", "cancelled"), ("deleted", "entered-in-error")]
)
def test_a_cancel_with_the_placers_number_alone_meets_its_visit(name, status):
    bare = sample(f"appointment-{name}").replace(b"|P900|F900|", b"|P900||")
    told = facts(read("appointment-booked"), "Appointment") + facts(read(bare), "Appointment")
    (visit,) = Chart(("Appointment", a) for a in told).appointments
    assert visit.status == status


def test_a_discharge_taken_back_reopens_the_stay():
    steps = facts(read("discharge"), "Encounter") + facts(read("discharge-taken-back"), "Encounter")
    (stay,) = folded(steps)
    assert (stay.status, stay.end, stay.disposition) == ("in-progress", None, "")


def test_the_same_event_sent_again_is_the_same_fact():
    again = (
        sample("discharge").replace(b"B-1001", b"B-1099").replace(b"|20260904224500|", b"|2026|")
    )
    keys = {f.key for f in read("discharge").found if f.kind == "Encounter"}
    assert keys == {f.key for f in read(again).found if f.kind == "Encounter"}


def test_results():
    reading = read("result")
    potassium, egfr, comment = facts(reading, "Observation")
    assert (potassium.number, potassium.unit, potassium.interpretation) == (5.9, "mmol/L", "H")
    assert (potassium.low, potassium.high, potassium.status) == (3.5, 5.1, "preliminary")
    assert potassium.note == "Sample slightly hemolyzed"
    assert potassium.order == "P55"
    assert (egfr.comparator, egfr.number) == (">", 60)
    assert comment.text == "Called to ward\nat 09:10 & read back"
    report = one(reading, "DiagnosticReport")
    assert (report.status, report.category) == ("preliminary", "laboratory")
    enclosed = one(reading, "DocumentReference").attachments[0]
    assert (enclosed.content_type, enclosed.size) == ("application/pdf", 9)
    assert FORMAT.place(sample("result"), enclosed.locator) == "JVBERi0xLjQK"


def test_a_corrected_result_is_a_later_version_of_the_same_fact():
    first = next(f for f in read("result").found if f.kind == "Observation")
    second = next(f for f in read("result-corrected").found if f.kind == "Observation")
    assert (first.person, first.key) == (second.person, second.key)
    assert first.recorded < second.recorded
    assert second.value.number == 4.4


def test_a_correction_with_the_same_time_still_wins():
    stuck = sample("result-corrected").replace(b"20260903113000", b"20260903085500")
    first = next(f for f in read("result").found if f.kind == "Observation")
    second = next(f for f in read(stuck).found if f.kind == "Observation")
    assert first.recorded == second.recorded
    assert first.sequence < second.sequence


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("booked", "booked"),
        ("moved", "booked"),
        ("cancelled", "cancelled"),
        ("deleted", "entered-in-error"),
        ("missed", "noshow"),
    ],
)
def test_appointments(name, status):
    (found,) = [f for f in read(f"appointment-{name}").found if f.kind == "Appointment"]
    visit = found.value
    assert (found.key, visit.status, visit.minutes) == ("F900", status, 30)
    assert (visit.practitioner, visit.location) == ("Dr. Lena Ortiz", "CARDCLINIC R2")
    assert visit.start.text.startswith("2026-09-09T10:30" if name == "booked" else "2026-09-10")


def test_a_document_and_its_text():
    reading = read("document")
    (document,) = [f for f in reading.found if f.kind == "DocumentReference"]
    assert (document.key, document.value.title) == ("DOC77", "Discharge summary")
    assert document.label == Label.RESTRICTED
    section = one(reading, "Section")
    assert section.text == "Furosemide raised to 80 mg.\nWeigh daily."
    assert section.document == "DOC77"


def test_prescribed_and_handed_over():
    reading = read("prescription")
    wanted, given = one(reading, "MedicationRequest"), one(reading, "MedicationDispense")
    assert wanted.code.token == "rxnorm|310429"
    assert wanted.dosage == "Take one tablet twice daily"
    assert (wanted.days_supply, wanted.refills, wanted.quantity) == (30, 3, 60)
    assert (given.prescription, given.days_supply, given.quantity) == ("RX12", 30, 60)


def test_a_referral_a_vaccine_an_order_a_problem():
    referral = one(read("referral"), "ServiceRequest")
    assert (referral.category, referral.status, referral.priority) == (
        "referral",
        "active",
        "urgent",
    )
    assert (referral.requester, referral.performer) == ("Dr. Asha Singh", "Dr. Petra Novak")
    vaccine = one(read("vaccine"), "Immunization")
    assert (vaccine.code.token, vaccine.status, vaccine.lot) == ("cvx|141", "completed", "LOT7")
    order = one(read("order"), "ServiceRequest")
    assert (order.orders, order.status, order.priority) == (("P60",), "active", "stat")
    problem = one(read("problem"), "Condition")
    assert (problem.clinical_status, problem.onset.text) == ("active", "2015")


def test_no_known_allergies_is_said_not_silent():
    for words in ("716186003^No known allergy^SCT", "NKA", "^No known drug allergies"):
        found = one(
            read(message("PID|1||7^^^H^MR||Lee^Ann", f"AL1|1|DA|{words}")), "AllergyIntolerance"
        )
        assert found.absent


def test_a_bad_time_is_doubted_and_the_rest_is_kept():
    reading = read(message("PID|1||7^^^H^MR||Lee^Ann||19490231|F"))
    assert reading.people["H|7"].birth_date is None
    assert reading.kept["PID"] == 1
    assert any(t.locator == "PID[1]#7" and "birth date" in t.why for t in reading.doubted)


def test_the_event_is_the_message_in_short():
    event = event_of(sample("discharge"))
    assert (event.type, event.trigger, event.control) == ("ADT", "A03", "B-1001")
    assert (event.sender, event.patient, event.visit) == ("ADT|HOSPB", WHO, "V77")
    with pytest.raises(NotHL7):
        event_of(b"PID|1")


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.hl7")), ids=lambda p: p.stem)
def test_every_sample_adds_up_and_is_recognised(path):
    data = path.read_bytes()
    reading = read(data)
    assert reading.elements == data.count(b"\r")
    assert not reading.refused
    assert FORMAT.recognises(data[:4096], path.name) == 1.0
    assert reading == FORMAT.read(data, FEED, path.name)


def test_what_other_formats_start_with_is_not_recognised():
    for head in (b'{"resourceType"', b"<ClinicalDocument", b"name,date\r\n", b""):
        assert FORMAT.recognises(head, "x") < 0.5
