"""The whole test suite, as the build runs it: on SQLite, then what touches the store on PostgreSQL."""

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from northstar.config import throwaway_postgres
from northstar.config.cli import FOUND_PROBLEMS, INTERRUPTED

HELP = "run the tests as the build does; further arguments go to pytest"
NEEDS_DJANGO = False
PASSES_ON = True

ROOT = Path(__file__).parents[4]
_WORKERS = "2"  # as many as the cores it is measured on: a third browser makes all three slower
_INTERRUPTED, _NOTHING_COLLECTED = 2, 5


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--long", action="store_true", help="the thousands of repetitions too")
    parser.add_argument("--no-postgres", action="store_true", help="on SQLite only")
    parser.add_argument(
        "-m", metavar="MARKS", default="", help="only tests so marked, as in pytest"
    )


@dataclass
class Tally:
    """How the tests of all passes went."""

    counts: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    store: int = 0
    failed: bool = False

    def add(self, code: int, told: Path, nothing_is_fine: bool) -> None:
        if told.exists():
            account = json.loads(told.read_text("utf-8"))
            self.counts.update(account["counts"])
            self.skipped.update(account["skipped"])
            self.store += account["store"]
        self.failed |= code not in ((0, _NOTHING_COLLECTED) if nothing_is_fine else (0,))


def run(args: Namespace) -> int:
    tally = Tally()
    if _pytest(args, args.m, {}, tally, nothing_is_fine=False) == _INTERRUPTED:
        return INTERRUPTED
    if tally.store and not args.no_postgres:
        _again_on_postgres(args, tally)
    for reason, times in sorted(tally.skipped.items()):
        print(f"skipped {times}: {reason}")
    counts = tally.counts
    last = f"{counts['passed']} passed, {counts['failed'] + counts['error']} failed"
    print(f"{last}, {counts['skipped']} skipped" if counts["skipped"] else last)
    if tally.failed and not counts["failed"] + counts["error"]:
        print("The tests broke off: not all of them ran, see above.")
    return FOUND_PROBLEMS if tally.failed else 0


def _again_on_postgres(args: Namespace, tally: Tally) -> None:
    try:
        with throwaway_postgres.cluster() as url:
            print("\nOnce more on PostgreSQL: what touches the store.", flush=True)
            marks = f"({args.m}) and store" if args.m else "store"
            surroundings = {"NORTHSTAR_DATABASE_URL": url}
            _pytest(args, marks, surroundings, tally, nothing_is_fine=True)
    except throwaway_postgres.Missing as missing:
        if os.environ.get("CI") == "true":
            print(f"failed: the store on PostgreSQL: {missing}")
            tally.counts["failed"] += 1
            tally.failed = True
        else:
            tally.counts["skipped"] += 1
            tally.skipped[f"the store on PostgreSQL: {missing}"] += 1


def _plain_surroundings() -> dict[str, str]:
    """Without the settings of this machine's own Northstar: tests run on the defaults."""
    kept = ("NORTHSTAR_CHROMIUM", "NORTHSTAR_LONG")
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("NORTHSTAR_") or name in kept
    }


def _pytest(
    args: Namespace, marks: str, extra: dict[str, str], tally: Tally, *, nothing_is_fine: bool
) -> int:
    with tempfile.TemporaryDirectory(prefix="northstar-test-") as folder:
        told = Path(folder) / "tally.json"
        surroundings = {**_plain_surroundings(), **extra, "NORTHSTAR_TEST_TALLY": str(told)}
        if args.long:
            surroundings["NORTHSTAR_LONG"] = "1"
        workers = os.environ.get("NORTHSTAR_TEST_WORKERS", _WORKERS)
        command = [sys.executable, "-m", "pytest", "-rfE", "-n", workers, "--dist", "loadgroup"]
        marked = ["-m", marks] if marks else []
        sys.stdout.flush()
        code = subprocess.call([*command, *marked, *args.rest], cwd=ROOT, env=surroundings)
        tally.add(code, told, nothing_is_fine)
        return code
