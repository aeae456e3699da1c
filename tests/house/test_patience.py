"""A browser test waits for what its presses bring about: on a slow machine the answer comes later.

`assert page.locator("h1").is_visible()` looks once, at whatever moment; `expect(...).to_be_visible()`,
`wait_for_...` and `comes_true` look until it is so. And what a press writes is in the store only when
the page has told so. That the network is idle says nothing: a timer may send in the next moment.
"""

import ast
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler

from tests.harness import answers_in_turn

ROOT = Path(__file__).parents[2]
LOOKS_ONCE = {
    "all_inner_texts", "all_text_contents", "bounding_box", "content", "count", "evaluate",
    "get_attribute", "inner_html", "inner_text", "input_value", "is_checked", "is_disabled",
    "is_editable", "is_enabled", "is_hidden", "is_visible", "text_content", "title",
}  # fmt: skip
ACTS = {"check", "click", "dblclick", "fill", "press", "select_option", "tap", "type", "uncheck"}
FINDS = ("locator(", "get_by_", "page", "desk", "plain", "another")


def browser_tests():
    files = [*ROOT.glob("src/**/test_*.py"), *ROOT.glob("tests/**/test_*.py")]
    here = Path(__file__)
    return [one for one in files if one != here and "mark.browser" in one.read_text("utf-8")]


def test_no_browser_test_asserts_at_once():
    found = [
        f"{file.relative_to(ROOT)}:{line}: {why}"
        for file in browser_tests()
        for line, why in hasty(file.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


def hasty(source):
    """Of every assertion that does not wait its line, and why."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and node.value == "networkidle":
            yield node.lineno, "the network is idle before a timer too; use settled(page)"
        if isinstance(node, ast.FunctionDef):
            seen = {name for one in ast.walk(node) for name in _looked_up(one)}
            for block in _blocks(node):
                yield from _in_a_block(block, seen)


def _in_a_block(block, seen):
    before = None
    for statement in block:
        if isinstance(statement, ast.Assert):
            names = {one.id for one in ast.walk(statement.test) if isinstance(one, ast.Name)}
            if _looks(statement.test) or names & seen:
                yield statement.lineno, "looks into the browser once; use expect(...)"
            elif _acts(before):
                yield statement.lineno, "right after a press; wait for what the page says of it"
        before = statement


def _blocks(function):
    for node in ast.walk(function):
        for name in ("body", "orelse", "finalbody"):
            if isinstance(block := getattr(node, name, None), list):
                yield block


def _looked_up(node):
    """The names that stand for what was seen in the browser at one moment."""
    if isinstance(node, ast.Assign) and _looks(node.value):
        for target in node.targets:
            yield from (one.id for one in ast.walk(target) if isinstance(one, ast.Name))


def _looks(tree):
    return any(_looks_once(node) for node in ast.walk(tree))


def _looks_once(node):
    if isinstance(node, ast.Attribute) and node.attr == "url":
        return ast.unparse(node.value) in FINDS
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    if not called or node.func.attr not in LOOKS_ONCE:
        return False
    asked = ast.unparse(node.func.value)
    return ".objects" not in asked and any(words in asked for words in FINDS)


def _acts(statement):
    return isinstance(statement, ast.Expr) and any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ACTS
        for node in ast.walk(statement)
    )


@pytest.mark.parametrize(
    "line",
    [
        "assert page.url.endswith('#here')",
        "assert page.locator('h1').is_visible()",
        "assert 'Kept' in desk.content()",
        "assert desk.get_by_role('button').count() == 1",
        "said = page.locator('main').inner_text(); assert 'Kept' in said",
        "page.keyboard.press('Enter'); assert Line.objects.count() == 1",
        "page.wait_for_load_state('networkidle')",
    ],
)
def test_what_looks_once_is_found(line):
    assert list(hasty(f"def test(page):\n    {line}"))


@pytest.mark.parametrize(
    "line",
    [
        "page.keyboard.press('Enter'); expect(page).to_have_url('/')",
        "page.get_by_text('Kept').wait_for(); assert Line.objects.count() == 1",
    ],
)
def test_what_waits_is_not(line):
    assert not list(hasty(f"def test(page):\n    {line}"))


def test_what_a_page_still_asks_after_its_test_is_not_answered(rf):
    answers_in_turn.is_opened()
    assert WSGIHandler().get_response(rf.get("/")).status_code == 503
