"""Only `config/clock.py` reads the clock: everything below a face is told what time it is."""

import ast
from pathlib import Path

import pytest

import northstar

PACKAGE = Path(northstar.__file__).parent
CLOCK = PACKAGE / "config" / "clock.py"
ASKS_THE_TIME = {"now", "today", "utcnow", "localtime", "localdate"}


def asked(source: str) -> list[int]:
    """The lines that read a clock: a call of `x.now()` with no argument but a zone, and the like."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ASKS_THE_TIME
        and not _is_our_clock(node.func.value)
    ]


def _is_our_clock(owner: ast.expr) -> bool:
    return "clock" in ast.unparse(owner).split(".")


def test_nobody_but_the_clock_reads_the_time():
    files = (
        file
        for file in PACKAGE.rglob("*.py")
        if file != CLOCK and not file.name.startswith("test_") and "migrations" not in file.parts
    )
    found = [
        f"{file.relative_to(PACKAGE)}:{line}" for file in files for line in asked(file.read_text())
    ]
    assert not found, "take `now` as an argument, or, in a face, ask northstar.config.clock"


@pytest.mark.parametrize("source", ["datetime.now()", "date.today()", "timezone.now()"])
def test_the_search_finds_what_it_looks_for(source):
    assert asked(source) == [1]


@pytest.mark.parametrize("source", ["clock.now()", "now.date()", "chart.today"])
def test_the_search_passes_what_is_told(source):
    assert asked(source) == []
