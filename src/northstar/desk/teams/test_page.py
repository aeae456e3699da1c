"""Teams in a page: founded, joined and left by whoever may, signed."""

import pytest

from northstar.access.models import Membership, Pending, Team
from northstar.desk.rota.test_page import colleague, desk, sarah  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_no_team_says_so(desk):  # noqa: F811
    assert "There is no team yet" in desk.get("/teams/").content.decode()


def test_a_team_is_founded_joined_and_left(desk, sarah):  # noqa: F811
    assert desk.post("/teams/new/", {"name": "Heart"}).status_code == 302
    team = Team.objects.get()
    assert "Nobody yet" in desk.get("/teams/").content.decode()
    desk.post(f"/teams/{team.public_id}/join/", {"who": str(sarah.public_id)})
    assert "Sarah, since" in desk.get("/teams/").content.decode()
    desk.post(f"/teams/{team.public_id}/{sarah.public_id}/leave/")
    assert Membership.objects.get().end
    assert Pending.objects.count() == 3


def test_a_mistake_is_said_in_a_sentence(desk, sarah):  # noqa: F811
    assert "A team has a name." in desk.post("/teams/new/", {"name": " "}).content.decode()
    team = Team.objects.create(name="Heart")
    answer = desk.post(f"/teams/{team.public_id}/join/", {"who": ""})
    assert (answer.status_code, Membership.objects.count()) == (422, 0)


def test_a_coordinator_sees_the_teams_and_changes_none(client, desk, sarah):  # noqa: F811
    Team.objects.create(name="Heart")
    client.force_login(sarah)
    assert "Heart" in client.get("/teams/").content.decode()
    assert client.post("/teams/new/", {"name": "Lung"}).status_code == 403
