"""Today in a real browser: by keyboard alone, without a complaint from axe or from the content policy."""

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe

from northstar.access.models import HeldClock, Membership, Role, Staff, Team
from northstar.desk.today.test_page import NOW, a_line
from northstar.rules.signal import Band

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
SIZES = [(390, 844), (768, 1024), (1440, 900)]


@pytest.fixture
def sarah(client):
    HeldClock.objects.create(pk=1, at=NOW)
    staff = Staff.objects.create(username="sarah", name="Sarah Okafor")
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    Role.objects.create(staff=staff, role="coordinator", start=long_ago)
    team = Team.objects.create(name="Clinic")
    Membership.objects.create(staff=staff, team=team, start=long_ago)
    more = {"suggests": "Call with an interpreter", "words": ["Which pills have you taken?"]}
    a_line(staff, name="Mei-Ling Chen", band=Band.SAFETY, **more)
    a_line(staff, name="Harold Whitaker", **more)
    a_line(staff, name="Jim Kowalski", band=Band.REST, **more)
    client.force_login(staff)
    return staff


@pytest.fixture
def today(page, client, sarah, live_server):
    """Today, opened by somebody who has signed in, with what the console said."""
    page.context.add_cookies(_cookies(client, live_server))
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(live_server.url + "/")
    yield page
    assert not said


def _cookies(client, live_server):
    return [
        {"name": one.key, "value": one.value, "url": live_server.url}
        for one in client.cookies.values()
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_axe_finds_nothing(today, scheme, width, height):
    today.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    today.set_viewport_size({"width": width, "height": height})
    house = today.url.rstrip("/")
    line = today.locator("a[data-beside]").first.get_attribute("data-beside")
    for address in ("/", line):
        today.goto(house + address)
        found = Axe().run(today)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_scrolls_sideways(today, width):
    today.set_viewport_size({"width": width, "height": 800})
    assert today.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_a_line_is_closed_too(chromium, client, sarah, live_server):
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies(_cookies(client, live_server))
    plain = context.new_page()
    plain.goto(live_server.url + "/")
    plain.get_by_role("link", name="Harold Whitaker").click()
    plain.locator("summary", has_text="Done").click()
    plain.locator("#outcome").select_option("Booked")
    plain.get_by_role("button", name="Close it").click()
    assert plain.get_by_text("Harold Whitaker: done").is_visible()
    context.close()
