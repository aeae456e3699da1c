"""Which tests touch the store: those in its rooms that use the database, and those marked so.

They run on SQLite; `./northstar test` runs them a second time on a throwaway PostgreSQL, for which
the first pass tells it the files, so that the second need not open the others.
"""

import json
import os
from functools import cache
from pathlib import Path

import pytest

ROOMS = ("access", "record", "casework", "spine")
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if _in_the_rooms(item) and _uses_the_database(item):
            item.add_marker(pytest.mark.store)


def pytest_collection_finish(session):
    told = os.environ.get("NORTHSTAR_TEST_STORE")
    if not told:
        return
    files = {str(item.path) for item in session.items if item.get_closest_marker("store")}
    half = Path(f"{told}.{os.getpid()}")
    half.write_text(json.dumps(sorted(files)), "utf-8")
    half.rename(told)


def pytest_ignore_collect(collection_path):
    only = _only()
    if only and collection_path.suffix == ".py" and str(collection_path) not in only:
        return True
    return None


@cache
def _only():
    told = os.environ.get("NORTHSTAR_TEST_ONLY")
    return frozenset(json.loads(Path(told).read_text("utf-8"))) if told else frozenset()


def _in_the_rooms(item):
    parts = item.path.with_suffix("").parts
    if "northstar" not in parts:
        return False
    room = parts[parts.index("northstar") + 1]
    return room.removeprefix("test_") in ROOMS


def _uses_the_database(item):
    asked = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or asked & DATABASE)
