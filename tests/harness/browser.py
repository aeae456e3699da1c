"""A real Chromium, driven by Playwright, that can reach this machine only."""

import logging
import os
import shutil
from urllib.parse import unquote_plus, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.harness.answers_in_turn import PATIENCE

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HERE = ("localhost", "127.0.0.1")
LOUD = ("error", "warning")  # a browser also gives advice
MEANT = (
    "status of 401",
    "status of 409",
    "status of 413",
    "status of 422",
    "ERR_INTERNET_DISCONNECTED",
)
# Chromium hears only the last list of what it shall leave off: first Playwright's own (its file
# chromiumSwitches), then three pages of the address bar, which nobody sees here. Every window
# prepared them, at nearly a second of a processor for each test.
LEFT_OFF = [
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding",
    "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
]  # fmt: skip
OPTIONS = [
    f"--disable-features={','.join(LEFT_OFF)}",
    "--no-sandbox",  # the suite may run as root, and opens no page but our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def installed() -> str | None:
    return os.environ.get("NORTHSTAR_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )


@pytest.fixture(scope="session")
def chromium():
    """One browser for a worker's whole session; give each test its own context."""
    program = installed()
    if not program:
        missing = "no Chromium is installed (on Debian or Ubuntu: apt install chromium)"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    # What a failed test leaves unanswered is told by the loop when it is swept up, and while pytest
    # reads the failed file to quote it: one such complaint within the other ends the whole worker.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL + 1)

    # Playwright keeps an event loop in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        # What a browser keeps in a person's home goes into the tests' own.
        surroundings = {**os.environ, "HOME": os.environ["NORTHSTAR_HOME"]}
        browser = playwright.chromium.launch(
            executable_path=program, headless=True, args=OPTIONS, env=surroundings, timeout=PATIENCE
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, turns):
    """A fresh page of its own context. A script that fails, a warning of the browser's console (what a
    page may load and run is in its policy) or a request that leaves this machine fails the test."""
    context = _context(chromium)
    opened = context.new_page()
    _presses_what_is_there(opened)
    wrong = []
    opened.on("pageerror", lambda error: wrong.append(f"a script failed: {error}"))
    opened.on("console", lambda said: wrong.append(said.text) if _is_a_fault(said) else None)
    opened.on("request", lambda asked: wrong.append(asked.url) if _leaves(asked.url) else None)
    yield opened
    # A request that a test still holds would be destroyed later, in the middle of somebody else's test.
    opened.unroute_all(behavior="ignoreErrors")
    context.close()
    assert not wrong


@pytest.fixture
def plain(chromium, turns):
    """A page of its own context, in a browser that runs no scripts."""
    context = _context(chromium, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def another(chromium, turns):
    """A page at another machine."""
    context = _context(chromium)
    yield context.new_page()
    context.close()


def keeps(page, words):
    """Until these words are kept. A page also sends what waited from the page before, and an answer to
    that says nothing of these."""
    return page.expect_response(
        lambda answer: (
            answer.url.endswith("/drafts/")
            and answer.ok
            and words in unquote_plus(answer.request.post_data or "")
        )
    )


def settled(page):
    """The scripts have come, and nothing typed is on its way, neither to the desk nor back: the page says so
    itself (typing.js, call.js). That no request is under way says nothing of one that a timer will send."""
    page.wait_for_load_state()
    page.locator("html[data-typed]:not([data-typed=open], :has([data-typed=open]))").wait_for(
        state="attached"
    )


def has_its_focus(page):
    """What a page gives the focus to has it: with its first picture, which may come after all is loaded."""
    from playwright.sync_api import expect

    expect(page.locator("[autofocus]")).to_be_focused()


def _context(chromium, **more):
    context = chromium.new_context(locale="en-US", timezone_id="America/Los_Angeles", **more)
    context.set_default_timeout(PATIENCE)
    return context


def _presses_what_is_there(page):
    """Nobody presses a key of a page that is still coming: its words may be there before its scripts."""
    page.keyboard.press = _patiently(page, page.keyboard.press)
    page.keyboard.type = _patiently(page, page.keyboard.type)


def _patiently(page, act):
    def patiently(keys, **how):
        page.wait_for_load_state()
        act(keys, **how)

    return patiently


def _is_a_fault(said):
    """An answer that refuses (401, 422, 409) is no fault of the page, nor is a network taken away on purpose."""
    return said.type in LOUD and not any(words in said.text for words in MEANT)


def _leaves(address):
    parts = urlsplit(address)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in HERE


def sits_down(page, live_server, staff):
    """The page belongs to somebody who has signed in."""
    client = Client()
    client.force_login(staff)
    takes_session(page, live_server, client)


def takes_session(page, live_server, client):
    """The same for whoever has signed in with this client."""
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
