"""A real Chromium, driven by Playwright, that can reach this machine only."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = [
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
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        # What a browser keeps in a person's home goes into the tests' own.
        surroundings = {**os.environ, "HOME": os.environ["NORTHSTAR_HOME"]}
        browser = playwright.chromium.launch(
            executable_path=program, headless=True, args=OPTIONS, env=surroundings
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    """A fresh page of its own context. What its scripts got wrong fails the test."""
    context = chromium.new_context(locale="en-US", timezone_id="America/Los_Angeles")
    opened = context.new_page()
    errors = []
    opened.on("pageerror", lambda error: errors.append(error))
    yield opened
    context.close()
    assert not errors, f"a script on the page failed: {errors}"
