"""Handing over at the desk: offered in three keys, read back, returned."""

from datetime import timedelta

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit.models import AuditEntry
from northstar.access.models import Absence, Membership, Role, Staff, Team
from northstar.casework.batons.models import Answer, Baton
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.models import Line
from northstar.record.models import Arrival

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
READ_BACK = {"read_back": "Two heart pills in the house: call cardiology now"}


@pytest.fixture
def desk(client, sarah, chen):
    Line.objects.filter(is_open=True, patient=chen).update(staff=sarah, team=None)
    client.force_login(sarah)
    return client


@pytest.fixture
def marcus(sarah):
    staff = Staff.objects.create(username="marcus", name="Marcus Webb")
    Role.objects.create(staff=staff, role="coordinator", start=NOW - timedelta(days=90))
    return staff


@pytest.fixture
def offered(desk, chen, marcus):
    desk.post(
        f"/patients/{chen.public_id}/hand-over/", {"to": marcus.public_id, "says": "Her son calls."}
    )
    return Baton.objects.get()


@pytest.fixture
def his(client_class, marcus):
    client = client_class()
    client.force_login(marcus)
    return client


@pytest.fixture
def client_class(client):
    return type(client)


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_what_will_be_told_stands_there_before_it_is_offered(desk, chen, marcus):
    page = text(desk, f"/patients/{chen.public_id}/hand-over/")
    for part in ("How ill", "Who", "Open", "What to do", "Marcus Webb"):
        assert part in page
    assert not Baton.objects.exists()


def test_a_message_of_nobody_known_is_shown_to_both(desk, sarah, marcus, his):
    line = by_hand.new(patient=0, key="a voicemail", at=NOW, to=sarah)
    line.patient_id, line.arrival = None, Arrival.objects.first()
    line.says = "left a message about a ride"
    by_hand.keep(line, at=NOW)
    assert "Left a message about a ride" in text(desk, "/handoff/give/")
    desk.post("/handoff/give/", {"to": marcus.public_id})
    page = text(his, f"/handoff/{Baton.objects.get().public_id}/")
    assert "Nobody knows yet whose" in page
    assert "Left a message about a ride" in page


def test_who_covers_by_the_rota_is_chosen_already(desk, chen, marcus, sarah):
    Absence.objects.create(staff=sarah, first=NOW.date(), last=NOW.date(), cover=marcus)
    page = text(desk, f"/patients/{chen.public_id}/hand-over/")
    assert f'<option value="{marcus.public_id}" selected' in page


def test_offered_it_is_read_back_and_accepted(offered, desk, his, marcus):
    assert "Offered to me" in text(his, "/handoff/")
    assert "Not read back yet" in text(his, "/handoff/")
    page = text(his, f"/handoff/{offered.public_id}/")
    assert "Her son calls." in page
    answer = his.post(f"/handoff/{offered.public_id}/accept/", READ_BACK, follow=True)
    assert "It is yours" in answer.content.decode()
    assert Line.objects.filter(staff=marcus, is_open=True).exists()
    assert "Two heart pills in the house" in text(desk, f"/handoff/{offered.public_id}/")


def test_without_reading_back_it_stays_and_what_was_typed_is_kept(offered, his, marcus):
    answer = his.post(f"/handoff/{offered.public_id}/accept/", {"read_back": "fine"})
    assert answer.status_code == 422
    assert ">fine</textarea>" in answer.content.decode()
    assert not Line.objects.filter(staff=marcus).exists()


def test_declined_with_a_reason(offered, desk, his):
    his.post(f"/handoff/{offered.public_id}/decline/", {"why": "On the ward all day"})
    assert "On the ward all day" in text(desk, "/handoff/")


def test_taken_back_by_the_giver(offered, desk, his):
    desk.post(f"/handoff/{offered.public_id}/take-back/")
    assert Answer.objects.get().what == "taken back"
    answer = his.post(f"/handoff/{offered.public_id}/accept/", READ_BACK)
    assert answer.status_code == 422
    assert "taken back this already" in answer.content.decode()


def test_lent_and_returned_by_hand_tells_what_was_done(desk, chen, marcus, his, sarah):
    until = {"to": marcus.public_id, "until": "2026-09-11"}
    desk.post(f"/patients/{chen.public_id}/hand-over/", until)
    baton = Baton.objects.get()
    his.post(f"/handoff/{baton.public_id}/accept/", READ_BACK)
    assert "I cover for others" in text(his, "/handoff/")
    his.post(f"/handoff/{baton.public_id}/return/")
    assert "While you were away" in text(desk, f"/handoff/{baton.public_id}/")
    assert Line.objects.filter(staff=sarah, is_open=True).exists()


def test_a_stranger_finds_nothing(offered, client_class):
    dana = Staff.objects.create(username="dana", name="Dana")
    Role.objects.create(staff=dana, role="coordinator", start=NOW - timedelta(days=9))
    client = client_class()
    client.force_login(dana)
    assert client.get(f"/handoff/{offered.public_id}/").status_code == 404
    assert client.post(f"/handoff/{offered.public_id}/accept/", READ_BACK).status_code == 404


def test_only_who_leads_sees_what_a_colleague_holds(desk, marcus):
    assert desk.get(f"/handoff/give/?of={marcus.public_id}").status_code == 403


def test_a_view_is_one_entry_of_the_people_in_it(offered, his, chen):
    before = AuditEntry.objects.filter(action="view").count()
    text(his, f"/handoff/{offered.public_id}/")
    assert AuditEntry.objects.filter(action="view").count() == before + 1


def test_a_mistake_keeps_what_was_typed(desk, chen):
    answer = desk.post(
        f"/patients/{chen.public_id}/hand-over/", {"to": "", "says": "Her son calls."}
    )
    assert answer.status_code == 422
    assert "Her son calls.</textarea>" in answer.content.decode()


def test_to_a_team_any_member_answers(desk, chen, marcus, his):
    team = Team.objects.create(name="Heart team")
    Membership.objects.create(staff=marcus, team=team, start=NOW - timedelta(days=9))
    desk.post(f"/patients/{chen.public_id}/hand-over/", {"to": team.public_id})
    his.post(f"/handoff/{Baton.objects.get().public_id}/accept/", READ_BACK)
    assert Line.objects.filter(team=team, is_open=True).exists()
