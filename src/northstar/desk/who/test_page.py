"""Who is who in a page: the question, three answers, and the way back."""

import pytest
from tests.harness.two_records import LONG_AGO, NOW, READER, allergies, arrive, at

from northstar.access.audit.models import AuditEntry
from northstar.access.models import (
    Entitlement,
    Membership,
    Pending,
    Staff,
)
from northstar.chart.sensitivity import Label
from northstar.record import panels, patients

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_the_question_is_listed_and_shown_side_by_side_as_one_look(client, two):
    page = client.get("/who/").content.decode()
    assert page.count(at(two)) == 1
    before = AuditEntry.objects.count()
    page = client.get(at(two)).content.decode()
    assert AuditEntry.objects.count() == before + 1
    assert set(two) <= set(eval(AuditEntry.objects.last().patients))
    for words in ("they agree", "only one says it", "(415) 555-0101", "ends in 6789", "Allergies"):
        assert words in page
    assert "123456789" not in page


def test_same_person_brings_them_together_and_taking_it_back_parts_them(client, two):
    before = [allergies(client, uid) for uid in two]
    assert client.post(at(two, "same/"), {"reason": "she told me"}).status_code == 302
    assert allergies(client, two[0]) == {"penicillin", "latex"}
    assert client.get(at(two)).status_code == 404
    assert "No question is open" in client.get("/who/").content.decode()
    said = Pending.objects.get(body__contains="records: same")
    assert all(uid in said.body for uid in two)
    page = client.get("/who/settled/").content.decode()
    assert "she told me" in page
    back = page.split("/who/settled/")[1].split("/")[0]
    before_it = client.get(f"/who/settled/{back}/").content.decode()
    assert "Nobody looked at it" in before_it
    assert client.post(f"/who/settled/{back}/back/").status_code == 422
    answer = client.post(f"/who/settled/{back}/back/", {"reason": "not she"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/who/parted/")
    assert "Each has a chart again" in client.get(answer["Location"]).content.decode()
    assert [allergies(client, uid) for uid in two] == before
    assert client.get(at(two)).status_code == 200


def test_kept_apart_is_remembered(client, two):
    client.post(at(two, "apart/"), {"reason": "mother and daughter"})
    assert [allergies(client, uid) for uid in two] == [{"penicillin"}, {"latex"}]
    arrive("B", given="Anna", allergy="latex")
    assert "No question is open" in client.get("/who/").content.decode()
    assert "are different people" in client.get("/who/settled/").content.decode()


def test_an_answer_against_the_evidence_needs_a_reason_and_changes_nothing_without(client, two):
    answer = client.post(at(two, "apart/"), {"reason": " "})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    assert "No question is open" not in client.get("/who/").content.decode()
    assert client.post(at(two, "same/")).status_code == 302


def test_a_difference_wants_a_reason_for_joining_and_none_for_keeping_apart(client, sarah):
    two = arrive("A", phone="4155550101"), arrive("B", phone="4155550102", gender="male")
    answer = client.post(at(two, "same/"))
    assert answer.status_code == 422
    assert "The records differ on who this is" in answer.content.decode()
    assert client.post(at(two, "apart/")).status_code == 302


def test_several_records_are_one_question_and_some_of_them_can_be_answered(client, sarah):
    three = (
        arrive("A", phone="4155550101"),
        arrive("B", allergy="latex"),
        arrive("C", allergy="nuts"),
    )
    page = client.get("/who/").content.decode()
    assert page.count("data-row") == 1
    assert "3 records in question" in page
    page = client.get(at(three)).content.decode()
    assert page.count('type="checkbox"') == 3
    some = {"who": [three[0], three[2]], "reason": "asked her"}
    assert client.post(at(three, "same/"), some).status_code == 302
    assert allergies(client, three[0]) == {"penicillin", "nuts"}
    assert allergies(client, three[1]) == {"latex"}
    assert client.get("/who/").content.decode().count("data-row") == 1


def test_it_says_what_would_change_before_anybody_decides(client, sarah):
    other = Staff.objects.create(username="lee", name="Lee")
    two = arrive("A", allergy="Penicillin"), arrive("B", allergy="latex", drug="Amoxicillin 500 MG")
    pks = {uid: patients.known_to(READER, uid).pk for uid in two}
    panels.place(patient=pks[two[0]], day=NOW.date(), staff=other.pk)
    page = client.get(at(two)).content.decode()
    assert "amoxicillin" in page
    assert "Is written down as allergic to penicillin and has amoxicillin" in page
    assert "<b>Lee</b> would newly see the chart of" in page


def test_what_is_restricted_is_counted_only_for_who_may_see_it(client, sarah):
    two = arrive("A"), arrive("B", allergy="latex")
    arrive("B", allergy="secret medicine", key="s", only=int(Label.PART2))
    page = client.get(at(two)).content.decode()
    assert "secret" not in page
    assert "restricted" not in page
    Entitlement.objects.create(
        staff=sarah, labels=int(Label.PART2), reason="treats them", start=LONG_AGO
    )
    page = client.get(at(two)).content.decode()
    assert "1 restricted fact would stay with Sarah" in page


def test_kept_apart_is_asked_again_only_when_something_new_speaks_for_it(client, two):
    client.post(at(two, "apart/"), {"reason": "mother and daughter"})
    assert "No question is open" in client.get("/who/").content.decode()
    arrive("B", phone="4155550101", allergy="latex", hour=11)
    page = client.get("/who/").content.decode()
    assert "Kept apart before; new since then" in page
    assert client.get(at(two)).status_code == 200
    assert [allergies(client, uid) for uid in two] == [{"penicillin"}, {"latex"}]


def test_the_name_to_use_stands_beside_the_legal_one(client, sarah):
    two = arrive("A", use="Annie"), arrive("B", allergy="latex")
    page = client.get(at(two)).content.decode()
    assert "in law <bdi>Ana Rio</bdi>" in page
    assert "Name to use" in page


def test_a_question_about_a_restricted_record_does_not_exist_for_others(client, sarah):
    two = arrive("A"), arrive("B", label=int(Label.PART2))
    assert "No question is open" in client.get("/who/").content.decode()
    assert client.get(at(two)).status_code == 404
    assert client.post(at(two, "same/"), {"reason": "x"}).status_code == 404


def test_nobody_elses_people_are_asked_about(client, two):
    Membership.objects.update(end=NOW)
    assert "No question is open" in client.get("/who/").content.decode()
    assert client.get(at(two)).status_code == 404
