"""The samples, and the facts each must give."""

import io
from pathlib import Path

import pytest

from northstar.chart.chart import Chart
from northstar.chart.sensitivity import Label
from northstar.chart.visit_events import folded
from northstar.sources.hl7v2 import FORMAT
from northstar.sources.hl7v2.event import NotHL7, event_of
from northstar.sources.reading import Feed, Reading

SAMPLES = Path(__file__).parent / "samples"
FEED = Feed("hospital-b", "hl7v2", zone="America/Los_Angeles")
WHO = "HOSPB|V4471"


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.hl7").read_bytes()


def read(data: bytes | str, **feed) -> Reading:
    data = sample(data) if isinstance(data, str) else data
    found = FORMAT.read(data, Feed("hospital-b", "hl7v2", **feed) if feed else FEED, "")
    for fact in found.found:
        assert FORMAT.place(data, fact.locator) == fact.value.quote
    return found


def facts(reading: Reading, kind: str) -> list:
    return [found.value for found in reading.found if found.kind == kind]


def message(*segments: str, kind: str = "ADT^A01", head: str = "") -> bytes:
    first = f"MSH|^~\\&|APP|HOSPB|||20260904101500||{kind}|C1|P|2.5.1{head}"
    return "\r".join((first, *segments)).encode()


def one(reading: Reading, kind: str):
    (found,) = facts(reading, kind)
    return found


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


def test_the_person():
    person = read("discharge").people[WHO]
    assert person.name.plain == "James R Whitaker" or person.name.given == ("James", "R")
    assert [n.use for n in person.names] == ["official", "nickname"]
    assert person.birth_date.text == "1948-03-17"
    assert person.gender == "male"
    assert [(t.system, t.value, t.use) for t in person.telecoms] == [
        ("phone", "+1 509 5550142", "home"),
        ("email", "j.whitaker@example.org", "home"),
        ("phone", "509 5550143", "work"),
    ]
    assert person.addresses[0].lines == ("12 Alder Lane", "Apt 4")
    assert {i.type for i in person.identifiers} == {"MR", "SS"}
    assert (person.language, person.practitioner) == ("English", "Dr. Dana Rivera")
    assert person.race == ("White",)
    assert person.marital == "Widowed"


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


def test_a_merge_hangs_on_the_survivor():
    (found,) = [f for f in read("merge").found if f.kind == "Merge"]
    assert (found.person, found.value.old, found.value.undone) == (WHO, "HOSPB|V9902", False)


def test_an_unlink_takes_a_merge_back():
    pids = ("PID|1||A1^^^H^MR||Lee^Ann", "PID|2||B2^^^H^MR||Lee^Anne")
    linked = one(read(message(*pids, kind="ADT^A24")), "Merge")
    assert (linked.old, linked.undone) == ("H|B2", False)
    apart = facts(read(message(*pids, kind="ADT^A37")), "Merge")
    assert {(m.old, m.undone) for m in apart} == {("H|B2", True), ("H|A1", True)}


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


def test_a_batch_is_read_whole_and_cut_into_messages():
    reading = read("batch")
    assert reading.kept["FHS"] == reading.kept["BTS"] == 1
    assert reading.kept["MSH"] == 2
    assert any(found.locator.startswith("MSG[2]/PV1[1]") for found in reading.found)
    pieces = list(FORMAT.split(io.BytesIO(sample("batch"))))
    assert b"".join(pieces) == sample("batch")
    assert len(pieces) == 6
    short = sample("batch").replace(b"BTS|2", b"BTS|3")
    assert any("promises 3 messages" in t.why for t in read(short).doubted)


def test_custom_delimiters_and_escapes():
    data = (
        b"MSH#$%@!#APP#HOSPB###20260904101500##ADT$A01#C1#P#2.5\r"
        b"PID#1##77$$$HOSPB$MR##O@S@Neill$Ann@F@Mary%Lee$Ann##19600101#F"
    )
    person = read(data).people["HOSPB|77"]
    assert [n.plain for n in person.names] == ["Ann#Mary O$Neill", "Ann Lee"]


def test_hex_escapes_spell_accented_letters():
    person = read(message("PID|1||7^^^H^MR||Garc\\XC3\\\\XAD\\a^Ana")).people["H|7"]
    assert person.names[0].family == "García"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\r\n"])
def test_line_ends(end):
    data = sample("discharge").decode().replace("\r", end).encode()
    assert read(data).elements == sample("discharge").count(b"\r")


@pytest.mark.parametrize(
    ("codec", "said", "doubts"),
    [
        ("utf-8", "UNICODE UTF-8", 0),
        ("latin-1", "8859/1", 0),
        ("iso8859-2", "8859/2", 0),
        ("cp1252", "", 1),
        ("utf-8", "ASCII", 1),
        ("cp1252", "ASCII", 1),
        ("utf-8", "8859/1", 1),
        ("gb18030", "GB 18030-2000", 0),
    ],
)
def test_character_sets(codec, said, doubts):
    name = "陈" if codec == "gb18030" else "Novák"
    data = (
        message(f"PID|1||7^^^H^MR||{name}^Jana").decode().replace("|2.5.1", f"|2.5.1||||||{said}")
    )
    reading = read(data.encode(codec))
    assert reading.people["H|7"].names[0].family == name
    assert len([t for t in reading.doubted if "character" in t.what]) == doubts


