"""Writing and the outbox in a real browser: by keyboard alone, the grade while one types, and nothing in anybody's way."""

import pytest
from tests.harness.accessible import is_accessible, opened
from tests.harness.browser import sits_down
from tests.harness.mrs_chen import NOW

from northstar.access.models import HeldClock
from northstar.access.viewer import viewer_of
from northstar.doing.sending import send

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
DAY = NOW.replace(hour=9)


@pytest.fixture
def desk(page, live_server, client, sarah, chen):
    """Sarah at Mrs. Chen's page; what the console says is kept."""
    HeldClock.objects.update(at=DAY)
    sits_down(page, live_server, sarah)
    page.goto(f"{live_server.url}/patients/{chen.public_id}/")
    return page


def test_a_letter_by_keyboard_alone_and_taken_back(desk):
    desk.keyboard.press("l")
    desk.wait_for_url("**/write/")
    desk.get_by_label("What it is about").focus()
    desk.keyboard.type("her pills")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Please call us")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Please call us. We want to talk about your pills.")
    desk.get_by_text("easy to read").wait_for()
    desk.get_by_role("button", name="Put it into the outbox").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/outbox/**")
    desk.get_by_role("heading", name="It waits to be printed").wait_for()
    desk.keyboard.press("z")
    desk.get_by_role("heading", name="It was recalled").wait_for()


def test_nothing_stands_in_anybodys_way(desk, live_server, sarah, chen):
    by = viewer_of(sarah, DAY)
    sent = send(by=by, patient=chen, channel="letter", address="", text="Please call us.",
                purpose="her pills", at=DAY, key="k")  # fmt: skip
    places = (
        "/outbox/",
        f"/outbox/{sent.public_id}/",
        f"/patients/{chen.public_id}/write/?about=could_not_reach&language=es",
    )
    for place in places:
        desk.goto(live_server.url + place)
        opened(desk)
        is_accessible(desk)
