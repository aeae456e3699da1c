"""The pages of the record in a real browser: no complaint from axe, nothing sideways, keys, no stray request."""

from urllib.parse import quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from django.test import Client
from tests.harness.mrs_chen import NOW, RESULTS, a_place, arrives, everything

from northstar.record import panels

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
SIZES = [(390, 844), (768, 1024), (1440, 900)]


@pytest.fixture
def desk(page, live_server, sarah):
    """A page at Sarah's desk; every complaint and every request that leaves is kept."""
    pk = everything(staff=sarah.pk)
    client = Client()
    client.force_login(sarah)
    session = client.cookies[configured.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": configured.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    home, strays, complaints = urlsplit(live_server.url).netloc, [], []
    page.on(
        "request",
        lambda r: strays.append(r.url) if urlsplit(r.url).netloc not in (home, "") else None,
    )
    page.on("console", lambda message: complaints.append(message.text))
    page.patient = f"/patients/{panels.listed(_all(), NOW.date(), 0, 1)[0][0].public_id}/"
    page.pk = pk
    yield page
    assert not strays
    assert not [said for said in complaints if "Content Security Policy" in said]


def _all():
    from northstar.access.viewer import system_viewer

    return system_viewer("test")


def addresses(page):
    found = [
        page.patient,
        f"{page.patient}all/documents/",
        "/patients/",
        "/feeds/",
        "/feeds/laboratory/",
    ]
    for name in ("note.xml", "oru.hl7", "chen.json", "fills.csv", "voicemail.eml"):
        arrival, locator = a_place(name)
        found.append(f"/source/{arrival}/?at={quote(locator)}")
    arrival, _ = a_place("oru.hl7")
    return [*found, f"/feeds/laboratory/again/{arrival}/"]


def test_nothing_stands_in_anybodys_way(desk, live_server):
    for address in addresses(desk):
        desk.goto(live_server.url + address)
        desk.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        for scheme in ("light", "dark"):
            desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for width, height in SIZES:
                desk.set_viewport_size({"width": width, "height": height})
                found = Axe().run(desk)
                assert found.violations_count == 0, f"{address} {found.generate_report()}"


def test_nothing_scrolls_sideways_on_the_smallest_screen(desk, live_server):
    desk.set_viewport_size({"width": 320, "height": 640})
    for address in addresses(desk):
        desk.goto(live_server.url + address)
        assert desk.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_by_keyboard_from_the_list_to_the_original(desk, live_server):
    desk.goto(live_server.url + "/patients/")
    desk.locator("#main").focus()
    desk.keyboard.press("j")
    desk.keyboard.press("o")
    desk.wait_for_url("**/patients/*-*/")
    chip = desk.locator("a.src").first
    chip.focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/source/**")
    assert desk.locator("#here").is_visible()


def test_a_search_leaves_nothing_in_the_address(desk, live_server):
    desk.goto(live_server.url + "/patients/")
    desk.get_by_label("Name, birth date, phone, address, number, or words of a note").fill(
        "chen 0132"
    )
    desk.keyboard.press("Enter")
    desk.wait_for_selector("text=1 person found")
    assert "chen" not in desk.url


def test_a_hostile_message_runs_nothing(desk, live_server):
    evil = "<img src=http://evil.example/x onerror=window.hurt=1><script>window.hurt=1</script>"
    data = RESULTS.replace("4.3", evil).replace("L-1001", "L-6").encode()
    arrival = arrives("laboratory", evil + ".hl7", data).kept[0].arrival
    for address in (f"/source/{arrival.public_id}/", desk.patient, "/feeds/laboratory/"):
        desk.goto(live_server.url + address)
        assert desk.evaluate("window.hurt") is None
