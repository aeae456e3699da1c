"""Who is who in a page: the question, three answers, and the way back."""

from datetime import UTC, datetime

import pytest

from northstar import spine
from northstar.access.audit.models import AuditEntry
from northstar.access.models import HeldClock, Membership, Pending, Role, Staff, Team
from northstar.access.staffing import default_team
from northstar.access.viewer import system_viewer
from northstar.casework.worklist.models import Line
from northstar.chart.clinical import AllergyIntolerance
from northstar.chart.people import ContactPoint, HumanName, Identifier, Patient
from northstar.chart.sensitivity import Label
from northstar.chart.value import Concept
from northstar.chart.when import when
from northstar.record import feeds, patients
from northstar.record.people import people
from northstar.sources.reading import Found, Reading

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
READER = system_viewer("a test")


def arrive(feed, given="Ana", phone="", allergy="penicillin", label=0):
    known = Patient(
        names=(HumanName(family="Rio", given=(given,)),),
        birth_date=when("1950-02-01"),
        gender="female",
        telecoms=(ContactPoint("phone", phone),) if phone else (),
        identifiers=(Identifier("SSA", "123456789", "SS"),) if phone else (),
    )
    reading = Reading(format="test", version="1", written=when("2026-09-01T10:00:00Z"))
    reading.found = [
        Found("1", "Patient", "Patient", known, "PID[1]#5", label=label),
        Found("1", "AllergyIntolerance", "a", AllergyIntolerance(code=Concept(allergy)), "AL1#3"),
    ]
    message = (repr((feed, given, phone)).encode(), reading, "a file")
    done = spine.arrived([message], feeds.feed(feed), by=READER, at=NOW)
    spine.review(done.patients, NOW)
    [pk] = done.patients
    return people(READER, [pk])[pk].id


@pytest.fixture
def sarah(client):
    HeldClock.objects.create(pk=1, at=NOW)
    staff = Staff.objects.create(username="sarah", name="Sarah")
    Role.objects.create(staff=staff, role="coordinator", start=LONG_AGO)
    Membership.objects.create(staff=staff, team=default_team(), start=LONG_AGO)
    client.force_login(staff)
    return staff


@pytest.fixture
def two(sarah):
    return arrive("A", phone="4155550101"), arrive("B", allergy="latex")


def at(two, act=""):
    return f"/who/{two[0]}/{two[1]}/{act}"


def names():
    return {row.name for row in patients.rows(patients.everyone()) if row.name}


def allergies(client, uid):
    from northstar.record.charts import chart_of

    return {a.code.text for a in chart_of(READER, uid, NOW).allergies}


def test_the_question_is_listed_and_shown_side_by_side_as_one_look(client, two):
    page = client.get("/who/").content.decode()
    assert page.count(at(two)) == 1 or page.count(at(two[::-1])) == 1
    before = AuditEntry.objects.count()
    page = client.get(at(two)).content.decode()
    assert AuditEntry.objects.count() == before + 1
    assert set(two) <= set(eval(AuditEntry.objects.last().patients))
    for words in ("agree", "only the first says it", "4155550101", "ends in 6789", "Allergies"):
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
    assert client.post(f"/who/settled/{back}/back/").status_code == 302
    assert [allergies(client, uid) for uid in two] == before
    assert client.get(at(two)).status_code == 200


def test_kept_apart_is_remembered(client, two):
    client.post(at(two, "apart/"), {"reason": "mother and daughter"})
    assert [allergies(client, uid) for uid in two] == [{"penicillin"}, {"latex"}]
    arrive("B", given="Anna", allergy="latex")
    assert "No question is open" in client.get("/who/").content.decode()
    assert "are two people" in client.get("/who/settled/").content.decode()


def test_an_answer_needs_a_reason_and_changes_nothing_without(client, two):
    answer = client.post(at(two, "same/"), {"reason": " "})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    assert len({uid for uid in two if allergies(client, uid)}) == 2


def test_not_sure_leaves_it_to_somebody_until_it_is_answered(client, two, sarah):
    team = Team.objects.create(name="Registration")
    words = {"reason": "two phones", "to": str(team.public_id)}
    assert client.post(at(two, "unsure/"), {"reason": "two phones"}).status_code == 422
    assert client.post(at(two, "unsure/"), words).status_code == 302
    line = Line.objects.get(is_open=True, signal="by hand")
    assert line.holder == team
    assert line.next_on
    assert "left to Registration" in client.get("/who/").content.decode()
    client.post(at(two, "same/"), {"reason": "asked her"})
    line.refresh_from_db()
    assert not line.is_open


def test_a_record_is_taken_out_from_the_persons_page(client, two):
    client.post(at(two, "same/"), {"reason": "she told me"})
    page = client.get(f"/who/records/{two[0]}/").content.decode()
    out = page.split(f"/who/records/{two[0]}/")[-1].split("/")[0]
    address = f"/who/records/{two[0]}/{out}/out/"
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "her sister"}).status_code == 302
    assert [allergies(client, uid) for uid in two] == [{"penicillin"}, {"latex"}]


def test_a_question_about_a_restricted_record_does_not_exist_for_others(client, sarah):
    two = arrive("A"), arrive("B", label=int(Label.PART2))
    assert "No question is open" in client.get("/who/").content.decode()
    assert client.get(at(two)).status_code == 404
    assert client.post(at(two, "same/"), {"reason": "x"}).status_code == 404


def test_nobody_elses_people_are_asked_about(client, two):
    Membership.objects.update(end=NOW)
    assert "No question is open" in client.get("/who/").content.decode()
    assert client.get(at(two)).status_code == 404
