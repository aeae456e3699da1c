"""Whose a message is: the number that names a person, merges, and what is restricted."""

from tests.harness.hl7v2 import WHO, facts, message, one, read

from northstar.chart.chart import Chart
from northstar.chart.sensitivity import Label


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


def test_a_merge_hangs_on_the_survivor():
    (found,) = [f for f in read("merge").found if f.kind == "Merge"]
    assert (found.person, found.value.old, found.value.undone) == (WHO, "HOSPB|V9902", False)


def test_an_unlink_takes_a_merge_back():
    pids = ("PID|1||A1^^^H^MR||Lee^Ann", "PID|2||B2^^^H^MR||Lee^Anne")
    linked = one(read(message(*pids, kind="ADT^A24")), "Merge")
    assert (linked.old, linked.undone) == ("H|B2", False)
    apart = facts(read(message(*pids, kind="ADT^A37")), "Merge")
    assert {(m.old, m.undone) for m in apart} == {("H|B2", True), ("H|A1", True)}


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
