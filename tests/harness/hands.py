"""Ten fingers on a keyboard in the sample clinic, for stories that are told by keyboard alone."""

import re

from playwright.sync_api import TimeoutError as TooLate

from northstar.demo import clinic

# Card, Moran and Newell, The Keystroke-Level Model (1980): one key of an average typist, one thought.
A_KEY, A_THOUGHT = 0.28, 1.35
# Brysbaert, How many words do we read per minute? (2019): 238 words a minute, silently.
A_WORD = 60 / 238


class Hands:
    """Ten fingers on a keyboard, and how many keys they have pressed."""

    def __init__(self, page):
        self.page, self.keys = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1 + key.count("+")

    def type(self, words):
        self.page.keyboard.type(words)
        self.keys += len(words)

    def tab_to(self, css):
        """With Tab, as somebody who sees the focus ring would."""
        for _ in range(80):
            if self.page.evaluate("css => document.activeElement.matches(css)", css):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {css}")

    def sign_in(self):
        self.tab_to("#id_username, [name=username]")
        self.type("sarah")
        self.press("Tab")
        self.type(clinic.PASSWORD)
        self.press("Enter")
        self.page.locator("h1", has_text="Good morning, Sarah").wait_for()
        self.page.wait_for_load_state()

    def go_down_to(self, words):
        """J until the row has the focus; what stands beside follows."""
        self.page.wait_for_load_state()
        rows = self.page.locator("[data-row]").count()
        while self.page.evaluate("document.querySelector('[data-row][aria-current]')") is None:
            self.press("j")
        self.press("k")
        for _ in range(rows):
            self.press("k")
        for _ in range(rows):
            now = self.page.evaluate("document.activeElement.closest('[data-row]').innerText")
            if re.search(words, now):
                return self.beside(self.focused())
            self.press("j")
        raise AssertionError(f"no row says {words}")

    def focused(self):
        return self.page.evaluate("document.activeElement.textContent")

    def beside(self, name):
        self.page.wait_for_function(
            "n => document.querySelector('#beside h2').textContent === n", arg=name
        )
        return self.page.locator("#beside").inner_text()

    def told(self, words):
        """What the page says of the last act; what it said of the one before has been read."""
        try:
            self.page.locator(".note:not([data-read])", has_text=words).first.wait_for()
        except TooLate as late:
            said = self.page.locator("body").inner_text()[:1000]
            raise AssertionError(f"Not told: {words}. The page says: {said}") from late
        self.page.wait_for_load_state()
        self.page.evaluate("document.querySelectorAll('.note').forEach(n => (n.dataset.read = ''))")
