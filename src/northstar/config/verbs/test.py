"""The whole test suite, as the build runs it: on SQLite, and what touches the store on PostgreSQL too.

The second pass begins as soon as the first knows its tests, and takes what the first leaves of the
machine: browsers and killed processes are waited for a quarter of the time. What it says comes last.
"""

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import IO

from northstar.config import throwaway_postgres
from northstar.config.cli import FOUND_PROBLEMS, INTERRUPTED

HELP = "run the tests as the build does; further arguments go to pytest"
NEEDS_DJANGO = False
PASSES_ON = True

ROOT = Path(__file__).parents[4]
_WORKERS = "2"  # as many as the cores it is measured on: a third browser makes all three slower
_FAILED, _INTERRUPTED, _NOTHING_COLLECTED = 1, 2, 5
_PATIENT = 10  # how far the second pass stands back behind the first, as `nice` counts
_LOOK = 0.5  # seconds between two looks at how far it is


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
    failed: bool = False

    def add(self, told: Path, code: int, *fine: int) -> None:
        if told.exists():
            account = json.loads(told.read_text("utf-8"))
            self.counts.update(account["counts"])
            self.skipped.update(account["skipped"])
        if code not in (0, _FAILED, *fine):
            self.fail(f"the tests broke off: pytest ended with {code}")
        self.failed |= code == _FAILED

    def fail(self, why: str) -> None:
        """What no single test tells counts as one that failed."""
        print(f"failed: {why}")
        self.counts["failed"] += 1
        self.failed = True


def run(args: Namespace) -> int:
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="northstar-test-") as made:
        sys.stdout.flush()
        first = _Pass(args, Path(made) / "sqlite")
        second = None if args.no_postgres else _OnPostgres(first, Path(made) / "postgres")
        code = first.run(args.m)
        if code == _INTERRUPTED:
            return INTERRUPTED
        tally.add(first.told, code)
        if second:
            second.tell(tally)
    for reason, times in sorted(tally.skipped.items()):
        print(f"skipped {times}: {reason}")
    counts = tally.counts
    last = f"{counts['passed']} passed, {counts['failed'] + counts['error']} failed"
    print(f"{last}, {counts['skipped']} skipped" if counts["skipped"] else last)
    if tally.failed and not counts["failed"] + counts["error"]:
        print("The tests broke off: not all of them ran, see above.")
    return FOUND_PROBLEMS if tally.failed else 0


class _Pass:
    """pytest over the tests that were asked for, and the folder in which it tells how it went."""

    def __init__(self, args: Namespace, folder: Path):
        folder.mkdir()
        self.args = args
        self.told = folder / "tally.json"
        self.store = folder / "store.json"  # the files whose tests touch the store
        self.over = Event()

    def run(self, marks: str, said: IO[bytes] | None = None, **more: str) -> int:
        """Gives pytest's exit code. `said`: where its words go; `more`: settings of the environment."""
        workers = os.environ.get("NORTHSTAR_TEST_WORKERS", _WORKERS)
        command = [sys.executable, "-m", "pytest", "-rfE", "-n", workers, "--dist", "loadgroup"]
        marked = ["-m", marks] if marks else []
        surroundings = {
            **_plain_surroundings(),
            **more,
            "NORTHSTAR_TEST_TALLY": str(self.told),
            "NORTHSTAR_TEST_STORE": str(self.store),
        }
        if self.args.long:
            surroundings["NORTHSTAR_LONG"] = "1"
        try:
            return subprocess.call(
                [*command, *marked, *self.args.rest], cwd=ROOT, env=surroundings,
                stdout=said, stderr=said,
            )  # fmt: skip
        finally:
            self.over.set()

    def knows_its_tests(self) -> bool:
        """Waits until it has collected them; gives whether any touches the store."""
        while not self.store.exists() and not self.over.wait(_LOOK):
            pass
        return self.store.exists() and bool(json.loads(self.store.read_text("utf-8")))


class _OnPostgres(Thread):
    """The tests of a pass that touch the store, once more, on a real PostgreSQL."""

    def __init__(self, first: _Pass, folder: Path):
        super().__init__(name="on PostgreSQL", daemon=True)
        self.first, self.itself = first, _Pass(first.args, folder)
        self.said = folder / "said.txt"
        self.said.touch()
        self.code: int | None = None
        self.missing = ""
        self.start()

    def run(self) -> None:
        if not self.first.knows_its_tests():
            return
        # On Linux a number of this thread alone, and of what begins in it: the server, the workers.
        os.setpriority(os.PRIO_PROCESS, 0, _PATIENT)
        marks = f"({self.first.args.m}) and store" if self.first.args.m else "store"
        try:
            with throwaway_postgres.cluster() as url, self.said.open("wb") as said:
                self.code = self.itself.run(
                    marks,
                    said,
                    NORTHSTAR_DATABASE_URL=url,
                    NORTHSTAR_TEST_ONLY=str(self.first.store),
                )
        except throwaway_postgres.Missing as missing:
            self.missing = f"the store on PostgreSQL: {missing}"

    def tell(self, tally: Tally) -> None:
        """What it has said meanwhile, the rest as it comes, and how it went."""
        with self.said.open("rb") as said:
            while self.is_alive():
                self._pass_on(said)
                self.join(_LOOK)
            self._pass_on(said)
        if self.missing:
            _missing(self.missing, tally)
        elif self.code is not None:
            tally.add(self.itself.told, self.code, _NOTHING_COLLECTED)

    def _pass_on(self, said: IO[bytes]) -> None:
        if words := said.read():
            if said.tell() == len(words):
                print("\nOnce more on PostgreSQL: what touches the store.")
            print(words.decode("utf-8", "replace"), end="", flush=True)


def _missing(why: str, tally: Tally) -> None:
    if os.environ.get("CI") == "true":
        tally.fail(why)
    else:
        tally.counts["skipped"] += 1
        tally.skipped[why] += 1


def _plain_surroundings() -> dict[str, str]:
    """Without the settings of this machine's own Northstar: tests run on the defaults. And what Python
    has once made of a file is kept, for the second pass, the processes that tests begin, the next run."""
    kept = ("NORTHSTAR_CHROMIUM", "NORTHSTAR_LONG")
    return {
        name: value
        for name, value in os.environ.items()
        if (not name.startswith("NORTHSTAR_") or name in kept) and name != "PYTHONDONTWRITEBYTECODE"
    }
