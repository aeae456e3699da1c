"""Runs each benchmark in a process and a data folder of its own."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from northstar.config.bench.figures import Benchmark, Figure, Size
from northstar.discover import declared


def benchmarks() -> dict[str, Benchmark]:
    """All there are, by name."""
    return {one.name: one for one in declared("northstar.config.bench", "BENCHMARK")}


def run(name: str, size: Size, database: str = "") -> tuple[list[Figure], str]:
    """The figures of one benchmark, and what it complained of, if it failed. `database`: the address of
    an empty PostgreSQL; else SQLite in a folder of its own."""
    with TemporaryDirectory(prefix="northstar-bench-", ignore_cleanup_errors=True) as home:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "northstar.config.bench.run", name, json.dumps(asdict(size))],
            env=_environment(home) | ({"NORTHSTAR_DATABASE_URL": database} if database else {}),
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
    figures = [Figure(**told) for line in done.stdout.splitlines() if (told := _told(line))]
    return figures, done.stderr.strip() if done.returncode else ""


def _environment(home: str) -> dict[str, str]:
    """Nothing of this machine's own Northstar: a folder of its own, SQLite, the documented defaults."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith("NORTHSTAR_")}
    python = os.pathsep.join(p for p in sys.path if p)
    return kept | {
        "NORTHSTAR_HOME": str(Path(home) / "home"),
        "DJANGO_SETTINGS_MODULE": "northstar.config.settings",
        "PYTHONPATH": python,
    }


def _told(line: str) -> dict[str, Any] | None:
    return json.loads(line) if line.startswith("{") else None


def _measure(name: str, size: Size) -> None:
    import django

    django.setup()
    from northstar.config.store import ready

    ready()
    for figure in benchmarks()[name].measure(size):
        print(json.dumps(asdict(figure)), flush=True)


if __name__ == "__main__":
    _measure(sys.argv[1], Size(**json.loads(sys.argv[2])))
