"""Scene 11 on the board in a real browser: by keyboard alone, and nothing in anybody's way."""

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import is_accessible, opened
from tests.harness.browser import takes_session

from northstar.desk.transitions.test_page import Act, Board

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


@pytest.fixture
def board(page, live_server, client):
    """Sarah before the board on the Tuesday; whatever the console says is kept."""
    board = Board(client).home()
    takes_session(page, live_server, client)
    page.goto(live_server.url)
    page.set_viewport_size({"width": 1440, "height": 900})
    board.page_, board.address = page, live_server.url
    return board


def test_on_a_phone_the_call_is_one_tap_away(board):
    page = board.page_
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{board.address}/transitions/")
    row = page.locator(".by-clock .item").first
    expect(row.get_by_role("link", name="Visit of Harold Whitaker")).to_be_visible()
    row.get_by_role("link", name="Call Harold Whitaker").click()
    page.wait_for_url("**/call/**")


def test_from_anywhere_to_a_booked_visit_by_keyboard(board):
    page = board.page_
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/transitions/")
    page.locator(".staged").get_by_text("call by Wed 9 Sep").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("v")
    page.wait_for_url("**/transition/?do=visit")
    expect(page.get_by_label("With whom, or which office")).to_be_focused()
    page.keyboard.type("Dr. Park")
    page.keyboard.press("Tab")
    page.keyboard.type("09102026")
    page.get_by_label("Hour").focus()
    page.keyboard.type("0930AM")
    page.keyboard.press("Enter")
    page.get_by_text("booked Thu 10 Sep 09:30").first.wait_for()
    assert Act.objects.get().kind == "visit"


def test_papers_are_two_keys_from_the_row(board):
    page = board.page_
    page.goto(f"{board.address}/transitions/")
    page.keyboard.press("r")
    page.wait_for_url("**/transition/?do=papers")
    expect(page.locator("#papers-of")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_text("asked Tue 8 Sep").first.wait_for()


def test_a_wrong_hour_is_taken_back_where_it_was_written_down(board):
    page, way = board.page_, board.way()
    booked = {"of": "Dr. Park", "on": "2026-09-10", "hour": "09:30", "booked": "1"}
    board.client.post(f"{way}visit/", booked)
    page.goto(f"{board.address}{way}")
    page.locator("summary", has_text="not so").focus()
    page.keyboard.press("Enter")
    opened(page)
    is_accessible(page)
    page.get_by_label("Why: “wrong day”").fill("the week after")
    page.keyboard.press("Enter")
    page.get_by_text("Taken back: the week after").wait_for()
    expect(page.get_by_text("none by Fri 18 Sep")).to_be_visible()


def test_nothing_stands_in_anybodys_way(board):
    page = board.page_
    for address in ("/transitions/", board.way()):
        page.goto(f"{board.address}{address}")
        opened(page)
        is_accessible(page)


def test_on_a_small_screen_it_is_one_list_by_clock(board):
    page = board.page_
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{board.address}/transitions/")
    expect(page.locator(".by-clock")).to_be_visible()
    expect(page.locator(".staged").first).to_be_hidden()
