"""What a person may see follows the dated rows of the moment."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from northstar.access import roles
from northstar.access.models import Entitlement, Membership, Role, Staff, Team
from northstar.access.viewer import system_viewer, viewer_of
from northstar.chart.sensitivity import Label

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def sarah():
    return Staff.objects.create(username="sarah", name="Sarah")


def test_a_role_holds_from_its_start_until_its_end(sarah):
    Role.objects.create(staff=sarah, role="nurse", start=NOW, end=NOW + DAY)
    seen = [viewer_of(sarah, NOW + timedelta(hours=h)).roles for h in (-1, 0, 23, 24)]
    assert seen == [set(), {"nurse"}, {"nurse"}, set()]


def test_an_unknown_role_cannot_be_written(sarah):
    with pytest.raises(IntegrityError):
        Role.objects.create(staff=sarah, role="king", start=NOW)


def test_a_role_is_held_once_at_a_time(sarah):
    Role.objects.create(staff=sarah, role="nurse", start=NOW)
    with pytest.raises(IntegrityError):
        Role.objects.create(staff=sarah, role="nurse", start=NOW + DAY)


def test_entitlements_of_the_person_and_of_the_role_add_up(sarah):
    Role.objects.create(staff=sarah, role="nurse", start=NOW)
    Entitlement.objects.create(staff=sarah, labels=Label.PART2, reason="care", start=NOW)
    Entitlement.objects.create(role="nurse", labels=Label.HIV, reason="clinic", start=NOW)
    Entitlement.objects.create(role="biller", labels=Label.VIOLENCE, reason="none", start=NOW)
    Entitlement.objects.create(
        staff=sarah, labels=Label.BEHAVIORAL, reason="ended", start=NOW - DAY, end=NOW
    )
    viewer = viewer_of(sarah, NOW)
    assert viewer.labels == Label.PART2 | Label.HIV
    assert viewer.may_see(Label.PART2 | Label.HIV)
    assert not viewer.may_see(Label.PART2 | Label.VIOLENCE)
    assert viewer.may_see(Label.NORMAL)


def test_an_entitlement_is_of_a_person_or_of_a_role(sarah):
    with pytest.raises(IntegrityError):
        Entitlement.objects.create(staff=sarah, role="nurse", labels=1, reason="both", start=NOW)


def test_teams_are_those_of_the_day(sarah):
    team = Team.objects.create(name="Blue")
    Membership.objects.create(staff=sarah, team=team, start=NOW, end=NOW + DAY)
    assert viewer_of(sarah, NOW).teams == {team.pk}
    assert viewer_of(sarah, NOW + DAY).teams == set()


def test_a_privacy_officer_sees_everyone_only_with_a_purpose(sarah):
    Role.objects.create(staff=sarah, role="privacy-officer", start=NOW)
    assert not viewer_of(sarah, NOW).everyone
    assert viewer_of(sarah, NOW, "privacy review").everyone


def test_a_purpose_does_not_make_a_coordinator_see_everyone(sarah):
    Role.objects.create(staff=sarah, role="coordinator", start=NOW)
    assert not viewer_of(sarah, NOW, "covering").everyone


def test_the_viewer_keeps_whom_it_looked_at(sarah):
    viewer, one = viewer_of(sarah, NOW), uuid4()
    assert not viewer.has_looked
    viewer.looks_at([one, str(one)])
    assert viewer.looked["patients"] == {str(one)}


def test_a_job_sees_every_label_there_is():
    assert system_viewer("worker").may_see(sum(Label))


def test_every_name_is_open_to_known_roles_only():
    assert all(given and given <= roles.ANYONE for given in roles.MAY.values())
