"""Loops in a real browser: two keys where the evidence is there, and nothing in anybody's way."""

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import fits_a_small_phone, is_accessible, opened
from tests.harness.browser import has_its_focus, takes_session

from northstar.desk.loops.test_page import LIPIDS, ORDER, POTASSIUM, REFERRAL, Desk, OpenLoop

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


@pytest.fixture
def desk(page, live_server, client):
    """Sarah before a result within bounds, one beyond them and a referral."""
    desk = Desk(client)
    desk.hears("OML^O21", ORDER)
    desk.hears("ORU^R01", LIPIDS)
    takes_session(page, live_server, client)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(live_server.url)
    desk.page_, desk.address = page, live_server.url
    return desk


def test_a_step_is_two_keys_where_the_evidence_is_there(desk):
    page = desk.page_
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/loops/")
    page.keyboard.press("n")
    page.wait_for_url("**/loops/?loop=*")
    has_its_focus(page)
    page.keyboard.press("Enter")
    page.get_by_text("Tue 8 Sep by Sarah Okafor").wait_for()
    page.get_by_label("Who was told").fill("himself")
    page.get_by_label("How, and what").fill("by phone: “so it is fine”")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert not OpenLoop.objects.exists()


def test_nothing_stands_in_anybodys_way(desk):
    desk.hears("ORU^R01", POTASSIUM)
    desk.hears("REF^I12", REFERRAL, feed="clinic")
    page, patient = desk.page_, OpenLoop.objects.first().patient.public_id
    for address in ("/loops/", f"/patients/{patient}/loops/", f"/patients/{patient}/"):
        page.goto(f"{desk.address}{address}")
        opened(page)
        is_accessible(page)


def test_what_was_said_can_be_taken_back_on_a_small_phone(desk):
    who = "Marguerite at the front desk of the cardiology office on Mission Street"
    desk.hears("ORU^R01", POTASSIUM)
    desk.says("Potassium", "reviewed", who, "in the letter of yesterday")
    page, patient = desk.page_, OpenLoop.objects.first().patient.public_id
    page.goto(f"{desk.address}/patients/{patient}/loops/")
    expect(page.locator("summary", has_text="Take back")).to_be_visible()
    fits_a_small_phone(page)
