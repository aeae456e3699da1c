"""The journal: one key, one sentence, and nobody else's business."""

from datetime import timedelta

import pytest
from django.apps import apps
from tests.harness.mrs_chen import NOW

from northstar.access.models import Membership, Role, Staff, Team
from northstar.casework.journal.models import Win

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def desk(client, sarah):
    client.force_login(sarah)
    return client


def colleague(client, name, role="coordinator"):
    staff = Staff.objects.create(username=name.lower(), name=name)
    Role.objects.create(staff=staff, role=role, start=NOW - timedelta(days=9))
    desk = type(client)()
    desk.force_login(staff)
    return staff, desk


def test_v_anywhere(desk):
    assert 'href="/journal/" data-key="v"' in desk.get("/").content.decode()


def test_kept_it_is_ones_own_until_shared(desk, sarah, client):
    desk.post("/journal/", {"says": "Respite came on Friday."})
    marcus, his = colleague(client, "Marcus")
    team = Team.objects.create(name="Heart team")
    for one in (sarah, marcus):
        Membership.objects.create(staff=one, team=team, start=NOW - timedelta(days=9))
    assert "Respite" not in his.get("/journal/").content.decode()
    win = Win.objects.get()
    assert his.post(f"/journal/{win.public_id}/share/", {"shared": "yes"}).status_code == 404
    desk.post(f"/journal/{win.public_id}/share/", {"shared": "yes"})
    assert "Respite" in his.get("/journal/").content.decode()
    desk.post(f"/journal/{win.public_id}/share/", {"shared": "no"})
    assert "Respite" not in his.get("/journal/").content.decode()


def test_an_administrator_is_refused(client, sarah, settings):
    settings.REQUIRE_SECOND_STEP = False
    _, desk = colleague(client, "Ada", "administrator")
    assert desk.get("/journal/").status_code == 403
    assert 'data-key="v"' not in desk.get("/rota/").content.decode()


def test_no_table_of_the_journal_points_at_a_patient_or_at_work():
    found = {
        field.related_model._meta.label
        for model in apps.get_app_config("journal").get_models()
        for field in model._meta.get_fields()
        if field.is_relation
    }
    assert found == {"access.Staff", "journal.Win", "journal.Sharing"}
