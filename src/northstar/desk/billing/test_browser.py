"""From the referral to the claim in a real browser: nothing in anybody's way, and by keyboard alone."""

from datetime import timedelta

import pytest
from tests.harness.accessible import fits_a_small_phone, is_accessible
from tests.harness.browser import sits_down
from tests.harness.mrs_chen import NOW

from northstar.access.models import HeldClock, Membership, Role, Staff, Team
from northstar.access.viewer import viewer_of
from northstar.desk.billing import test_page
from northstar.desk.case import test_page as case_page
from northstar.desk.time import test_page as time_page
from northstar.doing.acting import did
from northstar.record import panels

# The fixture of the page's test: Mrs. Chen in chronic care management with so many minutes.
enrolled = test_page.enrolled
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def signed_in(page, live_server):
    """Opens the browser as somebody."""

    def signed_in(staff):
        sits_down(page, live_server, staff)
        return page

    return signed_in


def passes(page):
    is_accessible(page)
    fits_a_small_phone(page)


def test_from_referral_to_consent_by_keyboard(signed_in, live_server, chen, sarah):
    park = Staff.objects.create(username="park", name="Dr. Helen Park")
    Role.objects.create(staff=park, role="provider", start=NOW.replace(year=2020))
    desk = signed_in(sarah)
    desk.goto(f"{live_server.url}/patients/{chen.public_id}/case/")
    passes(desk)
    desk.set_viewport_size({"width": 1440, "height": 900})
    desk.locator("#fits summary").first.focus()
    desk.keyboard.press("Enter")
    desk.locator("#fits details[open] input[name=why]").fill("Dr. Park asked")
    desk.keyboard.press("Enter")
    desk.get_by_text("Next: say they are eligible").wait_for()
    desk.locator("form.case-step input[name=other]").first.fill("heart failure, diabetes")
    desk.locator("form.case-step input[name=risk]").first.check()
    desk.keyboard.press("Enter")
    desk.get_by_text("Next: note the invitation").wait_for()
    passes(desk)
    assert [turn.what for turn in case_page.Turn.objects.order_by("pk")] == ["referred", "eligible"]


def test_a_day_is_attested_with_one_key(signed_in, live_server, chen, sarah):
    by = viewer_of(sarah, NOW)
    for minute in (0, 20):
        did(
            by=by, patient=chen, kind="call", says="reached her, she feels well", at=LATER,
            began=NOW + timedelta(minutes=minute), ended=NOW + timedelta(minutes=minute + 9),
        )  # fmt: skip
    HeldClock.objects.update(at=LATER)
    desk = signed_in(sarah)
    desk.goto(f"{live_server.url}/time/")
    passes(desk)
    desk.keyboard.press("e")
    desk.get_by_text("is attested").wait_for()
    assert time_page.Entry.objects.count() == 2


def test_the_month_and_its_evidence(signed_in, live_server, chen, enrolled):
    enrolled(19)
    team = Team.objects.create(name="Heart")
    panels.place(patient=chen.pk, day=NOW.date(), team=team.pk)
    biller = Staff.objects.create(username="bill", name="Bill Ames")
    Role.objects.create(staff=biller, role="biller", start=NOW.replace(year=2020))
    Membership.objects.create(staff=biller, team=team, start=NOW.replace(year=2020))
    desk = signed_in(biller)
    desk.goto(f"{live_server.url}/billing/")
    passes(desk)
    desk.set_viewport_size({"width": 1440, "height": 900})
    desk.locator(".claims a").first.click()
    desk.get_by_text("Consented on").wait_for()
    passes(desk)
