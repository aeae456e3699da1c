"""What the build runs before the tests. Every step runs; one line each says how it went.

Besides the tools, every file in `config/checks/` is a step: its TITLE, its `problems()` and, where it
can put them right, its `mend()`.
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from northstar import discover
from northstar.config.cli import FOUND_PROBLEMS

HELP = "check format, lint, types, imports, migrations and documents"
NEEDS_DJANGO = False

ROOT = Path(__file__).parents[4]
PYTHON = ["src", "tests", "conftest.py"]
SETTINGS = "northstar.config.settings"
MOST_LINES = 60
BRIEF = ("--format", "custom", "--msg-template", "{relpath}:{line}: {test_id} {msg}")


@dataclass(frozen=True)
class Step:
    title: str
    problems: Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Outcome:
    title: str
    problems: list[str]
    seconds: float


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("only", nargs="*", metavar="STEP", help="only these steps, by title")
    parser.add_argument("--fix", action="store_true", help="first mend what can be mended")


def run(args: Namespace) -> int:
    if args.fix:
        _command("ruff", "check", "--fix", "--quiet", *PYTHON)()
        _command("ruff", "format", "--quiet", *PYTHON)()
        for module in discover.modules("northstar.config.checks"):
            if hasattr(module, "mend"):
                module.mend()
    chosen = [step for step in steps() if not args.only or step.title in args.only]
    failed = 0
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as crew:
        for outcome in crew.map(_go_through, chosen):
            failed += bool(outcome.problems)
            print(
                f"{'failed' if outcome.problems else 'ok':<7}"
                f"{outcome.title:<12}{outcome.seconds:5.1f} s",
                flush=True,
            )
            for line in _shortened(outcome.problems):
                print(f"       {line}", flush=True)
    print(f"{len(chosen) - failed} ok, {failed} failed")
    return FOUND_PROBLEMS if failed else 0


def steps() -> Iterator[Step]:
    # The slowest first: the others run beside it.
    yield Step("types", _command("mypy", "--no-error-summary"))
    yield Step("format", _command("ruff", "format", "--check", "--quiet", *PYTHON))
    yield Step("lint", _command("ruff", "check", "--quiet", "--output-format=concise", *PYTHON))
    yield Step("imports", _imports)
    yield Step("security", _command("bandit", "-q", "-r", "src", "-c", "pyproject.toml", *BRIEF))
    if importlib.util.find_spec(SETTINGS):
        making = ("makemigrations", "--check", "--dry-run", "--settings", SETTINGS)
        yield Step("migrations", _command("django", *making))
    for module in discover.modules("northstar.config.checks"):
        yield Step(module.TITLE, module.problems)


def _command(module: str, *arguments: str) -> Callable[[], list[str]]:
    return lambda: _complaints(sys.executable, "-m", module, *arguments)


def _imports() -> list[str]:
    return _complaints(str(Path(sys.executable).with_name("lint-imports")))


def _complaints(*command: str) -> list[str]:
    """What a tool says where it is not content. Its home is empty: only the code is judged."""
    with tempfile.TemporaryDirectory(prefix="northstar-check-") as home:
        surroundings = {**os.environ, "NORTHSTAR_HOME": home}
        surroundings.pop("NORTHSTAR_DATABASE_URL", None)
        done = subprocess.run(
            command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
        )
    if not done.returncode:
        return []
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return said or [f"it ended with code {done.returncode}"]


def _go_through(step: Step) -> Outcome:
    began = time.monotonic()
    try:
        problems = list(step.problems())
    except Exception as error:  # one broken step must not hide the others
        problems = [f"could not be checked: {type(error).__name__}: {error}"]
    return Outcome(step.title, problems, time.monotonic() - began)


def _shortened(lines: list[str]) -> list[str]:
    left = len(lines) - MOST_LINES
    return lines if left <= 0 else [*lines[:MOST_LINES], f"... and {left} more lines"]
