"""A call after hospital in a real browser, by keyboard alone; on a phone; without a complaint from axe."""

import pytest
from playwright.sync_api import expect
from tests.harness.accessible import fits_a_small_phone, is_accessible
from tests.harness.browser import sits_down
from tests.harness.mrs_chen import NOW, everything

from northstar.access.models import Staff
from northstar.access.viewer import system_viewer, viewer_of
from northstar.access.writing import writing
from northstar.casework.acts import asking as acts
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.acts import hand_over
from northstar.casework.worklist.asking import lines_of
from northstar.chart.visits import Encounter
from northstar.chart.when import when
from northstar.doing.acting import did
from northstar.record.patients import rows

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]
READER = system_viewer("a test")


@pytest.fixture
def desk(page, live_server, sarah, settings, tmp_path):
    """Sarah at Today, one line to call about; numbers do what a file says."""
    settings.PHONE, settings.HOME = "simulator", tmp_path
    page.chen = rows([everything(staff=sarah.pk)]).get()
    line = by_hand.new(patient=page.chen.pk, key="a test", at=NOW, to=sarah)
    line.says, line.band, line.score = "came home Friday night; call by end of Wed 9 Sep", 1, 90
    line.signal = "home-without-contact"
    page.line = by_hand.keep(line, at=NOW)
    sits_down(page, live_server, sarah)
    page.home, page.numbers = live_server.url, tmp_path / "telephones.csv"
    page.here = f"{live_server.url}/patients/{page.chen.public_id}/call/?line={page.line.public_id}"
    return page


def is_open(page):
    return page.line.pk in {line.pk for line in lines_of(READER, page.chen.pk)}


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_call_after_hospital_by_keyboard_alone(desk):
    desk.goto(f"{desk.home}/?line={desk.line.public_id}")
    press(desk, "c")
    desk.wait_for_url("**/call/**")
    expect(desk.locator("main")).to_contain_text("Which medicines do you have in the house?")
    press(desk, "d")
    desk.wait_for_selector("text=Dialled (415) 555-0132")
    press(desk, "i", "Space", "Tab", "Space")
    press(desk, "n")
    desk.keyboard.type("She has both bottles. Her son brings the groceries.")
    press(desk, "Escape", "1", "Control+Enter")
    desk.wait_for_selector(".note:has-text('Written: reached')")
    [act] = acts.of_patient(READER, desk.chen.pk, kinds=["call"])
    assert act.detail["note"] == "She has both bottles. Her son brings the groceries."
    assert act.detail["checked"] == ["full name", "birth date"]
    assert not is_open(desk)


def test_a_promise_in_the_note_is_kept_with_the_same_key_pressed_again(desk):
    desk.goto(desk.here)
    press(desk, "i", "Space", "Tab", "Space", "n")
    desk.keyboard.type("She feels well. Will call her Thursday about the pill.")
    press(desk, "Escape", "1", "Control+Enter")
    expect(desk.get_by_role("checkbox", name="Will call her Thursday")).to_be_focused()
    is_accessible(desk)
    press(desk, "Control+Enter")
    expect(desk.locator(".note")).to_contain_text("Written: reached")
    promised = [
        one.says for one in lines_of(READER, desk.chen.pk) if one.key.startswith("promise:")
    ]
    assert promised == ["was promised for Thu 10 Sep: Will call her Thursday about the pill"]


