"""My minutes: the day attested with one key, one act otherwise with a reason, nothing typed lost."""

from datetime import timedelta

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit.models import AuditEntry
from northstar.access.models import HeldClock
from northstar.access.viewer import viewer_of
from northstar.casework.time.models import Entry
from northstar.doing.acting import did

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def act(client, chen, sarah):
    """Twelve minutes on the phone, and Sarah at her desk an hour later."""
    made = did(
        by=viewer_of(sarah, NOW), patient=chen, kind="call", says="reached her, she feels well",
        at=NOW + timedelta(hours=1), began=NOW, ended=NOW + timedelta(minutes=12),
    )  # fmt: skip
    HeldClock.objects.update(at=NOW + timedelta(hours=2))
    client.force_login(sarah)
    return made


def test_a_day_without_acts_says_so(client, sarah):
    client.force_login(sarah)
    assert "Nothing to attest" in client.get("/time/").content.decode()


def test_the_day_is_attested_with_one_key(client, act):
    before = AuditEntry.objects.count()
    text = client.get("/time/").content.decode()
    assert AuditEntry.objects.count() == before + 1
    assert "12 min" in text
    assert 'data-key="e"' in text
    assert client.post("/time/attest/", {"day": "2026-09-08"}).status_code == 302
    assert "is attested" in client.get("/time/").content.decode()
    assert Entry.objects.get().program == ""


def test_another_time_needs_a_reason_and_keeps_what_was_typed(client, act):
    change = {
        "day": "2026-09-08",
        "began": "07:30:00",
        "ended": "07:50:00",
        "program": "",
        "why": "",
    }
    answer = client.post(f"/time/{act.public_id}/", change)
    assert answer.status_code == 422
    assert 'value="07:50:00"' in answer.content.decode()
    assert (
        client.post(f"/time/{act.public_id}/", change | {"why": "wrote it up"}).status_code == 302
    )
    assert Entry.objects.get().why == "wrote it up"


@pytest.mark.parametrize("wrong", [{"began": "x"}, {"ended": "07:10:00"}, {"program": "CCM"}])
def test_what_cannot_be_is_one_sentence(client, act, wrong):
    change = {
        "day": "2026-09-08",
        "began": "07:30:00",
        "ended": "07:42:00",
        "program": "",
        "why": "x",
    }
    answer = client.post(f"/time/{act.public_id}/", change | wrong)
    assert answer.status_code == 422
    assert not Entry.objects.exists()


def test_no_threshold_is_shown_where_care_is_given(client, act):
    text = client.get("/time/").content.decode()
    assert "of 20" not in text
    assert "threshold" not in text


def test_a_handful_of_queries(client, act, django_assert_max_num_queries):
    client.get("/time/")
    with django_assert_max_num_queries(30):
        client.get("/time/")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "soon"])
def test_a_day_that_is_none_is_today(client, act, day):
    assert "12 min" in client.get(f"/time/?day={day}").content.decode()


def test_a_call_over_midnight_is_changed_on_the_day_it_began(client, chen, sarah):
    began = NOW.replace(hour=23, minute=50)
    made = did(by=viewer_of(sarah, NOW), patient=chen, kind="call", says="reached her", began=began,
               ended=began + timedelta(minutes=20), at=began + timedelta(minutes=30))  # fmt: skip
    HeldClock.objects.update(at=began + timedelta(hours=1))
    client.force_login(sarah)
    said = {
        "day": "2026-09-08",
        "began": "23:50",
        "ended": "00:15",
        "program": "",
        "why": "wrote it up",
    }
    assert client.post(f"/time/{made.public_id}/", said).status_code == 302
    entry = Entry.objects.get()
    assert entry.ended - entry.began == timedelta(minutes=25)


def test_what_was_done_by_a_click_waits_for_nobodys_word(client, act, chen, sarah):
    click = did(
        by=viewer_of(sarah, NOW), patient=chen, kind="work", says="Booked: “no ride”.", at=NOW
    )
    text = client.get("/time/").content.decode()
    assert "1 act of Tue 8 Sep waits for your word" in text
    assert "1 more line in the notes without minutes" in text
    client.post("/time/attest/", {"day": "2026-09-08"})
    assert [entry.act for entry in Entry.objects.all()] == [act]
    took = {"day": "2026-09-08", "began": "07:12:00", "ended": "07:30:00", "why": "found the ride"}
    assert client.post(f"/time/{click.public_id}/", took).status_code == 302
    assert "more line" not in client.get("/time/").content.decode()


def test_a_call_too_short_for_a_minute_waits_for_a_word_all_the_same(client, chen, sarah):
    did(by=viewer_of(sarah, NOW), patient=chen, kind="call", says="no answer", at=NOW)
    client.force_login(sarah)
    assert "1 act of Tue 8 Sep waits for your word" in client.get("/time/").content.decode()
