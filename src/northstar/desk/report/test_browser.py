"""A report in a real browser: by keyboard, and nothing in anybody's way."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from tests.harness.mrs_chen import NOW

from northstar.access.models import Entitlement
from northstar.desk.report.test_page import LABEL, Report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
SIZES = [(390, 844), (768, 1024), (1440, 900)]


def test_written_down_by_keyboard_and_nothing_in_the_way(page, live_server, client, chen, sarah):
    Entitlement.objects.create(staff=sarah, labels=LABEL, reason="t", start=NOW.replace(year=2020))
    client.force_login(sarah)
    session = client.cookies[configured.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": configured.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    complaints = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(f"{live_server.url}/patients/{chen.public_id}/")
    page.get_by_role("link", name="Suspected abuse or neglect").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/")
    _passes(page)
    page.get_by_label("An adult who is at risk").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("A bruise she would not explain")
    page.get_by_label("State where it happened").select_option("CA")
    page.get_by_role("button", name="Write it down").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Not reported yet").wait_for()
    assert Report.objects.get().state == "CA"
    page.evaluate("document.querySelectorAll('main details').forEach(d => (d.open = true))")
    _passes(page)
    assert not [said for said in complaints if "Content Security Policy" in said]


def _passes(page):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            found = Axe().run(page)
            assert not found.response["violations"], found.generate_report()
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{wide} px wider than {width}"
