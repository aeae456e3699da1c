"""The rota in a page: who is there, and that nothing open is left on a day nobody covers."""

from datetime import UTC, date, datetime

import pytest

from northstar.access.models import Absence, HeldClock, Pending, Role, Shift, Staff
from northstar.casework.worklist.models import Line
from northstar.desk.today.test_page import NOW, a_line
from northstar.rules.signal import Band

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FRIDAY, MONDAY = date(2026, 9, 11), date(2026, 9, 14)


def colleague(name, role="coordinator"):
    staff = Staff.objects.create(username=name.lower(), name=name)
    Role.objects.create(staff=staff, role=role, start=LONG_AGO)
    return staff


@pytest.fixture
def desk(client, settings):
    settings.REQUIRE_SECOND_STEP = False
    HeldClock.objects.create(pk=1, at=NOW)
    client.force_login(colleague("Vera", "manager"))
    return client


@pytest.fixture
def sarah():
    return colleague("Sarah")


def test_an_empty_rota_says_what_is_taken_for_granted(desk):
    text = desk.get("/rota/").content.decode()
    assert "No hours are given" in text
    assert "8:00–17:00" in text


def test_hours_and_calls_are_shown_by_week(desk, sarah):
    give = {"who": str(sarah.public_id), "days": ["1", "2"], "begins": "09:00", "ends": "13:30"}
    assert desk.post("/rota/hours/", give).status_code == 302
    night = give | {"kind": "on-call", "begins": "17:00", "ends": "08:00", "order": "1"}
    assert desk.post("/rota/hours/", night).status_code == 302
    text = desk.get("/rota/?week=2026-09-08").content.decode()
    assert "9:00–13:30" in text
    assert "Sarah 17:00–8:00" in text
    assert Pending.objects.count() == 2
    desk.post(f"/rota/hours/{Shift.objects.first().pk}/gone/")
    assert Shift.objects.count() == 3


@pytest.mark.parametrize(
    "wrong", [{"who": ""}, {"days": []}, {"begins": "x"}, {"begins": "13:30"}, {"order": "0"}]
)
def test_a_mistake_keeps_what_was_typed(desk, sarah, wrong):
    give = {"who": str(sarah.public_id), "days": ["1"], "begins": "09:00", "ends": "13:30"}
    answer = desk.post("/rota/hours/", give | wrong)
    assert answer.status_code == 422
    assert 'value="13:30"' in answer.content.decode()
    assert not Shift.objects.exists()


def test_taking_hours_moves_dates_to_days_that_are_covered(desk, sarah):
    line = a_line(sarah, next_on=FRIDAY)
    give = {"who": str(sarah.public_id), "days": ["0"], "begins": "09:00", "ends": "13:30"}
    desk.post("/rota/hours/", give)
    line.refresh_from_db()
    assert line.next_on == MONDAY
    assert line.steps.get().what == "date moved"


def away(sarah, **more):
    return {"who": str(sarah.public_id), "first": "2026-09-08", "last": "2026-09-11"} | more


def test_who_covers_gets_what_falls_on_the_days_away(desk, sarah):
    marcus = colleague("Marcus")
    now, later = a_line(sarah), a_line(sarah, name="Harold Whitaker", next_on=MONDAY)
    desk.post("/rota/away/", away(sarah, cover=str(marcus.public_id), why="holiday"))
    now.refresh_from_db()
    later.refresh_from_db()
    assert (now.staff, later.staff) == (marcus, sarah)
    text = desk.get("/rota/").content.decode()
    assert "Away (holiday); Marcus covers" in text


def test_back_before_the_days_are_over_the_work_is_back_too(desk, sarah):
    marcus, line = colleague("Marcus"), a_line(sarah)
    desk.post("/rota/away/", away(sarah, cover=str(marcus.public_id)))
    again = desk.post("/rota/away/", away(sarah))
    assert again.status_code == 422
    assert "already, and Marcus covers. Take that back first" in again.content.decode()
    line.refresh_from_db()
    assert line.staff == marcus
    told = desk.post(f"/rota/away/{Absence.objects.get().pk}/back/", follow=True)
    assert "1 open line came back from who covered." in told.content.decode()
    line.refresh_from_db()
    assert line.staff == sarah
    assert not Absence.objects.exists()


def test_who_could_not_open_the_work_does_not_cover(desk, sarah):
    adam = colleague("Adam", "administrator")
    offered = desk.get("/rota/").content.decode().partition('<select id="cover"')[2]
    assert str(adam.public_id) not in offered.partition("</select>")[0]
    refused = desk.post("/rota/away/", away(sarah, cover=str(adam.public_id)))
    assert refused.status_code == 422
    assert "Adam has no role that opens this work" in refused.content.decode()
    assert not Absence.objects.exists()


def test_without_cover_it_waits_but_what_cannot_goes_to_the_queue(desk, sarah):
    calm = a_line(sarah)
    red = a_line(sarah, name="Jim Kowalski", band=Band.SAFETY)
    desk.post("/rota/away/", away(sarah))
    calm.refresh_from_db()
    red.refresh_from_db()
    assert (calm.staff, calm.next_on) == (sarah, MONDAY)
    assert (red.team.name, red.next_on) == ("Clinic", NOW.date())


def test_a_cover_who_is_away_too_is_refused_and_nothing_moves(desk, sarah):
    marcus, line = colleague("Marcus"), a_line(sarah)
    Absence.objects.create(staff=marcus, first=NOW.date(), last=FRIDAY)
    answer = desk.post("/rota/away/", away(sarah, cover=str(marcus.public_id)))
    assert answer.status_code == 422
    assert "is not there on" in answer.content.decode()
    line.refresh_from_db()
    assert line.staff == sarah
    assert Absence.objects.count() == 1


def test_a_closed_clinic_moves_everybodys_dates_and_opens_again(desk, sarah):
    line = a_line(sarah, next_on=FRIDAY)
    desk.post("/rota/away/", {"who": "closed", "first": "2026-09-11", "why": "flood"})
    line.refresh_from_db()
    assert line.next_on == MONDAY
    assert "Closed (flood)" in desk.get("/rota/").content.decode()
    desk.post(f"/rota/away/{Absence.objects.get().pk}/back/")
    assert not Absence.objects.exists()


def test_a_coordinator_reads_the_rota_and_changes_nothing(client, desk, sarah):
    client.force_login(sarah)
    text = client.get("/rota/").content.decode()
    assert "Give these hours" not in text
    assert client.post("/rota/away/", away(sarah)).status_code == 403
    assert not Line.objects.filter(next_on=None, is_open=True).exists()
