"""From an empty store to the evening, by keyboard alone: a call after hospital, its note and minutes, and the
closing check. No address is typed after signing in."""

from datetime import timedelta

import pytest

from northstar.access import audit
from northstar.access.models import HeldClock, Staff
from northstar.access.viewer import system_viewer
from northstar.casework.acts import asking as acts
from northstar.casework.acts.models import Act
from northstar.casework.journal.models import Win
from northstar.casework.worklist import verify as lines
from northstar.casework.worklist.models import Line
from northstar.config.clock import clinic_now
from northstar.demo import build, cast
from northstar.demo.vary import clinic
from northstar.discover import within
from northstar.record import verify
from tests.harness.hands import Hands

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
READER = system_viewer("a story")
SAID = "She has both bottles on the table and her daughter is there."


# As written; and told again on other days, over other holidays, under other names, with one sentence less.
TELLINGS = [None, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 6))]


@pytest.fixture(params=TELLINGS)
def hands(request, settings, page, live_server, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PHONE, settings.AUDIT_ANCHOR = "simulator", str(tmp_path / "head.json")
    told = clinic(request.param)
    build.build(told.envelopes if request.param else cast.envelopes(), told.now)
    page.morning = told.now
    it_is(told.now + timedelta(hours=1, minutes=30))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/sign-in/")
    return Hands(page)


def it_is(at):
    HeldClock.objects.update(at=at)


def test_from_the_morning_to_the_closing_check(hands):
    hands.sign_in()
    who = a_call_after_hospital_is_one_submit(hands)
    the_act_wrote_its_own_note_and_minutes(who)
    the_evening_shows_what_is_left_and_who_holds_it(hands)
    minutes_are_attested_in_one_key(hands)
    what_cannot_wait_is_offered_for_tonight(hands)
    one_win_is_kept(hands)
    nothing_has_fallen_through()


def a_call_after_hospital_is_one_submit(hands):
    page = hands.page
    hands.go_down_to("came home")
    line = Line.objects.get(signal="home-without-contact", is_open=True)
    hands.press("c")
    page.wait_for_url("**/call/**")
    hands.press("d")
    page.locator("text=Dialled").first.wait_for()
    hands.press("i", "Space", "Tab", "Space")
    hands.press("n")
    hands.type(SAID)
    hands.press("Escape", "1", "Control+Enter")
    hands.told("Written: reached")
    line.refresh_from_db()
    assert not line.is_open
    return line.patient_id


def the_act_wrote_its_own_note_and_minutes(patient):
    [call] = acts.of_patient(READER, patient, kinds=["call"])
    assert call.detail["note"] == SAID
    assert call.began <= call.ended
    assert call.by == "Sarah Okafor"


def the_evening_shows_what_is_left_and_who_holds_it(hands):
    page = hands.page
    it_is(page.morning + timedelta(hours=10))
    hands.press("g", "e")
    page.locator("h1", has_text="Ten minutes before going home").wait_for()
    said = page.locator("main").inner_text()
    left = Line.objects.filter(is_open=True, staff__username="sarah").count()
    assert left
    assert "On call tonight" in said
    assert "holds it" in said


def minutes_are_attested_in_one_key(hands):
    hands.press("t")
    hands.told("attested")
    assert "Every minute of today is attested" in hands.page.locator("main").inner_text()


def what_cannot_wait_is_offered_for_tonight(hands):
    sarah = Staff.objects.get(username="sarah")
    before = set(Line.objects.filter(staff=sarah, is_open=True).values_list("pk", flat=True))
    hands.press("a")
    hands.told("You hold it until it is read back")
    assert before == set(
        Line.objects.filter(staff=sarah, is_open=True).values_list("pk", flat=True)
    )


def one_win_is_kept(hands):
    hands.tab_to("[name=win]")
    hands.type("She laughed about the pill box.")
    hands.press("Enter")
    hands.told("Only you see it")
    assert Win.objects.get().says == "She laughed about the pill box."


def nothing_has_fallen_through():
    """The invariants of the whole day."""
    assert lines.orphans() == 0
    problems = verify.problems() + lines.problems()
    for more in within("northstar.casework", "verify", "PROBLEMS"):
        problems += more(clinic_now().date())
    assert problems == []
    assert all(act.says and act.began <= act.ended <= act.at for act in Act.objects.all())
    while audit.relay(1000):
        pass
    audit.anchor(clinic_now())
    assert not audit.verify()
