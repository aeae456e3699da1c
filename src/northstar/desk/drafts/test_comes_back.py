"""What was typed comes back: to whoever signs in again, late, and never over what was typed meanwhile."""

import pytest
from playwright.sync_api import expect
from tests.harness.answers_in_turn import comes_true
from tests.harness.browser import keeps, settled, sits_down
from tests.harness.mrs_chen import NOW

from northstar.access import drafts
from northstar.access.viewer import viewer_of
from northstar.config.clock import machine_now
from northstar.doing.enrolling import go_on, refer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


def test_a_form_that_is_sent_keeps_what_stands_in_the_others(desk):
    desk.goto(f"{desk.chart}plan/")
    settled(desk)
    desk.locator("[name=matters]").type("To see the sea.")
    desk.goto(f"{desk.chart}notes/")
    desk.goto(f"{desk.chart}plan/")
    expect(desk.locator("[name=matters]")).to_have_value("To see the sea.")


def test_what_was_chosen_in_a_form_without_words_does_not_come_back(desk):
    """It was sent at once, before anything was kept: on the way out it is no draft any more."""
    by = viewer_of(desk.sarah, NOW)
    case = refer(by=by, patient=desk.chen, program="CCM", why="Dr. Park asked", at=NOW)
    fits = {"conditions": [{"says": "heart failure"}], "risk": True}
    go_on(by=by, patient=desk.chen, case=case.id, what="eligible", at=NOW, detail=fits)
    desk.goto(f"{desk.chart}case/")
    settled(desk)
    form = desk.locator("form[action$='/invited/']")
    form.locator("[name=how]").select_option("on the phone")
    form.locator("button").click()
    expect(desk.locator("main")).to_contain_text("Stands so since")
    expect(desk.locator("body")).to_contain_text("Chronic care management: invited.")
    settled(desk)
    expect(desk.locator("form[action$='/invited/'] [name=how]")).to_have_value("")
    place = f"/patients/{desk.chen.public_id}/case/"
    assert not drafts.kept(staff=desk.sarah, place=place, at=machine_now())


def test_a_session_that_has_ended_leads_to_the_door_and_back_with_every_word(desk, live_server):
    """It is said as it is: no lost connection, but nobody signed in."""
    desk.sarah.set_password("north-star-2026")
    desk.sarah.save()
    sits_down(desk, live_server, desk.sarah)
    desk.goto(f"{desk.chart}call/")
    settled(desk)
    desk.context.clear_cookies()
    desk.get_by_label("Note").type("She has both bottles.")
    expect(desk.locator("#waiting")).to_contain_text("You have signed out, or were away too long.")
    desk.get_by_label("Note").press("Control+Enter")
    desk.wait_for_url("**/sign-in/**")
    desk.fill("input[name=username]", desk.sarah.username)
    desk.fill("input[type=password]", "north-star-2026")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"{desk.chart}call/")
    expect(desk.get_by_label("Note")).to_have_value("She has both bottles.")


def comes_late(desk):
    """What was typed before is still on its way; gives the way to let it come."""
    held = []
    desk.route("**/drafts/take/", lambda route: held.append(route))
    desk.reload()

    def let_it_come():
        comes_true(desk, lambda: held)
        for route in held:
            route.continue_()

    return let_it_come


def test_what_comes_back_late_stands_beside_what_was_typed_meanwhile(desk):
    desk.goto(f"{desk.chart}notes/")
    settled(desk)
    with keeps(desk, "She wept."):
        desk.locator("#text").type("She wept.")
    let_it_come = comes_late(desk)
    desk.locator("#text").type("Her son comes.")
    desk.wait_for_timeout(2000)  # longer than the page rests before it keeps what is typed
    let_it_come()
    expect(desk.locator("#text")).to_have_value("She wept.\nHer son comes.")


@pytest.mark.parametrize(
    ("page_of", "label", "told"),
    [("call/", "Note", "Written: "), ("notes/", "What happened", "Look it over and sign")],
)
def test_what_comes_back_while_it_is_sent_is_no_draft_again(desk, page_of, label, told):
    desk.goto(f"{desk.chart}{page_of}")
    settled(desk)
    with keeps(desk, "She wept."):
        desk.get_by_label(label).type("She wept.")
    let_it_come, held = comes_late(desk), []
    desk.get_by_label(label).type("Her son comes.")
    if page_of == "call/":
        desk.get_by_label("No answer").check()
    desk.route("**/drafts/", lambda route: held.append(route))
    desk.get_by_label(label).press("Control+Enter")
    comes_true(desk, lambda: held)
    let_it_come()
    expect(desk.locator("#live")).to_contain_text("is here again")
    desk.unroute("**/drafts/")
    held[0].continue_()
    expect(desk.locator("main")).to_contain_text(told)
    desk.goto(f"{desk.chart}{page_of}")
    settled(desk)
    expect(desk.get_by_label(label)).to_have_value("")


def test_an_outcome_chosen_meanwhile_is_not_turned_back(desk):
    desk.goto(f"{desk.chart}call/")
    settled(desk)
    with keeps(desk, "outcome"):
        desk.get_by_label("No answer").check()
    let_it_come = comes_late(desk)
    desk.get_by_label("Note").type("She called back.")
    desk.get_by_label("Reached").check()
    let_it_come()
    desk.wait_for_selector("text=is here again")
    expect(desk.get_by_label("Reached")).to_be_checked()
    expect(desk.get_by_label("Note")).to_have_value("She called back.")


def arrives_late(monkeypatch):
    """The last words of a page that was left come when the next page has asked for them once."""
    keep, arrived, held, asked = drafts.keep, drafts.arrived, [], []

    def keeps_later(**told):
        return held.append(told) if told["left"] else keep(**told)

    def comes_now(**told):
        if asked and held:
            keep(**held.pop())
        asked.append(told)
        return arrived(**told)

    monkeypatch.setattr(drafts, "keep", keeps_later)
    monkeypatch.setattr(drafts, "arrived", comes_now)


@pytest.mark.parametrize(("page_of", "label"), [("call/", "Note"), ("notes/", "What happened")])
def test_the_last_words_of_a_page_that_was_left_are_waited_for(desk, monkeypatch, page_of, label):
    desk.goto(f"{desk.chart}{page_of}")
    settled(desk)
    arrives_late(monkeypatch)
    desk.get_by_label(label).type("She has both bottles.")
    desk.reload()
    expect(desk.get_by_label(label)).to_have_value("She has both bottles.")
    expect(desk.locator("#live")).to_contain_text("is here again")
