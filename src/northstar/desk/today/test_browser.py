"""Today in a real browser: by keyboard alone, without a complaint from axe or from the content policy."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import fits_a_small_phone, is_accessible
from tests.harness.answers_in_turn import comes_true
from tests.harness.browser import takes_session

from northstar.access.models import Draft, HeldClock, Membership, Role, Staff, Team
from northstar.desk.today.test_page import NOW, a_line
from northstar.rules.signal import Band

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


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
    """Today, opened by somebody who has signed in."""
    takes_session(page, live_server, client)
    page.goto(live_server.url + "/")
    return page


def test_nothing_stands_in_anybodys_way(today):
    house = today.url.rstrip("/")
    line = today.locator("a[data-beside]").first.get_attribute("data-beside")
    for address in ("/", line):
        today.goto(house + address)
        is_accessible(today)
        fits_a_small_phone(today)


def test_without_scripts_a_line_is_closed_too(plain, client, sarah, live_server):
    takes_session(plain, live_server, client)
    plain.goto(live_server.url + "/")
    plain.get_by_role("link", name="Harold Whitaker").click()
    plain.locator("#beside summary", has_text="Done").click()
    plain.locator("#outcome").select_option("Booked")
    plain.get_by_role("button", name="Close it").click()
    expect(plain.get_by_text("Harold Whitaker: done")).to_be_visible()


def keys_are(staff, page, **choice):
    for name, value in choice.items():
        setattr(staff, name, value)
    staff.save()
    page.reload()


def test_e_after_j_means_the_row_that_has_the_focus(today):
    today.keyboard.press("j")
    name = today.evaluate("document.activeElement.textContent")
    today.keyboard.press("e")  # at once, before what stands beside has come
    expect(today.locator("#outcome")).to_be_focused()
    expect(today.locator("#beside h2")).to_have_text(name)


def test_back_on_the_row_that_is_shown_another_that_comes_late_is_not_shown(today):
    name, late = today.locator("#beside h2").inner_text(), []
    today.route("**/line/**", lambda route: late.append(route))
    today.keyboard.press("j")
    if today.evaluate("document.activeElement.textContent") == name:
        today.keyboard.press("j")
    comes_true(today, lambda: late)
    today.keyboard.press("k")
    expect(today.locator("#beside")).not_to_have_attribute("aria-busy", "true")
    with today.expect_response("**/line/**"):
        late[0].continue_()
    expect(today.locator("#beside h2")).to_have_text(name)


def beside(page):
    return page.locator("#beside h2")


def test_what_is_typed_about_a_row_comes_back_with_that_row(today):
    """She types, and is on the next row before a second has passed."""
    name = beside(today).inner_text()
    today.keyboard.press("e")
    today.locator("#note").fill("spoke with the son")
    today.keyboard.press("Escape")
    today.keyboard.press("j")
    expect(beside(today)).not_to_have_text(name)
    comes_true(today, Draft.objects.exists)
    today.keyboard.press("k")
    expect(beside(today)).to_have_text(name)
    expect(today.locator("#note")).to_have_value("spoke with the son")
    today.goto(today.url.split("?")[0])
    for key in "jk":  # another row, and back: as somebody who has just come
        shown = beside(today).inner_text()
        today.keyboard.press(key)
        expect(beside(today)).not_to_have_text(shown)
    today.keyboard.press("e")
    expect(today.locator("#note")).to_have_value("spoke with the son")


def test_a_key_means_its_row_or_nobody(today):
    """The row it was pressed on cannot be shown: it acts on no other, and the next press asks again."""
    name = beside(today).inner_text()
    today.route("**/line/**", lambda route: route.abort("internetdisconnected"))
    today.keyboard.press("j")
    today.keyboard.press("e")
    expect(today.locator("#live")).to_contain_text("could not be shown")
    expect(today.locator("details.act[open]")).to_have_count(0)
    today.unroute("**/line/**")
    today.keyboard.press("e")
    expect(today.locator("#outcome")).to_be_focused()
    expect(beside(today)).not_to_have_text(name)


def test_a_form_goes_once_however_often_it_is_sent(today):
    """A key is held down, and pressed once more while the desk is slow."""
    sent = []
    today.route("**/done/**", lambda route: sent.append(route))
    today.keyboard.press("e")
    today.locator("#outcome").select_option("Booked")
    today.keyboard.down("Control")
    for _ in range(2):
        today.keyboard.down("Enter")
    today.keyboard.up("Enter")
    today.keyboard.press("Enter")
    today.keyboard.up("Control")
    comes_true(today, lambda: sent)
    sent[0].continue_()
    expect(today.locator(".note")).to_contain_text("done")
    assert len(sent) == 1


def test_with_the_keys_off_letters_do_nothing(today, sarah):
    keys_are(sarah, today, letter_keys=False)
    for key in ("e", "s", "a", "x", "w", "m", "z", "."):
        today.keyboard.press(key)
    today.keyboard.press("Control+k")  # no single letter: it stays
    expect(today.locator("#palette")).to_be_visible()
    expect(today.locator("details.act[open]")).to_have_count(0)
    expect(today.locator(".pick input:checked")).to_have_count(0)


def test_an_act_on_another_letter(today, sarah):
    keys_are(sarah, today, key_map={"e": "d", "w": "e"})
    expect(today.locator("#beside summary", has_text="Done").locator("kbd")).to_have_text("D")
    today.keyboard.press("d")
    expect(today.locator("#outcome")).to_be_focused()
    today.keyboard.press("Escape")
    today.keyboard.press("e")
    expect(today.locator("#why")).to_be_focused()
    today.keyboard.press("w")  # nobody's letter now
    expect(today.locator("#why")).to_be_focused()


def test_x_selects_and_refuses_the_red_one(today):
    today.keyboard.press("x")
    today.keyboard.press("j")
    today.keyboard.press("x")
    expect(today.locator("#together h2")).to_contain_text("2 rows selected")
    today.keyboard.press("a")
    today.keyboard.type("Sar")
    today.keyboard.press("Control+Enter")
    today.locator(".errors", has_text="never in a batch").wait_for()
    is_accessible(today)
    today.keyboard.press("Escape")
    today.keyboard.press("Escape")
    today.locator("#together").wait_for(state="hidden")


def test_the_selection_bar_passes_axe_and_fits_a_phone(today):
    today.keyboard.press("j")
    today.keyboard.press("x")
    expect(today.locator("#together")).to_be_visible()
    is_accessible(today)
    fits_a_small_phone(today)
    expect(today.locator("#together")).to_be_visible()


def test_before_it_locks_the_desk_says_so_and_keeps_what_was_typed(
    settings, page, client, sarah, live_server
):
    page.clock.install()  # a quarter of an hour passes at once, on whatever machine
    sarah.set_password("seven quiet herons wade")
    sarah.save()
    client.force_login(sarah)
    takes_session(page, live_server, client)
    page.goto(live_server.url + "/")
    page.keyboard.press("e")
    page.locator("#note").fill("spoke with the son")
    page.clock.fast_forward(65_000)  # after a minute the page tells of the last touch
    page.clock.fast_forward((settings.IDLE_LOCK.seconds - 90) * 1000)
    page.locator("#idle", has_text="locks in two minutes").wait_for()
    page.clock.fast_forward(90_000)
    page.wait_for_url("**/locked/**")
    # Nothing readable stays behind: at most the mark of what a page took along (waiting.js).
    page.wait_for_function(
        "() => localStorage.length === 0 && !JSON.stringify({ ...sessionStorage }).includes('son')"
    )
    page.get_by_label("Password").fill("seven quiet herons wade")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="Good morning").wait_for()
    expect(page.locator("#note")).to_have_value("spoke with the son")
    expect(page.locator("#note")).to_be_visible()


def test_on_a_phone_every_place_is_two_taps_away(today):
    """Four places at the foot, the others, the search and the account under More."""
    today.set_viewport_size({"width": 390, "height": 844})
    today.locator(".tabbar summary").click()
    for name in ("Find or do…", "Close of day", "Keep a win", "My account"):
        expect(today.locator(".tabbar").get_by_role("link", name=name)).to_be_visible()
    expect(today.locator(".tabbar").get_by_role("button", name="Sign out")).to_be_visible()
    is_accessible(today)
    fits_a_small_phone(today)
    today.set_viewport_size({"width": 390, "height": 844})
    today.locator(".tabbar").get_by_role("link", name="Close of day").click()
    today.wait_for_url("**/close/")
