"""The eye that every page passes sees: what is wrong on purpose is found."""

import re
from pathlib import Path

import pytest

from tests.harness.accessible import complaints, fits_a_small_phone, is_accessible

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">
<title>A page</title></head><body><main><h1>A page</h1>%s</main></body></html>"""


def test_a_sound_page_passes(page):
    page.set_content(PAGE % "<p>Nothing is wrong.</p>")
    is_accessible(page)
    fits_a_small_phone(page)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('<img src="data:,">', "image-alt"),
        ("<input>", "label"),
        ('<p style="color:#aaa;background:#fff">pale</p>', "color-contrast"),
        ('<div style="width:2000px">wide</div>', "pixels wide"),
    ],
)
def test_what_is_wrong_is_found(page, wrong, told):
    page.set_content(PAGE % wrong)
    found = list(complaints(page))
    assert found
    assert all(told in one for one in found)


def test_what_is_pale_in_the_dark_alone_is_found(page):
    dark = "@media (prefers-color-scheme: dark) { p { color: #444; background: #333 } }"
    page.set_content(PAGE % f"<style>{dark}</style><p>pale</p>")
    found = list(complaints(page))
    assert len(found) == len([one for one in found if " dark " in one]) == 3


def test_the_dark_changes_colours_and_nothing_else():
    """So that in the dark only the rules about colours need to be asked."""
    sheets = Path(__file__).parents[2].glob("src/northstar/**/*.css")
    dark = [
        block
        for sheet in sheets
        for block in re.findall(r"scheme:\s*dark\)\s*\{([^@]*?)\}\s*\}", sheet.read_text("utf-8"))
    ]
    said = [name for block in dark for name in re.findall(r"[{;]\s*([a-z-]+)\s*:", block)]
    assert len(said) > 30
    assert all(name == "color-scheme" or name.startswith("--") for name in said)