def test_utf16_with_and_without_a_mark():
    text = message("PID|1||7^^^H^MR||Novák^Jana").decode()
    for codec in ("utf-16", "utf-16-le"):
        assert read(text.encode(codec)).people["H|7"].names[0].family == "Novák"


def test_frames_and_damaged_frames():
    data = sample("discharge")
    for framed in (b"\x0b" + data + b"\x1c\r", b"\x0b" + data, data + b"\x1c", b"\0\x0b" + data):
        assert read(framed).elements == data.count(b"\r")


@pytest.mark.parametrize("data", [b"", b"\r\n", b"PID|1||77", b"\x00\xff" * 50, b"{}", b"xMSH|y"])
def test_what_is_no_message_is_refused_in_a_sentence(data):
    reading = FORMAT.read(data, FEED, "")
    assert reading.refused.endswith(".")
    assert not reading.found


def test_identity_chooses_the_same_number_every_time():
    ss_first = "PID|1||900-12-0001^^^USSSA^SS~V4471^^^HOSPB^MR||Whitaker^James"
    assert list(read(message(ss_first)).people) == [WHO]
    two = "PID|1||9434765919^^^NHSNBR^NHSNMBR~2590157853^^^SIM^MRN||Okafor^Ngozi"
    assert list(read(message(two)).people) == ["SIM|2590157853"]
    assert list(read(message("PID|1||12345^^^MRN||Lee^Ann")).people) == ["HOSPB|12345"]
    assert list(read(message("PID|1||12345||Lee^Ann"), assigner="REGION").people) == [
        "REGION|12345"
    ]
    assert list(read(message("PID|1|66^^^X^PI|||Lee^Ann")).people) == ["X|66"]


def test_a_person_without_a_number_is_an_identity_of_its_own():
    reading = read(message("PID|1||||Lee^Ann||19500101|F"))
    (key,) = reading.people
    assert "no number" in key
    assert any("review" in t.why for t in reading.doubted)


def test_restricted_people_and_feeds():
    vip = message("PID|1||7^^^H^MR||Lee^Ann", "PV1|1|I|4E" + "|" * 13 + "V")
    assert all(f.label == Label.RESTRICTED for f in read(vip).found)
    shut = message("PID|1||7^^^H^MR||Lee^Ann", "PD1||||||||||||Y")
    assert all(f.label == Label.RESTRICTED for f in read(shut).found)
    labelled = read(message("PID|1||7^^^H^MR||Lee^Ann"), label=int(Label.BEHAVIORAL))
    assert all(f.label == Label.BEHAVIORAL for f in labelled.found)


def test_a_death_and_a_confidential_address():
    pid = "PID|1||7^^^H^MR||Lee^Ann||||||1 Safe St^^Yakima^WA^98901^^C|" + "|" * 17 + "20260903|Y"
    person = read(message(pid)).people["H|7"]
    assert person.deceased
    assert person.deceased_at.text == "2026-09-03"
    assert person.addresses[0].use == "confidential"


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


def test_a_line_break_inside_a_field_goes_on_with_the_field():
    reading = read(
        message("PID|1||7^^^H^MR||Lee^Ann", "OBX|1|TX|1^Note^L||first\nsecond line||||||F")
    )
    assert one(reading, "Observation").text == "first\nsecond line"
    assert reading.kept["continued"] == 1


def test_a_message_about_nobody_is_kept_by_name():
    reading = read(message("OBR|1|P1", "OBX|1|NM|1^x^L||5", kind="ORU^R01"))
    assert {f.kind for f in reading.found} == {"Kept"}
    assert reading.elements == 3
    assert any("no person" in t.why for t in reading.doubted)


def test_two_patients_in_one_message_keep_their_own_results():
    reading = read(
        message(
            *("PID|1||A^^^H^MR||Lee^Ann", "OBR|1|P1||1^x^L", "OBX|1|NM|1^x^L||5"),
            *("PID|2||B^^^H^MR||Lee^Bo", "OBR|1|P2||1^x^L", "OBX|1|NM|1^x^L||6"),
            kind="ORU^R01",
        )
    )
    said = {(f.person, f.value.number) for f in reading.found if f.kind == "Observation"}
    assert said == {("H|A", 5), ("H|B", 6)}


def test_a_visit_moved_to_another_number():
    reading = read(
        message(
            "EVN|A50|20260904",
            "PID|1||7^^^H^MR||Lee^Ann",
            "MRG|7^^^H^MR||||V1^^^H",
            "PV1|1|I|4E" + "|" * 16 + "V2^^^H",
            kind="ADT^A50",
        )
    )
    (stay,) = Chart([("Encounter", e) for e in facts(reading, "Encounter")]).encounters
    assert stay.visit == "H|V2"


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
