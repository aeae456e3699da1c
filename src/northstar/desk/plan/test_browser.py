"""The plan in a real browser: begun, written and signed by keyboard alone, saved as one types, on a phone."""

import re

import pytest
from playwright.sync_api import expect
from pypdfium2 import PdfDocument
from tests.harness.accessible import is_accessible
from tests.harness.browser import settled, sits_down
from tests.harness.mrs_chen import NOW, everything

from northstar.access.models import Staff
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.plans import asking
from northstar.doing import planning, signing
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
    desk.locator("html[data-typed=waits]").wait_for(state="attached")
    expect(desk.locator("#waiting")).to_contain_text("draft waits here")
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.goto("about:blank")
    desk.context.set_offline(False)


def test_a_page_closed_without_a_connection_gives_back_every_field(desk):
    desk.goto(desk.plan)
    desk.fill("#wants", "Walk to the market")
    desk.press("#wants", "Control+Enter")
    is_begun(desk)
    settled(desk)
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
    settled(desk)
    desk.context.set_offline(True)
    desk.locator("[id$=-now]").press_sequentially("ten minutes")
    another.fill("[id$=-now]", "a quarter of an hour")
    another.locator("[id$=-now]").blur()
    another.wait_for_selector(SAVED)
    away(desk)
    desk.goto(desk.plan)
    desk.wait_for_selector(".twice")
    shows_both(desk.locator(".twice"))


def test_what_was_typed_before_the_script_came_is_saved_wherever_one_is_now(desk, sarah):
    me = viewer_of(sarah, NOW)
    planning.add(by=me, patient=desk.row, home="goals", words={"words": "Stand"}, at=NOW)
    waits = []
    desk.route("**/plan*.js", lambda route: waits.append(route))
    desk.goto(desk.plan, wait_until="commit")
    desk.locator("#words").fill("My family at one table")
    desk.locator("[id$=-aim]").focus()
    expect(desk.locator("[data-script]")).to_have_count(0)
    waits[0].continue_()
    expect(desk.locator(SAVED)).to_be_visible()
    words = asking.current(READER, desk.row.pk).words["words"].text
    assert words == "My family at one table"


def test_nothing_is_signed_over_what_could_not_be_saved(desk, sarah):
    me = viewer_of(sarah, NOW)
    planning.add(by=me, patient=desk.row, home="goals", words={"words": "Stand"}, at=NOW)
    desk.goto(desk.plan)
    desk.locator("[id$=-low]").fill("lots")
    desk.get_by_role("button", name="Sign the plan").click()
    expect(desk.locator(".why-not")).to_have_text("A target is a number.")
    expect(desk.locator("[id$=-low]")).to_be_focused()
    assert asking.current(READER, desk.row.pk).versions == []
    desk.locator("[id$=-low]").fill("2")
    desk.get_by_role("button", name="Sign the plan").click()
    expect(desk.locator("[data-announce]")).to_contain_text("Signed. The plan is in force")


def test_where_nobody_is_signed_in_any_more_what_is_typed_waits_and_comes_back(desk, sarah):
    me = viewer_of(sarah, NOW)
    planning.add(by=me, patient=desk.row, home="goals", words={"words": "Stand"}, at=NOW)
    desk.goto(desk.plan)
    expect(desk.locator("html[data-script]")).to_have_count(1)
    there = desk.context.cookies()
    desk.context.clear_cookies()
    desk.locator("[id$=-now]").fill("ten minutes")
    expect(desk).to_have_url(re.compile("/sign-in/"))
    desk.context.add_cookies(there)
    desk.goto(desk.plan)
    expect(desk.locator("[id$=-now]")).to_have_value("ten minutes")
    expect(desk.locator(SAVED)).to_be_visible()


def test_on_paper_stands_the_plan_and_nothing_of_the_page(desk, sarah):
    me = viewer_of(sarah, NOW)
    planning.add(by=me, patient=desk.row, home="goals", words={"words": "Stand"}, at=NOW)
    signing.sign(by=me, patient=desk.row, at=NOW)
    desk.goto(f"{desk.plan}copy/")
    desk.emulate_media(media="print")
    expect(desk.get_by_text("Your plan, Mei-Ling Chen")).to_be_visible()
    for words in ("word for word", "this copy is in English", "Recipient"):
        expect(desk.get_by_text(words).first).to_be_hidden()
    assert len(PdfDocument(desk.pdf(format="Letter"))) == 1
