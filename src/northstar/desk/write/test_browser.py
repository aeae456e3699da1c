"""A message that promises something, in a real browser, by keyboard alone; on a phone; without a complaint from axe."""

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import fits_a_small_phone, is_accessible
from tests.harness.browser import sits_down
from tests.harness.mrs_chen import everything

from northstar.access.viewer import system_viewer
from northstar.casework.worklist.asking import lines_of
from northstar.record.patients import rows

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
READER = system_viewer("a test")


@pytest.fixture
def desk(page, live_server, sarah):
    """Sarah, about to write to Mrs. Chen."""
    page.chen = rows([everything(staff=sarah.pk)]).get()
    sits_down(page, live_server, sarah)
    page.goto(f"{live_server.url}/patients/{page.chen.public_id}/write/")
    return page


def writes(desk):
    desk.get_by_role("radio", name="Letter").first.check()
    desk.get_by_label("What it is about, for the notes").fill("her pills")
    desk.get_by_label("Words", exact=True).focus()
    desk.keyboard.type("Your pills are ready. I will call you on Thursday about the ride.")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("checkbox", name="I will call you on Thursday")).to_be_focused()


def promised(desk):
    return [one.says for one in lines_of(READER, desk.chen.pk) if one.key.startswith("promise:")]


def test_what_it_promises_is_kept_with_the_same_key_pressed_again(desk):
    writes(desk)
    is_accessible(desk)
    fits_a_small_phone(desk)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".note").first).to_contain_text("1 promise on the list")
    assert promised(desk) == [
        "was promised for Thu 10 Sep: I will call you on Thursday about the ride"
    ]


def test_one_key_leaves_it_out(desk):
    writes(desk)
    desk.keyboard.press("Space")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".note").first).to_contain_text("In the outbox")
    assert promised(desk) == []
