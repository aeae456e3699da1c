"""Taking people on and letting them go leaves dated rows and signed entries."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from northstar.access import staffing
from northstar.access.models import Pending, Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.chart.sensitivity import Label

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
BY = {"by": system_viewer("command line (root)"), "at": NOW}
PASSWORD = "seven quiet herons wade"


@pytest.fixture
def sarah():
    return staffing.take_on(username="Sarah", name="Sarah", password=PASSWORD, **BY)


def signed():
    said = (json.loads(row.body) for row in Pending.objects.order_by("pk"))
    return [one["what"].partition(" (")[0] for one in said]


def test_a_new_person_can_sign_in_and_may_do_nothing_yet(sarah):
    assert sarah.username == "sarah"
    assert sarah.check_password(PASSWORD)
    assert viewer_of(sarah, NOW).roles == frozenset()
    assert signed() == ["staff taken on"]


@pytest.mark.parametrize("username", ["sarah", "SARAH", "", "two words"])
def test_a_name_is_one_word_and_used_once(sarah, username):
    with pytest.raises(Refused):
        staffing.take_on(username=username, name="x", password=PASSWORD, **BY)


@pytest.mark.parametrize("password", ["short", "password123", "northstar1", ""])
def test_a_weak_password_is_refused(password):
    with pytest.raises(Refused):
        staffing.take_on(username="dana", name="Dana", password=password, **BY)
    assert not Staff.objects.exists()
    assert not Pending.objects.exists()


def test_a_role_is_given_once_and_ended_without_forgetting(sarah):
    for _ in range(2):
        staffing.give_role(staff=sarah, role="nurse", **BY)
    staffing.end_role(staff=sarah, role="nurse", by=BY["by"], at=LATER)
    assert viewer_of(sarah, NOW).roles == {"nurse"}
    assert viewer_of(sarah, LATER).roles == set()
    assert signed()[1:] == ["role given: nurse", "role ended: nurse"]


def test_an_unknown_role_and_a_role_not_held_are_refused(sarah):
    with pytest.raises(Refused, match="There is no role"):
        staffing.give_role(staff=sarah, role="king", **BY)
    with pytest.raises(Refused, match="does not hold"):
        staffing.end_role(staff=sarah, role="nurse", **BY)


def test_who_leaves_keeps_a_past_and_nothing_else(sarah):
    team = Team.objects.create(name="Blue")
    staffing.give_role(staff=sarah, role="nurse", **BY)
    staffing.join(staff=sarah, team=team, **BY)
    staffing.entitle(staff=sarah, labels=Label.PART2, reason="programme", end=None, **BY)
    staffing.deactivate(staff=sarah, by=BY["by"], at=LATER)
    before, after = viewer_of(sarah, NOW), viewer_of(sarah, LATER)
    everybody = staffing.default_team().pk
    assert (before.roles, before.labels) == ({"nurse"}, Label.PART2)
    assert before.teams == {team.pk, everybody}
    assert (after.roles, after.teams, after.labels) == (frozenset(), frozenset(), 0)
    assert not sarah.is_active


def test_work_is_offered_to_those_who_would_see_it(sarah):
    staffing.give_role(staff=sarah, role="coordinator", **BY)
    adam = staffing.take_on(username="adam", name="Adam", password=PASSWORD, **BY)
    staffing.give_role(staff=adam, role="administrator", **BY)
    names = [name for _, name in staffing.names_of_holders(viewer_of(sarah, NOW))]
    assert "Sarah" in names
    assert "Adam" not in names
    billing = staffing.found_team(name="Billing", **BY)
    staffing.join(staff=adam, team=billing, **BY)
    names = [name for _, name in staffing.names_of_holders(viewer_of(sarah, NOW))]
    assert "Billing" not in names
    assert staffing.DEFAULT_TEAM in names
    staffing.end_role(staff=sarah, role="coordinator", by=BY["by"], at=LATER)
    assert "Sarah" not in [name for _, name in staffing.names_of_holders(viewer_of(sarah, NOW))]


def test_an_entitlement_has_a_reason(sarah):
    with pytest.raises(Refused, match="Say why"):
        staffing.entitle(staff=sarah, labels=Label.HIV, reason=" ", end=None, **BY)
