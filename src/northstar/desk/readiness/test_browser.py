"""The readiness page in a real browser: seven clicks, the keyboard alone, and nothing in anybody's way."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from tests.harness import the_knee

from northstar.access.models import Staff
from northstar.desk.readiness.test_page import asked, whose

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
SIZES = [(390, 844), (768, 1024), (1440, 900)]
SIX = 6


@pytest.fixture
def desk(page, live_server, client, settings):
    """Sarah at the patient page of the knee; whatever the console says is kept."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    the_knee.clinic()
    client.force_login(Staff.objects.get(username="sarah"))
    session = client.cookies[configured.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": configured.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    complaints = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(f"{live_server.url}/patients/{whose().public_id}/")
    yield page
    assert not [said for said in complaints if "Content Security Policy" in said]


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
        desk.keyboard.press("Enter")
        desk.get_by_text(f"{SIX - done - 1} not asked yet" if done < SIX - 1 else "each with somebody who asks").wait_for()  # fmt: skip
    assert asked() == SIX


def test_nothing_stands_in_anybodys_way(desk):
    desk.get_by_role("link", name="Compare and ask").click()
    desk.wait_for_url("**/readiness/")
    for scheme in ("light", "dark"):
        for width, height in SIZES:
            desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            desk.set_viewport_size({"width": width, "height": height})
            desk.evaluate("document.querySelectorAll('main details').forEach(d => (d.open = true))")
            found = Axe().run(desk)
            assert not found.response["violations"], found.generate_report()
            wide = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{wide} px wider than {width}"
