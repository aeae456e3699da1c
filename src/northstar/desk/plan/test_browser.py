"""The plan in a real browser: begun, written and signed by keyboard alone, saved as one types, on a phone."""

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import is_accessible
from tests.harness.browser import sits_down
from tests.harness.mrs_chen import everything

from northstar.access.models import Staff
from northstar.access.viewer import system_viewer
from northstar.casework.plans import asking
from northstar.record.patients import rows

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
READER = system_viewer("a test")
SAVED = "[data-saved]:text-matches('^Saved [0-9]')"


@pytest.fixture
def desk(page, live_server, sarah):
    """A page at Sarah's desk; Mrs. Chen's plan is at `page.plan`."""
    row = rows([everything(staff=sarah.pk)]).get()
    sits_down(page, live_server, sarah)
    page.plan, page.row = f"{live_server.url}/patients/{row.public_id}/plan/", row
    return page


def tab_to(page, selector):
    """Tab until the field has the focus; gives up where the keyboard cannot reach it."""
    for _ in range(140):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reached {selector}")


def is_begun(page):
    """The goal stands there, and whatever is written from now on is saved."""
    page.wait_for_selector(".goal")
    page.wait_for_load_state()


def test_three_questions_to_a_signed_plan_by_keyboard_alone(desk):
    desk.goto(desk.plan)
    is_accessible(desk)
    tab_to(desk, "#matters")
    desk.keyboard.type("My family at one table")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Stand to cook New Year dinner")
    desk.keyboard.press("Tab")
    desk.keyboard.type("The stairs to the third floor")
    desk.keyboard.press("Control+Enter")
    is_begun(desk)
    tab_to(desk, "[id$=-aim]")
    desk.keyboard.type("INR in range, no fall")
    desk.wait_for_selector(SAVED)
    tab_to(desk, "[id$=-new-step]")
    desk.keyboard.type("Ask for a stool in the kitchen")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".planrow.step")
    is_accessible(desk)
    desk.locator("body").press("s")
    desk.wait_for_selector("text=Signed. The plan is in force")
    desk.goto(f"{desk.plan}copy/")
    desk.wait_for_selector("text=Stand to cook New Year dinner")
    is_accessible(desk)
    desk.goto(f"{desk.plan}versions/")
    is_accessible(desk)
    plan = asking.current(READER, desk.row.pk)
    assert plan.signed.number == 1
    assert plan.said.goals[0].aim == "INR in range, no fall"


def test_what_two_people_typed_is_shown_side_by_side(desk):
    client_of_another = desk.context.new_page()
    desk.goto(desk.plan)
    desk.fill("#wants", "Walk to the market")
    desk.press("#wants", "Control+Enter")
    is_begun(desk)
    client_of_another.goto(desk.plan)
    desk.fill("[id$=-now]", "ten minutes")
    desk.locator("[id$=-now]").blur()
    desk.wait_for_selector(SAVED)
    client_of_another.fill("[id$=-now]", "a quarter of an hour")
    client_of_another.locator("[id$=-now]").blur()
    client_of_another.wait_for_selector(".twice")
    shows_both(client_of_another.locator(".twice"))
    is_accessible(client_of_another)
    client_of_another.locator(".twice button").last.click()
    client_of_another.wait_for_selector(".twice", state="detached")
    assert asking.current(READER, desk.row.pk).said.goals[0].now == "a quarter of an hour"


def shows_both(twice):
    expect(twice).to_contain_text("ten minutes")
    expect(twice).to_contain_text("a quarter of an hour")


def test_a_lost_connection_loses_no_word(desk):
    desk.goto(desk.plan)
    desk.fill("#wants", "Walk to the market")
    desk.press("#wants", "Control+Enter")
    is_begun(desk)
    desk.context.set_offline(True)
    desk.fill("[id$=-now]", "ten minutes")
    desk.locator("[id$=-now]").blur()
    desk.wait_for_selector("text=No connection")
    desk.context.set_offline(False)
    desk.wait_for_selector(SAVED)
    assert asking.current(READER, desk.row.pk).said.goals[0].now == "ten minutes"


def away(desk):
    """The page is closed without a connection; what stood in it waits in the browser."""
    desk.wait_for_function(
        "() => document.getElementById('waiting')?.innerText.includes('draft waits here')"
    )
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.goto("about:blank")
    desk.context.set_offline(False)


def test_a_page_closed_without_a_connection_gives_back_every_field(desk):
    desk.goto(desk.plan)
    desk.fill("#wants", "Walk to the market")
    desk.press("#wants", "Control+Enter")
    is_begun(desk)
    desk.wait_for_load_state("networkidle")
    desk.context.set_offline(True)
    desk.locator("[id$=-now]").press_sequentially("ten minutes")
    desk.locator("[id$=-new-step]").first.press_sequentially("Ask for a stool")
    away(desk)
    desk.goto(desk.plan)
    desk.wait_for_selector(SAVED)
    expect(desk.locator("[id$=-now]")).to_have_value("ten minutes")
    expect(desk.locator("[id$=-new-step]").first).to_have_value("Ask for a stool")
    assert asking.current(READER, desk.row.pk).said.goals[0].now == "ten minutes"


def test_what_waited_is_not_written_over_what_a_colleague_wrote_meanwhile(
    desk, another, live_server
):
    desk.goto(desk.plan)
    desk.fill("#wants", "Walk to the market")
    desk.press("#wants", "Control+Enter")
    is_begun(desk)
    sits_down(another, live_server, Staff.objects.get(username="sarah"))
    another.goto(desk.plan)
    desk.wait_for_load_state("networkidle")
    desk.context.set_offline(True)
    desk.locator("[id$=-now]").press_sequentially("ten minutes")
    another.fill("[id$=-now]", "a quarter of an hour")
    another.locator("[id$=-now]").blur()
    another.wait_for_selector(SAVED)
    away(desk)
    desk.goto(desk.plan)
    desk.wait_for_selector(".twice")
    shows_both(desk.locator(".twice"))
