"""The close of day: what is left, who has it tonight, and one win."""

from datetime import timedelta

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit.models import AuditEntry
from northstar.access.models import HeldClock, Role, Shift, Staff
from northstar.access.viewer import viewer_of
from northstar.casework.batons.models import Baton, Piece
from northstar.casework.journal.models import Win
from northstar.casework.worklist.models import Line
from northstar.doing.acting import did
from northstar.doing.sending import send

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
EVENING = NOW.replace(hour=17, minute=30)


@pytest.fixture
def desk(client, sarah, chen):
    HeldClock.objects.update_or_create(pk=1, defaults={"at": EVENING})
    Line.objects.filter(is_open=True, patient=chen).update(staff=sarah, team=None)
    client.force_login(sarah)
    return client


@pytest.fixture
def on_call(sarah):
    staff = Staff.objects.create(username="vera", name="Vera Lind")
    Role.objects.create(staff=staff, role="on-call", start=NOW - timedelta(days=9))
    Shift.objects.create(staff=staff, kind="on-call", weekday=1, begins="17:00", ends="07:00")
    return staff


def text(desk, address="/close/"):
    answer = desk.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_left_stands_first_with_its_holder(desk):
    page = text(desk)
    assert "cannot wait past today" in page or "can wait until Wed 9 Sep" in page
    assert "You are back Wed 9 Sep" in page


def test_nobody_on_call_is_said(desk):
    assert "Nobody is on call" in text(desk)


def test_what_cannot_wait_is_offered_for_the_night_in_one_key(desk, on_call, chen, sarah):
    Line.objects.filter(staff=sarah).update(band=1)
    assert "On call tonight: <b>Vera Lind</b>" in text(desk)
    desk.post("/close/night/", {"to": on_call.public_id, "says": "Her son calls at eight."})
    baton = Baton.objects.get()
    assert (baton.staff, baton.until) == (on_call, NOW.date())
    page = text(desk)
    assert "offered to Vera Lind" in page
    assert "Offer what cannot wait" not in page


def test_what_became_urgent_after_the_offer_is_offered_too(desk, on_call, chen, sarah):
    Line.objects.filter(staff=sarah).update(band=5)
    first, second = Line.objects.filter(staff=sarah, is_open=True).order_by("pk")[:2]
    for line in (first, second):
        Line.objects.filter(pk=line.pk).update(band=1)
        desk.post("/close/night/", {"to": on_call.public_id, "says": ""})
    assert [piece.line_id for piece in Piece.objects.order_by("pk")] == [first.pk, second.pk]


def test_promises_of_today_and_for_tomorrow(desk, chen):
    desk.post(
        f"/patients/{chen.public_id}/promise/", {"says": "call the pharmacy", "day": "2026-09-09"}
    )
    page = text(desk)
    assert page.count("call the pharmacy") == 2  # made today, and due tomorrow


def test_minutes_are_attested_in_one_key_and_a_click_has_none(desk, chen, sarah):
    desk.post(f"/patients/{chen.public_id}/promise/", {"says": "call", "day": "2026-09-09"})
    assert "there are no minutes to attest" in text(desk)
    did(
        by=viewer_of(sarah, NOW), patient=chen, kind="call", says="reached her", at=NOW,
        began=NOW - timedelta(minutes=8),
    )  # fmt: skip
    assert "1 act of today, 8 min" in text(desk)
    desk.post("/close/attest/")
    assert "Every minute of today is attested" in text(desk)


def test_one_win_is_kept_for_oneself(desk, client):
    desk.post("/close/win/", {"win": "All three visits this week."})
    assert Win.objects.get().says == "All three visits this week."
    assert "All three visits" in text(desk, "/journal/")


def test_an_empty_win_keeps_the_page(desk):
    assert desk.post("/close/win/", {"win": "  "}).status_code == 422


def test_an_empty_day_is_done(desk):
    Line.objects.update(next_on=NOW.date() + timedelta(days=2))
    page = text(desk)
    assert "The day is done." in page
    assert "Nothing of today is left with you." in page


def test_a_view_is_one_entry(desk):
    before = AuditEntry.objects.filter(action="view").count()
    text(desk)
    assert AuditEntry.objects.filter(action="view").count() == before + 1


def test_one_key_lets_the_messages_go_and_another_holds_them_back(desk, chen, sarah):
    assert "that may go now" not in text(desk)
    assert desk.post("/close/post/").status_code == 422
    send(by=viewer_of(sarah, EVENING), patient=chen, channel="portal", address="", text="Please call us.",
         purpose="her pills", at=EVENING, key="one")  # fmt: skip
    assert "Send the one that may go now" in text(desk)
    page = desk.post("/close/post/", follow=True).content.decode()
    assert "One message leaves shortly" in page
    assert "Hold it back until tomorrow" in page
    assert "that may go now" not in page
    page = desk.post("/close/post/", {"back": "1"}, follow=True).content.decode()
    assert "Held back until Wed 9 Sep, 08:00" in page
    assert "Hold it back" not in page
