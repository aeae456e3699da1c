"""From an empty store to the evening, by keyboard alone: a call after hospital, its note and minutes, and the
closing check. No address is typed after signing in."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from northstar.access import audit
from northstar.access.models import HeldClock, Staff
from northstar.access.viewer import system_viewer
from northstar.casework.acts import asking as acts
from northstar.casework.acts.models import Act
from northstar.casework.journal.models import Win
from northstar.casework.worklist import verify as lines
from northstar.casework.worklist.models import Line
from northstar.config.clock import clinic_now
from northstar.demo import build
from northstar.demo.vary import clinic, variation
from northstar.discover import within
from northstar.record import verify
from tests.harness.hands import Hands
from tests.harness.tellings import TELLINGS, Telling, cancelled, joined, registered_twice

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
READER = system_viewer("a story")
SAID = "She has both bottles on the table and her daughter is there."


# As written; told again on other days, under other names, with one sentence less and a thousand people
# around them; and over holidays, in other zones, in the weeks of the nights when the clocks change, while
# on the telephone a number is dead, a discharge is cancelled or two records become one.
AGAIN = [
    pytest.param(told, id=str(name), marks=pytest.mark.long)
    for name, told in (*((seed, seed) for seed in range(1, 6)), *TELLINGS.items())
]


@pytest.fixture(params=[pytest.param(Telling(), id="as written"), *AGAIN])
def hands(request, settings, page, live_server, tmp_path):
    settings.PHONE, settings.AUDIT_ANCHOR = "simulator", str(tmp_path / "head.json")
    settings.HOME, telling = tmp_path, request.param
    if isinstance(telling, int):
        telling, told = Telling(variation(telling).retold.weeks), clinic(telling)
    else:
        settings.TIME_ZONE, told = telling.zone, telling.clinic()
    build.build(told.envelopes, told.now)
    page.morning, page.telling, page.telephones = told.now, telling, tmp_path / "telephones.csv"
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
    due, line = page.telling.due(), Line.objects.get(signal="home-without-contact", is_open=True)
    expect(page.locator("#beside")).to_contain_text(f"call by end of {due:%a} {due.day} {due:%b}")
    assert line.due.astimezone(page.morning.tzinfo).date() == due
    hands.press("c")
    page.wait_for_url("**/call/**")
    if page.telling.then == "dead":
        the_first_number_is_dead(hands, line)
    hands.press("d")
    page.locator("[data-dialled]", has_text="Dialled").wait_for()
    hands.press("i", "Space", "Tab", "Space")
    hands.press("n")
    hands.type(SAID)
    hands.press("Escape", "1")
    eleven_minutes_in_which_something_happens(page)
    hands.press("Control+Enter")
    hands.told("Written: reached")
    line.refresh_from_db()
    assert not line.is_open
    return line.patient_id


def the_first_number_is_dead(hands, line):
    """It is proposed, confirmed with one press, and the work is not done: she dials the other one."""
    page = hands.page
    number = page.locator("form[data-dial] [name=number]").first.input_value()
    page.telephones.write_text(f"number,does\n{number},dead\n", "utf-8")
    hands.press("d")
    page.locator("[data-dialled]", has_text="the line says dead").wait_for()
    hands.press("Control+Enter")
    hands.told("Written: number is dead")
    line.refresh_from_db()
    assert line.is_open
    assert line.next_on <= page.telling.due()
    hands.go_down_to("came home")
    hands.press("c")
    page.wait_for_url("**/call/**")
    expect(page.locator("form[data-dial] [name=number]").first).not_to_have_value(number)


def eleven_minutes_in_which_something_happens(page):
    at = page.morning + timedelta(hours=1, minutes=41)
    it_is(at)
    if page.telling.then == "cancel":
        cancelled(at, page.telling)
        assert not Line.objects.filter(signal="home-without-contact", is_open=True).exists()
    if page.telling.then == "merge":
        registered_twice(at, page.telling)
        joined(at, page.telling)


def the_act_wrote_its_own_note_and_minutes(patient):
    calls = acts.of_patient(READER, patient, kinds=["call"])
    [call] = [one for one in calls if one.detail["status"] == "reached"]
    assert call.detail["note"] == SAID
    assert call.ended - call.began == timedelta(minutes=11)
    assert call.by == "Sarah Okafor"


def the_evening_shows_what_is_left_and_who_holds_it(hands):
    page = hands.page
    it_is(page.morning + timedelta(hours=10))
    hands.press("g", "e")
    page.locator("h1", has_text="Ten minutes before going home").wait_for()
    page.wait_for_load_state()  # its keys are taken once its scripts are there
    expect(page.locator("main")).to_contain_text("On call tonight")
    expect(page.locator("main")).to_contain_text("holds it")
    left = Line.objects.filter(is_open=True, staff__username="sarah").count()
    assert left


def minutes_are_attested_in_one_key(hands):
    hands.press("t")
    hands.told("attested")
    expect(hands.page.locator("main")).to_contain_text("Every minute of today is attested")


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
