"""The list half of the prologue by keyboard alone: no pointer, and no address typed after signing in."""

import re

import pytest
from playwright.sync_api import expect

from northstar.casework.worklist.models import Line, Step
from tests.harness.hands import A_KEY, A_THOUGHT, A_WORD, Hands

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


@pytest.fixture
def hands(page, live_server, sample_clinic):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.add_init_script("window.printed = 0; window.print = () => (window.printed += 1)")
    page.goto(f"{live_server.url}/sign-in/")
    return Hands(page)


def test_the_seventeen_voicemails_by_keyboard_alone(hands):
    page = hands.page
    hands.sign_in()
    the_red_one_is_first_and_says_why(hands)
    it_sleeps_only_for_an_outcome_and_a_reason(hands)
    a_death_is_no_batch(hands)
    a_shared_phone_shows_both_cards(hands)
    who_calls_twice_is_one_row(hands)
    alike_rows_are_done_together(hands)
    one_is_handed_over(hands)
    the_day_on_paper_is_one_key(hands)
    places_and_keys(hands)
    expect(page.locator(".note.bad")).to_have_count(0)


def the_red_one_is_first_and_says_why(hands):
    page = hands.page
    expect(page.locator("[data-row]").first).to_contain_text("chest feels tight")
    expect(page.locator("section.batch").first).to_contain_text("Life or safety")
    hands.press("w")
    expect(page.locator(":focus")).to_contain_text("Why it is here")
    hands.tab_to("#beside .reasons a.src")
    hands.press("Enter")
    page.wait_for_url("**/source/**")
    expect(page.locator("mark").first).to_contain_text("chest feels tight")
    hands.press("Escape")
    page.locator("h1", has_text="Good morning").wait_for()
    expect(page.locator("[data-row]:focus, [data-row] :focus")).to_have_count(1)


def it_sleeps_only_for_an_outcome_and_a_reason(hands):
    page = hands.page
    red = Line.objects.get(band=0, says__contains="chest feels tight", is_open=True)
    hands.press("s")
    hands.press("Control+Enter")  # nothing chosen: the browser itself stays
    hands.type("Esc")  # Escalated to a clinician
    hands.press("Tab")
    hands.type("later")
    hands.press("Control+Enter")
    page.locator(".errors", has_text="say in a few words why it can wait").wait_for()
    red.refresh_from_db()
    assert not red.asleep
    expect(page.locator("#later-why")).to_have_value("later")
    hands.tab_to("#later-why")
    hands.press("Control+a")
    hands.type("The nurse has her on the line and calls back tomorrow")
    hands.press("Control+Enter")
    hands.told("asleep until its day")
    red.refresh_from_db()
    assert red.asleep
    assert Step.objects.filter(line=red, outcome__startswith="Escalated").exists()
    hands.press("z")
    hands.told("Took back")
    red.refresh_from_db()
    assert not red.asleep
    expect(page.locator("[data-row]").first).to_contain_text("chest feels tight")


def a_death_is_no_batch(hands):
    page = hands.page
    hands.go_down_to("tells of a death")
    expect(page.locator("[data-row]:has(:focus)")).to_contain_text("Call yourself")
    expect(page.locator(".offer", has_text="death")).to_have_count(0)
    hands.press("x", "j", "x")
    expect(page.locator("#together h2")).to_have_text("2 rows selected")
    hands.press("e")
    hands.type("Not")
    hands.press("Control+Enter")
    page.locator(".errors", has_text="call yourself, not in a batch").wait_for()
    assert not Step.objects.filter(what="done").exists()
    expect(page.locator("#together h2")).to_have_text("2 rows selected")
    hands.tab_to("#all-outcome")
    hands.press("Escape")
    hands.press("Escape")
    page.locator("#together").wait_for(state="hidden")


def a_shared_phone_shows_both_cards(hands):
    page = hands.page
    hands.go_down_to("David Lee or Susan Lee")
    cards = page.locator("#beside .candidates li")
    expect(cards).to_have_count(2)
    expect(cards.nth(0)).to_contain_text("born")
    expect(page.locator("#beside")).to_contain_text("Who is this?")
    hands.press("m")
    page.wait_for_url("**/whose/**")
    expect(page.get_by_role("button", name="Confirm David Lee")).to_have_count(1)
    hands.press("Escape")
    page.locator("h1", has_text="Good morning").wait_for()


