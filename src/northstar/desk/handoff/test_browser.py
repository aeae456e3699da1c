"""Hand over a person in three keys; the evening by keyboard; every page of it passes axe."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import fits_a_small_phone, is_accessible
from tests.harness.browser import sits_down
from tests.harness.mrs_chen import NOW

from northstar.access.models import HeldClock, Role, Shift, Staff
from northstar.access.viewer import system_viewer, viewer_of
from northstar.access.writing import writing
from northstar.casework.batons import asking
from northstar.casework.worklist import acts
from northstar.casework.worklist.asking import lines_of
from northstar.casework.worklist.held import held_lines
from northstar.doing import handing_over, promising

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
FRIDAY = NOW.date() + timedelta(days=3)


@pytest.fixture
def marcus(sarah):
    staff = Staff.objects.create(username="marcus", name="Marcus Webb")
    Role.objects.create(staff=staff, role="coordinator", start=NOW - timedelta(days=90))
    Shift.objects.create(staff=staff, kind="on-call", weekday=1, begins="17:00", ends="08:00")
    return staff


@pytest.fixture
def hers(sarah, marcus, chen):
    """Sarah holds a promise to Mrs. Chen, and whatever the rules have found about her."""
    by = viewer_of(sarah, NOW)
    with writing():
        for line in lines_of(system_viewer("a test"), chen.pk):
            acts.pass_to(line=line, by=by, at=NOW, to=sarah, why="hers")
    says = "call back about the two heart pills"
    promising.promise(by=by, patient=chen, says=says, on=FRIDAY, at=NOW)
    return by


@pytest.fixture
def desk(page, live_server):
    def desk(staff):
        sits_down(page, live_server, staff)
        return page

    return desk


def test_a_person_is_handed_over_in_three_keys(desk, hers, chen, sarah, marcus, live_server):
    page = desk(sarah)
    page.goto(f"{live_server.url}/patients/{chen.public_id}/")
    page.keyboard.press("a")
    page.wait_for_url("**/hand-over/")
    expect(page.get_by_label("Who takes over?")).to_be_focused()
    page.keyboard.press("m")  # Marcus, in the list that has the focus
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/handoff/*/")
    expect(page.locator("h1")).to_contain_text("Marcus Webb")
    [one] = asking.waiting_for(viewer_of(marcus, NOW))
    assert one.state == "offered"


def test_every_page_of_the_evening_passes(desk, hers, chen, sarah, marcus, live_server):
    held = held_lines(hers, sarah.pk, chen.pk)
    line = next(one for one in held if one.key.startswith("promise:"))
    baton = handing_over.offer(
        by=hers, giver=sarah, to=marcus, patient=chen, at=NOW, until=FRIDAY,
        says="Her son Wei calls at eight; he may be told everything.",
    )  # fmt: skip
    HeldClock.objects.update(at=NOW + timedelta(hours=10))
    page = desk(sarah)
    promise = line.key.removeprefix("promise:")
    for address in (
        "/close/", "/handoff/", f"/handoff/{baton.public_id}/",
        "/handoff/give/", f"/promises/{promise}/", "/journal/",
        f"/patients/{chen.public_id}/promise/", "/queues/",
    ):  # fmt: skip
        page.goto(live_server.url + address)
        is_accessible(page)
        fits_a_small_phone(page)


def test_the_evening_by_keyboard(desk, hers, sarah, live_server):
    HeldClock.objects.update(at=NOW + timedelta(hours=10))
    page = desk(sarah)
    page.goto(live_server.url)
    page.keyboard.press("g")
    page.keyboard.press("e")
    page.wait_for_url("**/close/")
    page.keyboard.press("w")
    page.keyboard.type("She understood both pills.")
    page.keyboard.press("Enter")
    page.get_by_text("Kept. Only you see it.").first.wait_for()
    page.keyboard.press("v")
    page.wait_for_url("**/journal/")
    page.get_by_text("She understood both pills.").first.wait_for()
