"""The list half of the prologue, by keyboard alone, on the sample clinic."""

import re

import pytest
from playwright.sync_api import expect

from northstar.access.models import Staff
from northstar.casework.worklist.models import Line, Step
from northstar.demo import clinic

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "audit"]),
]


@pytest.fixture
def house(page, live_server, sample_clinic):
    page.set_viewport_size({"width": 1440, "height": 900})
    return page, live_server.url


def sign_in(page, url):
    page.goto(f"{url}/sign-in/")
    page.get_by_label("Name you sign in with").focus()
    page.keyboard.type("sarah")
    page.keyboard.press("Tab")
    page.keyboard.type(clinic.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/")


def row(page, words):
    return page.locator("[data-row]", has_text=words)


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def test_the_morning_by_keyboard_alone(house):
    page, url = house
    sign_in(page, url)

    # Ranked and explained: every row says its points, they sum to the score, the urgent come first.
    expect(page.locator(".head")).to_contain_text("17 voicemails")
    first = page.locator("section.batch").first
    expect(first).to_contain_text("Life or safety")
    expect(first).to_contain_text("chest feels tight")
    for line in Line.objects.filter(is_open=True):
        assert sum(line.factors.values()) == line.score
    rows = page.locator("[data-row]").count()
    expect(page.locator("[data-row] .points b").locator("xpath=../..")).to_have_count(rows)

    # A phone shared by two is a question with both; who calls twice is one row; a death is no batch.
    expect(row(page, "David Lee or Susan Lee?")).to_have_count(1)
    expect(row(page, "tells of a death")).to_contain_text("Call yourself")
    expect(row(page, "2 messages").nth(1)).to_be_visible()

    # J goes down, and what stands beside follows the focus.
    page.keyboard.press("j")
    page.keyboard.press("j")
    name = focused(page)
    expect(page.locator("#beside h2")).to_have_text(name)
    expect(page).to_have_url(re.compile(r"/\?line="))

    # The filter, and back out of it.
    page.keyboard.press("/")
    page.keyboard.type("death")
    expect(page.locator("[data-row]:visible")).to_have_count(1)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Escape")

    # The palette finds a person by name, the question mark shows the keys.
    page.keyboard.press("Control+k")
    page.keyboard.type("whitaker")
    page.locator("#palette .hit", has_text="Harold Whitaker").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")

    # Enter before the answer is here opens nobody who was found for the words before.
    page.keyboard.press("Control+k")
    expect(page.locator("#palette .hit", has_text="Harold Whitaker")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("nobody of this name")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/find/")


def test_done_closes_the_whole_row_and_the_focus_goes_on(house):
    page, url = house
    sign_in(page, url)
    several = row(page, "2 messages").first
    several.locator("a").focus()
    name = focused(page)
    expect(page.locator("#beside h2")).to_have_text(name)
    before = page.locator("[data-row]").count()
    page.keyboard.press("e")
    page.keyboard.press("R")  # Reached, and settled
    page.keyboard.press("Tab")
    page.keyboard.type("Spoke with her; the ride is booked.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".note", has_text="done").wait_for()
    expect(page.locator("[data-row]")).to_have_count(before - 1)
    assert Step.objects.filter(what="done").count() > 1
    expect(page.locator("[data-row]:focus, [data-row] :focus")).to_have_count(1)
    expect(page.locator("#live")).to_contain_text("done")
    page.keyboard.press("z")
    page.locator(".note", has_text="Took back").wait_for()
    expect(page.locator("[data-row]")).to_have_count(before)


def test_from_signing_in_to_the_first_row_is_three_activations(house):
    page, url = house
    sign_in(page, url)  # one: Enter in the form
    page.keyboard.press("y")  # two: "I have it"
    page.locator(".note", has_text="is yours").wait_for()
    assert Line.objects.filter(acknowledged__isnull=False, band=0).exists()
    expect(page.locator("#beside .do")).not_to_be_empty()


def test_it_works_without_scripts_and_with_the_keys_off(house, plain):
    page, url = house
    Staff.objects.filter(username="sarah").update(letter_keys=False)
    sign_in(plain, url)
    # A row that may be closed with a word: not of life or safety, and no question waits for its answer.
    plain.locator("[data-row] a").last.click()
    expect(plain).to_have_url(re.compile("line="))
    plain.locator("#beside details.act summary").first.click()
    plain.get_by_label("How did it end?").select_option("Booked")
    plain.get_by_role("button", name="Close it").click()
    plain.get_by_role("button", name="Undo").click()
    expect(plain.locator(".notes")).to_contain_text("Took back")
    sign_in(page, url)
    page.keyboard.press("?")
    page.keyboard.press("Control+k")  # no single letter: it stays
    expect(page.locator("#palette")).to_be_visible()
    expect(page.locator("dialog#keys")).to_be_hidden()
