"""The door in a real browser: by keyboard alone, without a complaint from axe, under the strict policy."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import is_accessible

from northstar.access.models import Role, Staff
from northstar.config.clock import machine_now

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
PASSWORD = "seven quiet herons wade"


@pytest.fixture
def sarah():
    staff = Staff(username="sarah", name="Sarah")
    staff.set_password(PASSWORD)
    staff.save()
    Role.objects.create(staff=staff, role="coordinator", start=machine_now() - timedelta(days=1))
    return staff


def sign_in(page, live_server, address="/account/"):
    page.goto(live_server.url + address)
    page.keyboard.press("Tab")
    page.keyboard.type("sarah")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + address)


def test_signing_in_by_keyboard_leads_to_the_page_wanted(page, live_server, sarah):
    sign_in(page, live_server)
    expect(page.get_by_role("heading", name="My account")).to_be_visible()


def test_the_errors_are_focused_and_lead_to_their_field(page, live_server, sarah):
    page.goto(live_server.url + "/sign-in/")
    page.get_by_label("Name you sign in with").fill("sarah")
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#id_password$"))
    expect(page.get_by_label("Name you sign in with")).to_have_value("sarah")
    is_accessible(page)


@pytest.mark.parametrize(
    "address", ["/account/", "/account/password/", "/account/app/", "/purpose/"]
)
def test_nothing_stands_in_anybodys_way(page, live_server, sarah, address):
    page.goto(live_server.url + "/sign-in/")
    is_accessible(page)
    sign_in(page, live_server, address)
    is_accessible(page)


def test_the_locked_desk(page, live_server, sarah):
    sign_in(page, live_server, "/account/")
    page.evaluate(
        """() => fetch('/account/password/').then(r => r.text()).then(t => {
            const form = new DOMParser().parseFromString(t, 'text/html').forms[0];
            const token = form.elements.csrfmiddlewaretoken.value;
            return fetch('/lock/', {method: 'POST', headers: {'X-CSRFToken': token}})
        })"""
    )
    page.goto(live_server.url + "/account/password/")
    expect(page.get_by_role("heading", name="Locked while you were away")).to_be_visible()
    is_accessible(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + "/account/password/")
