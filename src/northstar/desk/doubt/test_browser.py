"""Still one person? In a real browser: by keyboard alone, and without a complaint from axe."""

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import is_accessible

from northstar.desk.doubt.test_page import ana  # noqa: F401 - fixtures
from northstar.desk.who.test_browser import desk  # noqa: F401

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


def test_a_doubt_is_settled_by_keyboard_and_its_pages_are_accessible(desk, live_server, ana):  # noqa: F811
    desk.goto(live_server.url + "/who/")
    is_accessible(desk)
    desk.get_by_role("link", name="Still one person? Ana Rio").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/who/doubt/*/")
    is_accessible(desk)
    desk.locator("h1").click()
    desk.keyboard.press("d")
    desk.wait_for_selector("text=Say why: the next one will ask")
    desk.keyboard.press("r")
    desk.keyboard.type("asked her")
    desk.keyboard.press("Escape")
    desk.keyboard.press("m")
    desk.wait_for_url(live_server.url + "/who/")
    expect(desk.locator("body")).to_contain_text("They stay one person")
