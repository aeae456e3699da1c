"""Notes in a real browser: by keyboard alone, on a phone, in the dark, without a complaint from axe."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import is_accessible
from tests.harness.browser import has_its_focus, keeps, settled, sits_down
from tests.harness.mrs_chen import NOW, everything

from northstar.access.models import Role
from northstar.access.viewer import viewer_of
from northstar.doing import noting
from northstar.doing.acting import did
from northstar.engines.writing.values import as_typed
from northstar.record import panels
from northstar.record.patients import rows

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
TEXT = "Her daughter Ana drives her. She is dizzy in the mornings and stopped taking lisinopril. No chest pain. She can't afford the new pill. I will call her Thursday about the two bottles."


@pytest.fixture
def desk(page, live_server, sarah):
    """A page at Sarah's desk after a call with Mrs. Chen, whose chart is at `page.chart`."""
    [row] = rows([everything(staff=sarah.pk)])
    did(
        by=viewer_of(sarah, NOW), patient=row, kind="call", at=NOW, began=NOW - timedelta(minutes=8),
        says="Reached her. She has two bottles at home and does not know which to take.",
    )  # fmt: skip
    sits_down(page, live_server, sarah)
    page.chart = f"{live_server.url}/patients/{row.public_id}/"
    return page


def test_a_call_note_is_three_keys(desk):
    desk.goto(desk.chart)
    desk.keyboard.press("n")
    desk.wait_for_url("**/notes/")
    desk.keyboard.press("c")
    desk.wait_for_selector("text=Look it over and sign")
    has_its_focus(desk)
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector("text=Signed by Sarah Okafor")
    expect(desk.locator(".whole-note")).to_contain_text("two bottles at home")
    is_accessible(desk)


def test_the_page_of_a_service_and_of_the_language_model(desk, live_server, sarah, settings):
    settings.REQUIRE_SECOND_STEP, settings.MODEL_ADDRESS = False, "https://model.example.org/v1"
    viewer = viewer_of(sarah, NOW)
    row = panels.patient_for(viewer, desk.chart.split("/")[-2], NOW)
    note = noting.draft(
        by=viewer, patient=row, kind="month", title="This month", program="TCM", at=NOW,
        sentences=as_typed(["Came home on Friday."], "Sarah Okafor"),
        refused=[{"says": "She is much better.", "why": "“much” is not in its source."}],
    )  # fmt: skip
    desk.goto(f"{desk.chart}notes/{note.public_id}/")
    expect(desk.get_by_text("Refused from the language model")).to_be_visible()
    is_accessible(desk)
    Role.objects.create(staff=sarah, role="administrator", start=NOW - timedelta(days=9))
    desk.goto(f"{live_server.url}/notes/model/")
    desk.get_by_label("Which agreement").fill("BAA of 1 Sep 2026")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector("text=May hear")
    is_accessible(desk)


def test_a_quick_note_tells_what_it_heard_and_files_what_is_ticked(desk):
    desk.goto(desk.chart + "notes/")
    is_accessible(desk)
    desk.keyboard.press("n")
    desk.keyboard.type(TEXT)
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector("text=Heard in it")
    is_accessible(desk)
    for words in ("lisinopril", "call her Thursday"):
        box = desk.locator("label:has(input[name=tick])", has_text=words).first.locator("input")
        box.focus()
        desk.keyboard.press("Space")
        expect(box).to_be_checked()
    desk.get_by_role("button", name="Sign as").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_selector("text=Filed from it")
    expect(desk.locator("main")).to_contain_text("2 of what it tells are filed")
    desk.emulate_media(media="print")
    expect(desk.locator(".add-form")).to_be_hidden()
    desk.emulate_media(media="screen")
    desk.keyboard.press("n")
    desk.keyboard.type("She called back: better.")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector("text=Added by Sarah Okafor")
    is_accessible(desk)
    desk.goto(desk.chart)
    is_accessible(desk)


def quick(page):
    return page.locator("form[data-kept] textarea").first


def test_what_is_typed_outlives_the_page_and_a_lost_connection(desk):
    desk.goto(f"{desk.chart}notes/")
    with keeps(desk, "I listened."):
        quick(desk).type("She wept; I listened.")
    for _ in range(2):
        desk.reload()
        expect(quick(desk)).to_have_value("She wept; I listened.")
        settled(desk)
    desk.context.set_offline(True)
    quick(desk).press("End")
    quick(desk).type(" Her son comes on Sunday.")
    expect(desk.locator("#live")).to_contain_text("no connection")
    with keeps(desk, "comes on Sunday."):
        desk.context.set_offline(False)
    desk.reload()
    expect(quick(desk)).to_have_value("She wept; I listened. Her son comes on Sunday.")


def test_what_is_typed_into_a_draft_comes_back_only_into_the_same_version(desk):
    desk.goto(f"{desk.chart}notes/")
    quick(desk).type("She has her scale.")
    quick(desk).press("Control+Enter")
    desk.wait_for_selector("text=Look it over and sign")
    desk.wait_for_load_state()
    with keeps(desk, "comes on Sunday."):
        desk.locator("#more").type("Her son comes on Sunday.")
    desk.reload()
    expect(desk.locator("#more")).to_have_value("Her son comes on Sunday.")
    desk.get_by_role("button", name="Keep as draft").click()
    desk.wait_for_selector("#says-1")
    settled(desk)
    expect(desk.locator("#more")).to_have_value("")


def test_what_was_sent_does_not_come_back(desk):
    desk.goto(f"{desk.chart}notes/")
    with keeps(desk, "her scale."):
        quick(desk).type("She has her scale.")
    quick(desk).press("Control+Enter")
    desk.wait_for_selector("text=Look it over and sign")
    desk.goto(f"{desk.chart}notes/")
    settled(desk)
    expect(quick(desk)).to_have_value("")
