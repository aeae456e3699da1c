"""The feeds: late ones say whom they touch, the refused can be read again, files can be brought."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.harness.mrs_chen import NOW, RESULTS, arrives

from northstar.access.audit.models import AuditEntry
from northstar.access.models import HeldClock, Role, Staff
from northstar.record.feed_status import overview
from northstar.record.models import Arrival, Fact

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def desk(client, sarah, chen):
    client.force_login(sarah)
    return client


def test_a_late_feed_says_so_in_words_and_whom_it_touches(desk):
    shown = desk.get("/feeds/").content.decode()
    assert "Late 2 days" in shown
    assert "Affects 1 person" in shown
    assert "In time" in shown
    assert shown.index("Kearny Pharmacy") < shown.index("Voicemail</b>")


def test_all_is_well_is_said_too(desk):
    HeldClock.objects.all().delete()
    assert all(status.late for status in overview(NOW + timedelta(days=30)) if status.last)


def test_what_was_refused_is_shown_beside_its_reason_and_read_again(desk, monkeypatch):
    arrives("laboratory", "torn.hl7", b"PID|1||nobody", NOW, format="hl7v2")
    refused = Arrival.objects.get(name="torn.hl7")
    assert refused.verdict == "refused"
    shown = desk.get("/feeds/laboratory/").content.decode()
    assert "Read again" in shown
    address = f"/feeds/laboratory/again/{refused.public_id}/"
    before = Fact.objects.count()
    assert "Nothing has changed yet" in desk.get(address).content.decode()
    assert Fact.objects.count() == before
    from northstar.record import keeping

    better = RESULTS.replace("3.4", "2.9").replace("L-1001", "L-1002").encode()
    monkeypatch.setattr(keeping, "original", lambda arrival: better)
    assert "<b>Readable</b>" in desk.get(address).content.decode()
    assert desk.post(address).status_code == 302
    refused.refresh_from_db()
    assert refused.verdict == "filed"
    assert Fact.objects.count() > before
    assert desk.post(address).status_code == 302
    assert Fact.objects.filter(arrival=refused).count() == Fact.objects.count() - before


def test_reading_again_changes_nothing_that_was_read_well(desk):
    kept = Arrival.objects.get(name="oru.hl7")
    before = Fact.objects.count()
    desk.post(f"/feeds/laboratory/again/{kept.public_id}/")
    assert Fact.objects.count() == before


def test_a_file_is_brought_and_kept_once(desk):
    more = RESULTS.replace("3.4", "2.2").replace("L-1001", "L-2001").encode()
    for said in ("1 arrival kept", "1 kept before"):
        file = SimpleUploadedFile("<script>x.hl7", more)
        answer = desk.post(
            "/feeds/laboratory/upload/", {"files": file}, follow=True
        ).content.decode()
        assert said in answer
        assert "<script>x" not in answer
    assert (
        "No file was chosen" in desk.post("/feeds/laboratory/upload/", follow=True).content.decode()
    )


@pytest.mark.parametrize(
    ("role", "sees", "replays"),
    [("coordinator", 200, 200), ("administrator", 200, 200), ("privacy-officer", 200, 403),
     ("biller", 403, 403)],
)  # fmt: skip
def test_who_may(client, chen, settings, role, sees, replays):
    settings.REQUIRE_SECOND_STEP = False
    staff = Staff.objects.create(username=role, name=role)
    Role.objects.create(staff=staff, role=role, start=NOW - timedelta(days=3))
    client.force_login(staff)
    arrival = Arrival.objects.get(name="oru.hl7").public_id
    assert client.get("/feeds/").status_code == sees
    assert client.get("/feeds/laboratory/").status_code == sees
    assert client.get(f"/feeds/laboratory/again/{arrival}/").status_code == replays
    if role == "administrator":
        assert "oru.hl7" not in client.get("/feeds/laboratory/").content.decode()


def test_looking_at_arrivals_is_noted_once(desk):
    before = AuditEntry.objects.count()
    desk.get("/feeds/laboratory/")
    assert AuditEntry.objects.count() == before + 1


def test_an_unknown_feed_is_no_page(desk):
    assert desk.get("/feeds/nowhere/").status_code == 404