def who_calls_twice_is_one_row(hands):
    page = hands.page
    page.wait_for_load_state()
    expect(page.locator("[data-row]", has_text="2 messages").nth(1)).to_be_visible()
    before = page.locator("[data-row]").count()
    hands.go_down_to("2 messages")
    hands.press("e")
    hands.press("Control+Enter")  # no outcome: nothing happens
    expect(page.locator("#outcome:user-invalid")).to_be_focused()
    assert not Step.objects.filter(what="done").exists()
    hands.type("Rea")  # Reached, and settled
    hands.press("Tab")
    hands.type("Spoke with her; the ride is booked.")
    hands.press("Control+Enter")
    hands.told("done")
    expect(page.locator("[data-row]")).to_have_count(before - 1)
    assert Step.objects.filter(what="done", undone=False).count() > 1
    expect(page.locator("[data-row]:focus, [data-row] :focus")).to_have_count(1)
    expect(page.locator("#live")).to_contain_text("done")
    hands.press("z")
    hands.told("Took back")
    expect(page.locator("[data-row]")).to_have_count(before)


def alike_rows_are_done_together(hands):
    """X on two of the calm rows, one reason, one undo."""
    page = hands.page
    before = page.locator("[data-row]").count()
    hands.go_down_to("2 messages")
    while page.evaluate(
        "document.activeElement.closest('section').querySelector('h2').textContent"
    ) not in ("The rest", "Harm this week"):
        hands.press("j")
    hands.press("x", "j", "x")
    if "Call yourself" in " ".join(page.locator("[data-row]:has(:checked)").all_inner_texts()):
        hands.press("k", "x", "j", "j", "x")
    hands.press("s")
    hands.type("Both offices are closed today")
    hands.press("Control+Enter")
    hands.told("2 rows: asleep")
    expect(page.locator("[data-row]")).to_have_count(before - 2)
    hands.press("z")
    hands.told("Took back")
    expect(page.locator("[data-row]")).to_have_count(before)


def one_is_handed_over(hands):
    page = hands.page
    before = page.locator("[data-row]").count()
    hands.go_down_to("2 messages")
    hands.press("a")
    expect(page.locator("#beside select:focus")).to_have_count(1)
    hands.type("Mar")
    expect(page.locator(":focus option:checked")).to_have_text("Marcus Bell")
    hands.press("Tab")
    hands.type("She prefers the afternoon")
    hands.press("Control+Enter")
    hands.told("handed over")
    expect(page.locator("[data-row]")).to_have_count(before - 1)
    line = Step.objects.filter(what="handed over").latest("pk").line
    assert line.holder.name == "Marcus Bell"
    assert line.next_on
    hands.press("z")
    hands.told("Took back")


def the_day_on_paper_is_one_key(hands):
    page = hands.page
    hands.press("p")
    page.locator("h1", has_text="Sarah").wait_for()
    page.wait_for_function("() => window.printed === 1")
    expect(page.locator("body")).to_contain_text("shred it")
    hands.press("Escape")
    page.locator("h1", has_text="Good morning").wait_for()


def places_and_keys(hands):
    page = hands.page
    hands.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    expect(page.locator("dialog#keys")).to_contain_text("Hand over")
    hands.press("Escape")
    hands.press("Control+k")
    hands.type("feeds")
    hands.press("Enter")
    page.wait_for_url("**/feeds/")
    for letter, place in (("w", "who"), ("p", "patients"), ("f", "feeds")):
        hands.press("g", letter)
        page.wait_for_url(f"**/{place}/")
    hands.press("g", "t")
    page.locator("h1", has_text="Good morning").wait_for()


def test_seventeen_items_are_triaged_within_six_minutes(hands):
    """By count of keys: each message row is read, thought about once, and dealt with."""
    hands.sign_in()
    page = hands.page
    hands.press("y")  # the red one: I have it
    hands.told("is yours")
    keys, words, rows, items = 1, 40, 1, 1
    while items < 17:
        hands.go_down_to(_MESSAGE)
        row = page.locator("[data-row]:has(:focus)").inner_text()
        at = hands.keys
        hands.press("e")
        hands.type("Rea")
        hands.press("Control+Enter")
        hands.told("done")
        keys += hands.keys - at + 1  # and J to the next
        twice = re.search(r"(\d) messages", row)
        items += int(twice[1]) if twice else 1
        words += len(row.split())
        rows += 1
    seconds = keys * A_KEY + rows * A_THOUGHT + words * A_WORD
    print(f"\n{items} items in {rows} rows: {keys} keys, {words} words read, {seconds:.0f} s")
    assert keys <= 17 * 8
    assert seconds <= 360


_MESSAGE = r"left a message|voicemail|messages|death|not heard yet|called"
