"""The queue at the desk."""

from datetime import timedelta

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.models import HeldClock, Membership, Role, Staff, Team
from northstar.casework.worklist.models import Line
from northstar.record import feeds

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def team(db):
    HeldClock.objects.create(pk=1, at=NOW)
    return Team.objects.create(name="Heart team")


@pytest.fixture
def desk_of(client, team):
    def desk_of(name):
        staff = Staff.objects.create(username=name.lower(), name=name)
        Role.objects.create(staff=staff, role="coordinator", start=NOW - timedelta(days=9))
        Membership.objects.create(staff=staff, team=team, start=NOW - timedelta(days=9))
        desk = type(client)()
        desk.force_login(staff)
        return desk

    return desk_of


@pytest.fixture
def line(team):
    return Line.objects.create(
        feed=feeds.feed("lab", title="Bay Laboratory"), signal="silent", key="k", matter="feed",
        says="is silent", band=3, score=10, team=team, next_on=NOW.date(), opened=NOW, refreshed=NOW,
    )  # fmt: skip


def test_taken_it_is_on_my_list_and_the_second_is_told(desk_of, line):
    sarah, marcus = desk_of("Sarah"), desk_of("Marcus")
    assert "Bay Laboratory" in marcus.get("/queues/").content.decode()
    sarah.post(f"/line/{line.public_id}/claim/")
    answer = marcus.post(f"/line/{line.public_id}/claim/", follow=True)
    assert "Sarah has just taken this." in answer.content.decode()
    twice = sarah.post(f"/line/{line.public_id}/claim/", follow=True)
    assert "You have it already." in twice.content.decode()
    assert "Sarah has taken 1" in marcus.get("/queues/").content.decode()
    line.refresh_from_db()
    assert line.staff.name == "Sarah"


def test_put_back_with_a_reason_and_undone(desk_of, line, team):
    sarah = desk_of("Sarah")
    sarah.post(f"/line/{line.public_id}/claim/")
    assert "Put it back" in sarah.get("/").content.decode()
    sarah.post(f"/line/{line.public_id}/release/", {"why": "no answer there"})
    line.refresh_from_db()
    assert line.team == team
    sarah.post("/undo/")
    line.refresh_from_db()
    assert line.staff.name == "Sarah"


def test_an_empty_queue_says_so(desk_of):
    assert "Nothing waits in this queue" in desk_of("Sarah").get("/queues/").content.decode()


def test_who_is_in_no_team_reads_why(client, team):
    staff = Staff.objects.create(username="dana", name="Dana")
    Role.objects.create(staff=staff, role="coordinator", start=NOW - timedelta(days=9))
    client.force_login(staff)
    assert "no team" in client.get("/queues/").content.decode()
