"""An answer that promises something, in a real browser, by keyboard alone; and on a phone."""

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import fits_a_small_phone, is_accessible
from tests.harness.browser import sits_down
from tests.harness.inbox import NOW, READER, a_call, known

from northstar.casework.promises import asking as promises
from northstar.record import patients

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


@pytest.fixture
def desk(page, live_server, sarah):
    """Sarah, at the call of Ana Rio."""
    page.rio = known("Rio", "4155550101")
    page.piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    sits_down(page, live_server, sarah)
    page.home = f"{live_server.url}/inbox/"
    return page


def promised(desk):
    found = promises.of_patient(READER, patients.known_to(READER, desk.rio).pk, NOW.date())
    return [(one.promise.says, f"{one.on:%a} {one.on.day}") for one in found]


def answers(desk):
    desk.keyboard.press("r")
    expect(desk.get_by_label("What do you answer?")).to_be_focused()
    desk.get_by_label("How does it go?").select_option("letter")
    desk.get_by_label("What do you answer?").focus()
    desk.keyboard.type("It is being looked at. I will call you on Thursday.")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("checkbox", name="I will call you on Thursday")).to_be_focused()


def test_what_an_answer_promises_is_kept_with_the_same_key_pressed_again(desk):
    desk.goto(desk.home)
    answers(desk)
    is_accessible(
        desk
    )  # on its small screens the part beside the list is gone, and the focus with it
    desk.set_viewport_size({"width": 1440, "height": 900})
    desk.get_by_role("checkbox", name="I will call you on Thursday").focus()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".note").first).to_contain_text("answered by letter")
    assert promised(desk) == [("I will call you on Thursday", "Thu 10")]


def test_on_a_phone_it_is_asked_where_it_was_written_and_one_key_leaves_it_out(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(f"{desk.home}{desk.piece.public_id}/")
    answers(desk)
    fits_a_small_phone(desk)
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.keyboard.press("Space")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".note").first).to_contain_text("answered by letter")
    assert promised(desk) == []
