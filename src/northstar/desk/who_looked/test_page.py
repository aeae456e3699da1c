"""The privacy officer sees who looked at a person, and that asking is a look itself."""

from datetime import timedelta
from uuid import uuid4

import pytest

from northstar.access import audit
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Role, Staff
from northstar.access.viewer import viewer_of
from northstar.config.clock import clinic_now, machine_now

pytestmark = [pytest.mark.store, pytest.mark.django_db(databases=["default", "audit"])]
PATIENT = uuid4()


@pytest.fixture(autouse=True)
def simply(settings):
    settings.REQUIRE_SECOND_STEP = False


def staff(username, role):
    one = Staff.objects.create(username=username, name=username.title())
    Role.objects.create(staff=one, role=role, start=machine_now() - timedelta(days=1))
    return one


def test_the_looks_are_listed_with_who_what_and_why(client):
    sarah = viewer_of(staff("sarah", "nurse"), clinic_now(), "covering")
    audit.viewed(sarah, "patient", clinic_now(), machine_now(), patients=[PATIENT, uuid4()])
    audit.viewed(sarah, "today", clinic_now(), machine_now(), patients=[uuid4()])
    client.force_login(staff("dana", "privacy-officer"))
    text = client.get(f"/who-looked/{PATIENT}/").content.decode()
    assert text.count("<tr>") == 2
    assert "view: patient, with 2 people in it" in text
    assert "covering" in text
    assert AuditEntry.objects.order_by("-sequence")[0].what == "who-looked-at"
    assert "Dana" in client.get(f"/who-looked/{PATIENT}/").content.decode()


def test_the_id_is_asked_for_and_a_wrong_one_named(client):
    client.force_login(staff("dana", "privacy-officer"))
    assert client.get("/who-looked/").status_code == 200
    assert client.get("/who-looked/", {"patient": "7"}).status_code == 422
    answer = client.get("/who-looked/", {"patient": str(PATIENT)})
    assert answer["Location"] == f"/who-looked/{PATIENT}/"


@pytest.mark.parametrize("role", ["administrator", "coordinator", "manager"])
def test_nobody_else_reads_the_chain(client, role):
    client.force_login(staff("sarah", role))
    assert client.get(f"/who-looked/{PATIENT}/").status_code == 403
