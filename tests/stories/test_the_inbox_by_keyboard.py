"""The sample clinic's inbox brought to zero by keyboard alone, two keys a piece."""

import os

import pytest
from playwright.sync_api import expect

from northstar.casework.inbox.models import Handling, Piece
from northstar.demo import clinic
from tests.harness.hands import Hands

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


@pytest.fixture
def desk(settings, page, live_server, sample_clinic):
    """Sarah, signed in at a screen, the inbox open with G I."""
    settings.AXES_ENABLED = False
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Name you sign in with").fill("sarah")
    page.get_by_label("Password", exact=True).fill(clinic.PASSWORD)
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Good morning").wait_for()
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.locator("h1", has_text="Inbox").wait_for()
    page.wait_for_load_state()
    return page


def picture(page, name):
    if where := os.environ.get("PICTURES"):
        page.screenshot(path=f"{where}/{name}.png")


def keys_for(page):
    """What somebody would press: who it is where that is asked, then the act that fits."""
    if (
        page.locator("#beside input[type=radio]").count()
        and not page.locator("#beside input:checked").count()
    ):
        return ["1", "Enter"]
    if page.locator("#beside .btn.pri[data-key=enter]").count() == 0:
        return ["e"]
    return ["Enter"]


def test_everything_that_came_is_brought_to_zero(desk):
    page, hands, pieces = desk, Hands(desk), 0
    picture(page, "inbox")
    waits = Piece.objects.filter(is_open=True).count()
    while page.locator("[data-row]").count():
        pressed = keys_for(page)
        name = page.locator("#beside h2").first.inner_text()
        hands.press(*pressed)
        hands.told(name.replace("Likely ", ""))
        expect(page.locator(".note.bad")).to_have_count(0)
        pieces += 1
    expect(page.locator("main")).to_contain_text("Nothing waiting.")
    assert not Piece.objects.filter(is_open=True, staff__username="sarah").exists()
    assert hands.keys <= 2 * pieces
    assert Handling.objects.exclude(by="northstar").count() >= pieces
    assert waits >= pieces
    picture(page, "inbox-empty")
