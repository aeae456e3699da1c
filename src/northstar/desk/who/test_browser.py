"""Who is who in a real browser: by keyboard alone, and without a complaint from axe."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import is_accessible
from tests.harness.browser import takes_session

from northstar.desk.whose.test_page import a_call, known

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


@pytest.fixture
def desk(page, live_server, client, sarah):
    takes_session(page, live_server, client)
    return page


def test_a_question_is_answered_by_keyboard_and_every_page_is_accessible(
    desk,
    live_server,
    two,
):
    desk.goto(live_server.url + "/who/")
    is_accessible(desk)
    desk.get_by_role("link", name="Ana Rio and Ana Rio").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/who/*-*/")
    is_accessible(desk)
    desk.locator("h1").click()
    desk.keyboard.press("d")
    desk.wait_for_selector("text=Say why they are different people")
    desk.keyboard.press("r")
    desk.keyboard.type("asked her")
    desk.keyboard.press("Escape")
    desk.keyboard.press("m")
    desk.wait_for_url(live_server.url + "/who/")
    expect(desk.locator("body")).to_contain_text("They are one person now")
    desk.goto(f"{live_server.url}/who/records/{two[0]}/")
    is_accessible(desk)


def test_an_answer_is_taken_back_by_keyboard_and_shows_what_it_leaves(
    desk,
    live_server,
    two,
):
    desk.goto(f"{live_server.url}/who/{two[0]}/")
    desk.keyboard.press("m")
    desk.wait_for_url(live_server.url + "/who/")
    desk.keyboard.press("h")
    desk.wait_for_url("**/who/settled/")
    is_accessible(desk)
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/who/settled/*/")
    is_accessible(desk)
    desk.keyboard.press("r")
    desk.keyboard.type("two cousins")
    desk.keyboard.press("Escape")
    desk.keyboard.press("b")
    desk.wait_for_url("**/who/parted/*/")
    expect(desk.locator("body")).to_contain_text("Each has a chart again")
    is_accessible(desk)


def test_whose_message_is_accessible_before_and_after(desk, live_server):
    known("Rio", "4155550101")
    line = a_call()
    desk.goto(f"{live_server.url}/whose/{line.public_id}/?q=rio")
    is_accessible(desk)
    desk.get_by_role("button", name="Confirm Ana Rio").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_selector("text=This is about Ana Rio")
    is_accessible(desk)
