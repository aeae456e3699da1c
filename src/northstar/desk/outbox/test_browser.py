"""Writing and the outbox in a real browser: by keyboard alone, the grade while one types, and nothing in anybody's way."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from tests.harness.mrs_chen import NOW

from northstar.access.models import HeldClock
from northstar.access.viewer import viewer_of
from northstar.doing.sending import send

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
SIZES = [(390, 844), (768, 1024), (1440, 900)]
DAY = NOW.replace(hour=9)


@pytest.fixture
def desk(page, live_server, client, sarah, chen):
    """Sarah at Mrs. Chen's page; what the console says is kept."""
    HeldClock.objects.update(at=DAY)
    client.force_login(sarah)
    session = client.cookies[configured.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": configured.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    complaints = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(f"{live_server.url}/patients/{chen.public_id}/")
    yield page
    assert not [said for said in complaints if "Content Security Policy" in said]


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
        desk.evaluate("document.querySelectorAll('main details').forEach(d => (d.open = true))")
        for scheme in ("light", "dark"):
            for width, height in SIZES:
                desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                desk.set_viewport_size({"width": width, "height": height})
                found = Axe().run(desk)
                assert not found.response["violations"], found.generate_report()
                wide = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, f"{place} is {wide} px wider than {width}"
