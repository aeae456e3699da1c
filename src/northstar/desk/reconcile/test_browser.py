"""Reconciling in a real browser: by keyboard alone, on a phone, without a complaint from axe."""

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import is_accessible
from tests.harness.browser import sits_down
from tests.harness.mrs_chen import everything

from northstar.record.patients import rows

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


@pytest.fixture
def desk(page, live_server, sarah):
    """A page at Sarah's desk; Mrs. Chen's chart is at `page.chart`."""
    pk = everything(staff=sarah.pk)
    sits_down(page, live_server, sarah)
    page.chart = f"{live_server.url}/patients/{rows([pk]).get().public_id}/"
    return page


def test_the_list_is_made_and_signed_by_keyboard_alone(desk):
    desk.goto(desk.chart)
    desk.keyboard.press("r")
    desk.wait_for_url("**/reconcile/")
    is_accessible(desk)
    undecided = desk.locator("tr[data-item]:not(:has(input[type=radio]:checked))")
    desk.keyboard.press("j")
    for _ in range(20):
        if not undecided.count():
            break
        row = desk.evaluate_handle("document.activeElement.closest('[data-item]')").as_element()
        if row.query_selector("input[type=radio]:checked"):
            desk.keyboard.press("Enter")
            continue
        for key in "1235":
            desk.keyboard.press(key)
            if row.query_selector("input[type=radio]:checked"):
                break
        desk.keyboard.press("Enter")
        if desk.evaluate("document.activeElement.name.startsWith('reason-')"):
            desk.keyboard.type("I asked her")
            desk.keyboard.press("Enter")
    expect(undecided).to_have_count(0)
    desk.keyboard.press("Enter")
    desk.wait_for_selector("text=Sign as Sarah Okafor")
    is_accessible(desk)
    desk.get_by_role("button", name="Sign as").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/agreed/")
    expect(desk.locator("main")).to_contain_text("Version 1, signed by Sarah Okafor")
    is_accessible(desk)


def test_plain_words_are_shown_by_key_and_by_button_and_nothing_is_lost_by_an_error(desk):
    desk.goto(desk.chart + "reconcile/")
    plain = desk.locator("text=for high blood pressure").first
    expect(plain).to_be_hidden()
    desk.keyboard.press("p")
    expect(plain).to_be_visible()
    desk.get_by_role("button", name="Plain words").click()
    expect(plain).to_be_hidden()
    desk.get_by_label("Why, for lisinopril").fill("she told me")
    desk.get_by_role("button", name="Look it over").click()
    desk.wait_for_selector("text=not finished")
    expect(desk.get_by_label("Why, for lisinopril")).to_have_value("she told me")
    is_accessible(desk)


def test_a_disagreement_is_settled_on_her_page(desk):
    desk.goto(desk.chart)
    desk.get_by_text("Settle it…").click()
    is_accessible(desk)
    desk.get_by_label("Hospital A: Stopped 4 Sep").check()
    desk.get_by_role("button", name="Settle it").click()
    desk.wait_for_selector("text=Say why")
    is_accessible(desk)
    desk.get_by_label("Why? Whom did you ask").fill("She threw the bottle away")
    desk.get_by_role("button", name="Settle it").click()
    desk.wait_for_selector("text=Settled: lisinopril")
    is_accessible(desk)
