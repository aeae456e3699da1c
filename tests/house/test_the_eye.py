"""The eye that every page passes sees: what is wrong on purpose is found."""

import random
import re
from pathlib import Path

import pytest

from tests.harness.accessible import AXE_SCRIPT, complaints, fits_a_small_phone, is_accessible
from tests.harness.contrast import too_pale

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


def test_what_is_pale_is_found_beside_its_like_and_every_time(page):
    """Colours that were measured on one ground say nothing of another, nor of what is small or veiled."""
    page.set_content(PAGE % _grey("plain"))
    is_accessible(page)
    for pale in (
        f'<div style="background:#ccc">{_grey("on grey", "none")}</div>',
        f'<div style="opacity:.8">{_grey("behind a veil")}</div>',
        _grey("paler").replace("#767676", "#888"),
    ):
        page.set_content(PAGE % (_grey("plain") + pale))
        for _ in range(2):
            found = list(complaints(page))
            assert len([one for one in found if "color-contrast" in one]) == len(found) == 6


def _grey(words, ground="#fff"):
    return f'<p style="color:#767676;background:{ground}">{words}</p>'


def test_each_look_once_and_all_texts_at_once_give_the_same(page):
    """The quick way and the plain one agree, over colours and places that nobody has chosen."""
    for seed in range(4):
        page.set_content(PAGE % _at_random(random.Random(seed)))
        plain = _all_at_once(page)
        assert sorted(too_pale(page)) == sorted(plain)
        assert len(plain) > 30


def _all_at_once(page):
    """What axe says by itself of a page that does not move."""
    page.evaluate(AXE_SCRIPT)
    return page.evaluate(
        """axe.run({runOnly: ['color-contrast']}).then(found =>
           found.violations.flatMap(rule => rule.nodes).map(node => node.html.slice(0, 160)))"""
    )


def _at_random(dice, deep=3, wide=30):
    """Texts in texts, some of them moved over others."""
    said = ""
    for _ in range(wide):
        colour, ground = (f"#{dice.choice('3579bdf') * 3}" for _ in range(2))
        words = _at_random(dice, deep - 1, 1) if deep else ""
        ground = dice.choice((ground, "none"))
        said += f"""<div style="color:{colour};background:{ground};opacity:{dice.choice((1, 1, 0.7))};
            margin-top:{dice.choice((0, 0, -0.7))}em;position:{dice.choice(("static", "relative"))}">text {words}</div>"""
    return said


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
