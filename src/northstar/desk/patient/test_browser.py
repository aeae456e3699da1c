"""The pages of the record in a real browser: no complaint from axe, nothing sideways, keys, no stray request."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import fits_a_small_phone, is_accessible, opened
from tests.harness.browser import settled, sits_down
from tests.harness.mrs_chen import NOW, RESULTS, a_place, arrives, everything

from northstar.record import panels

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


@pytest.fixture
def desk(page, live_server, sarah):
    """A page at Sarah's desk, of Mrs. Chen's chart."""
    pk = everything(staff=sarah.pk)
    sits_down(page, live_server, sarah)
    page.patient = f"/patients/{panels.listed(_all(), NOW.date(), 0, 1)[0][0].public_id}/"
    page.pk = pk
    return page


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


def test_nothing_stands_in_anybodys_way_nor_scrolls_sideways(desk, live_server):
    for address in addresses(desk):
        desk.goto(live_server.url + address)
        fits_a_small_phone(desk)
        opened(desk)
        is_accessible(desk)


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
    expect(desk.locator("#here")).to_be_visible()


def test_a_search_leaves_nothing_in_the_address(desk, live_server):
    desk.goto(live_server.url + "/patients/")
    desk.get_by_label("Name, birth date, phone, address, number, or words of a note").fill(
        "chen 0132"
    )
    desk.keyboard.press("Enter")
    desk.wait_for_selector("text=1 person found")
    expect(desk).not_to_have_url(re.compile("chen"))


def test_a_hostile_message_runs_nothing(desk, live_server):
    evil = "<img src=http://evil.example/x onerror=window.hurt=1><script>window.hurt=1</script>"
    data = RESULTS.replace("4.3", evil).replace("L-1001", "L-6").encode()
    arrival = arrives("laboratory", evil + ".hl7", data).kept[0].arrival
    for address in (f"/source/{arrival.public_id}/", desk.patient, "/feeds/laboratory/"):
        desk.goto(live_server.url + address)
        # What hurts does so as soon as it is there: all of it has come, and nothing did.
        settled(desk)
        desk.wait_for_function("() => window.hurt === undefined")


def test_what_is_done_seldom_stands_behind_one_key(desk, live_server):
    """Opened by key, walked by arrow, closed by Esc without leaving the page."""
    desk.goto(live_server.url + desk.patient)
    opened(desk)
    menu, head = desk.locator(".idbar .folded"), desk.locator(".idbar .folded > summary")
    desk.keyboard.press(".")
    expect(menu.get_by_role("link").first).to_be_focused()
    is_accessible(desk)
    desk.keyboard.press("ArrowDown")
    expect(menu.get_by_role("link").nth(1)).to_be_focused()
    desk.keyboard.press("Escape")
    expect(head).to_be_focused()
    expect(menu.get_by_role("link")).to_have_count(0)
    head.click()
    menu.get_by_role("link", name="Suspected abuse or neglect").click()
    expect(desk).to_have_url(f"{live_server.url}{desk.patient}report/")
