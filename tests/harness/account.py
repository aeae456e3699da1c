"""Tells `./northstar test` how it went, over all workers; leaves the long tests to `--long`."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

NOT_NOW = "one of the long tests: ./northstar test --long"


def pytest_collection_modifyitems(items):
    if os.environ.get("NORTHSTAR_LONG") == "1":
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason=NOT_NOW))


def pytest_terminal_summary(terminalreporter):
    told = os.environ.get("NORTHSTAR_TEST_TALLY")
    if not told:
        return
    stats = terminalreporter.stats
    counts = {kind: len(stats.get(kind, ())) for kind in ("passed", "failed", "error", "skipped")}
    skipped = Counter(_reason(report) for report in stats.get("skipped", ()))
    reports = [report for kind in counts for report in stats.get(kind, ())]
    store = sum("store" in getattr(report, "keywords", ()) for report in reports)
    account = {"counts": counts, "skipped": skipped, "store": store}
    Path(told).write_text(json.dumps(account), "utf-8")


def _reason(report):
    why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return why.removeprefix("Skipped: ")
