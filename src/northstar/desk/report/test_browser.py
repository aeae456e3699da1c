"""A report in a real browser: by keyboard, and nothing in anybody's way."""

import pytest
from tests.harness.accessible import is_accessible, opened
from tests.harness.browser import sits_down
from tests.harness.mrs_chen import NOW

from northstar.access.models import Entitlement
from northstar.desk.report.test_page import LABEL, Report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


def test_written_down_by_keyboard_and_nothing_in_the_way(page, live_server, client, chen, sarah):
    Entitlement.objects.create(staff=sarah, labels=LABEL, reason="t", start=NOW.replace(year=2020))
    sits_down(page, live_server, sarah)
    page.goto(f"{live_server.url}/patients/{chen.public_id}/")
    page.keyboard.press(".")  # what is done seldom
    page.get_by_role("link", name="Suspected abuse or neglect").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/")
    is_accessible(page)
    page.get_by_label("An adult who is at risk").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("A bruise she would not explain")
    page.get_by_label("State where it happened").select_option("CA")
    page.get_by_role("button", name="Write it down").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Not reported yet").wait_for()
    assert Report.objects.get().state == "CA"
    opened(page)
    is_accessible(page)