class Pointer:
    """A hand on the mouse, and how often it pressed."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def press(self, what):
        what.click()
        self.clicks += 1


def test_scene_11_one_click_to_dial_five_to_finish(desk, sarah):
    """Home on the Friday night before the holiday; on Tuesday one click dials, five finish with the visit."""
    stay = Encounter(
        status="finished", class_code="IMP", start=when("2026-09-01T10:00:00-07:00"),
        end=when("2026-09-04T22:40:00-07:00"), disposition="home", facility="Hospital B", visit="V77",
    )  # fmt: skip
    did(
        by=viewer_of(sarah, NOW),
        patient=desk.chen,
        kind="note",
        says="told",
        at=NOW,
        states=[("Encounter", stay)],
    )
    [line] = [
        one
        for one in lines_of(READER, desk.chen.pk)
        if one.says.startswith("came home Friday night, 4 Sep")
    ]
    desk.goto(f"{desk.home}/patients/{desk.chen.public_id}/call/?line={line.public_id}")
    hand = Pointer(desk)
    hand.press(desk.get_by_role("button", name="Dial all the same (415) 555-0132"))
    desk.wait_for_selector("text=Dialled (415) 555-0132")
    assert hand.clicks == 1
    for what in ("Full name", "Birth date", "Ask for a visit"):
        hand.press(desk.get_by_label(what))
    hand.press(desk.get_by_label("Reached"))
    hand.press(desk.get_by_role("button", name="Write it down"))
    desk.wait_for_selector(".note:has-text('Written: reached')")
    assert hand.clicks == 1 + 5
    left = [one.says for one in lines_of(READER, desk.chen.pk)]
    assert line.says not in left
    assert "wants a visit by Fri 11 Sep, as agreed on the telephone" in left


def test_what_the_line_says_is_proposed(desk):
    desk.numbers.write_text("number,does\n4155550132,dead\n", "utf-8")
    desk.goto(desk.here)
    press(desk, "d")
    desk.wait_for_selector("text=the line says dead")
    expect(desk.locator("[name=outcome]:checked")).to_have_value("dead-number")
    press(desk, "Control+Enter")
    desk.wait_for_selector(".note:has-text('Written: number is dead')")
    assert is_open(desk)


def test_what_is_typed_survives_a_closed_window(desk):
    desk.goto(desk.here)
    desk.get_by_label("Note").fill("She wept; I listened.")
    desk.get_by_label("no ride").check()
    desk.wait_for_selector("text=Kept while you type.")
    desk.goto(f"{desk.home}/")
    desk.goto(desk.here)
    expect(desk.get_by_label("Note")).to_have_value("She wept; I listened.")
    expect(desk.get_by_label("no ride")).to_be_checked()


def test_one_key_for_help_now(desk):
    desk.goto(desk.here)
    press(desk, "h")
    expect(desk.locator(".help-now")).to_contain_text("12 Grant Ave", use_inner_text=True)
    expect(desk.locator("a[href='tel:988']")).to_be_visible()


def test_the_page_is_for_everybody(desk):
    desk.goto(desk.here)
    press(desk, "h")
    for one in desk.locator("details.further summary").all():
        one.click()
    is_accessible(desk)
    fits_a_small_phone(desk)


def test_the_pages_of_offices_and_callers_are_for_everybody(desk):
    desk.goto(f"{desk.home}/calls/office/?line={desk.line.public_id}")
    is_accessible(desk)
    fits_a_small_phone(desk)
    desk.numbers.write_text("number,does\n4155550132,rings\n", "utf-8")
    desk.goto(f"{desk.home}/calls/")
    desk.get_by_label("The number that is shown").fill("415 555 0132")
    press(desk, "Enter")
    desk.wait_for_selector("text=Take the call")
    is_accessible(desk)
    fits_a_small_phone(desk)


def test_a_letter_whose_line_moved_and_a_call_for_somebody_else(desk, sarah):
    """The pages of what went another way while she typed: to be read by everybody, in light and dark."""
    desk.goto(f"{desk.home}/patients/{desk.chen.public_id}/call/?line={desk.line.public_id}")
    told = {"line": str(desk.line.public_id), "text": "Dear Mei-Ling, please call us.", "held": "x"}
    dana = Staff.objects.create(username="dana", name="Dana Ruiz")
    with writing():
        hand_over(line=desk.line, by=viewer_of(sarah, NOW), at=NOW, to=dana)
    desk.evaluate(
        """(told) => {
          const form = document.createElement("form");
          Object.assign(form, { method: "post", action: location.pathname + "letter/" });
          const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
          for (const [name, value] of Object.entries({ ...told, csrfmiddlewaretoken: token })) {
            const one = Object.assign(document.createElement("input"), { name, value });
            form.append(one);
          }
          document.body.append(form);
          form.submit();
        }""",
        told,
    )
    desk.wait_for_selector("text=Send it all the same")
    is_accessible(desk)
    desk.get_by_role("button", name="Leave it to Dana Ruiz").click()
    desk.wait_for_selector("text=Dana Ruiz finds your letter with the line.")
    call = did(
        by=viewer_of(sarah, NOW), patient=desk.chen, kind="call", says="Called: reached.", at=NOW,
        detail={"note": "Her sister is well.", "outcome": "reached"},
    )  # fmt: skip
    desk.goto(f"{desk.home}/patients/{desk.chen.public_id}/call/{call.public_id}/back/")
    desk.get_by_label("Why").fill("it was her sister")
    press(desk, "Control+Enter")
    desk.wait_for_selector("text=Who was it in truth?")
    is_accessible(desk)
