"""The manual says only what is there: its commands, links, rules, settings and words."""

import argparse
import importlib
import re
import shlex
from pathlib import Path

import pytest

from northstar.config import cli
from northstar.config.checks import documents, rules_page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
_BLOCK = re.compile(r"```\w*\n(.*?)```", re.DOTALL)
_COMMAND = re.compile(r"(?:^|`|\s)(?:\./)?northstar ([a-z].*)", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]*)#([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def said(page):
    return page.read_text("utf-8")


def commands():
    """(page, words) of every command in a block of the manual."""
    for page in PAGES:
        for block in _BLOCK.findall(said(page)):
            for line in _COMMAND.findall(block):
                typed = re.split(r"\s#\s|\s>\s", line)[0]
                if "|" not in typed:
                    yield page.relative_to(ROOT), typed.strip()


@pytest.mark.parametrize(("page", "typed"), sorted(set(commands()), key=str))
def test_a_command_of_the_manual_is_one_that_can_be_typed(page, typed):
    verb, *words = shlex.split(typed)
    assert verb in cli.verbs(), f"{page}: there is no verb {verb}"
    module = importlib.import_module(f"northstar.config.verbs.{cli.verbs()[verb].stem}")
    parser = argparse.ArgumentParser(prog=verb, exit_on_error=False)
    module.add_arguments(parser)
    if "WORD" in typed or "VERB" in typed:
        return
    try:
        passes_on = getattr(module, "PASSES_ON", False)
        (parser.parse_known_args if passes_on else parser.parse_args)(words)
    except (SystemExit, argparse.ArgumentError) as wrong:
        pytest.fail(f"{page}: `northstar {typed}` cannot be typed: {wrong}")


def test_every_verb_is_explained():
    told = "\n".join(map(said, PAGES))
    silent = [v for v in cli.verbs() if not re.search(rf"northstar {v}\b|`{v}`", told)]
    assert not silent, f"no page of the manual tells of {silent}"


def test_the_two_commands_stand_on_the_first_screen():
    first = said(ROOT / "README.md")[:1500]
    assert "./northstar demo" in first
    assert "./northstar test" in first


def test_every_rule_stands_on_its_page():
    assert not list(rules_page.problems())


def test_links_settings_and_dependencies():
    assert not list(documents.problems())


def test_links_inside_a_page_lead_to_a_heading():
    dead = [
        f"{page.relative_to(ROOT)}: {target}#{place}"
        for page in PAGES
        for target, place in _LINK.findall(said(page))
        if not target.startswith("http")
        and place not in places(page.parent / target if target else page)
    ]
    assert not dead


def places(page):
    """The anchors of a page's headings, as they are commonly made."""
    return {
        re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-")
        for h in _HEADING.findall(said(page))
    }


def test_every_page_is_reached_from_the_manual():
    seen, left = set(), [ROOT / "README.md"]
    while left:
        page = left.pop().resolve()
        if page in seen or not page.is_file() or page.suffix != ".md":
            continue
        seen.add(page)
        left += [page.parent / to for to in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", said(page))]
    assert not [str(p.relative_to(ROOT)) for p in DOCS.rglob("*.md") if p.resolve() not in seen]


def test_the_glossary_has_each_word_once_and_in_order():
    words = re.findall(r"^\| \*\*(.+?)\*\*", said(DOCS / "GLOSSARY.md"), re.MULTILINE)
    assert words == sorted(words, key=str.lower)
    assert len({word.lower() for word in words}) == len(words)
