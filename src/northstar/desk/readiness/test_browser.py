"""The readiness page in a real browser: seven clicks, the keyboard alone, and nothing in anybody's way."""

import pytest
from tests.harness import the_knee
from tests.harness.accessible import is_accessible
from tests.harness.browser import has_its_focus, sits_down

from northstar.access.models import Staff
from northstar.desk.readiness.test_page import asked, whose

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
SIX = 6


@pytest.fixture
def desk(page, live_server, client):
    """Sarah at the patient page of the knee; whatever the console says is kept."""
    the_knee.clinic()
    sits_down(page, live_server, Staff.objects.get(username="sarah"))
    page.goto(f"{live_server.url}/patients/{whose().public_id}/")
    return page


def test_card_to_six_routed_questions_in_seven_clicks(desk):
    desk.get_by_role("link", name="Compare and ask").click()
    for done in range(SIX):
        desk.get_by_role("button", name="Route the question").first.click()
        desk.get_by_text(f"{SIX - done - 1} not asked yet" if done < SIX - 1 else "each with somebody who asks").wait_for()  # fmt: skip
    assert asked() == SIX


def test_the_same_by_keyboard_alone(desk):
    desk.get_by_role("link", name="Compare and ask").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/readiness/")
    desk.get_by_role("button", name="Route the question").first.focus()
    for done in range(SIX):
        if done:
            has_its_focus(desk)
        desk.keyboard.press("Enter")
        desk.get_by_text(f"{SIX - done - 1} not asked yet" if done < SIX - 1 else "each with somebody who asks").wait_for()  # fmt: skip
    assert asked() == SIX


def test_nothing_stands_in_anybodys_way(desk):
    desk.get_by_role("link", name="Compare and ask").click()
    desk.wait_for_url("**/readiness/")
    is_accessible(desk)
