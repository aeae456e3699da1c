"""Which tests touch the store: those in its rooms that use the database, and those marked so.

They run on SQLite first; `./northstar test` then runs them again on a throwaway PostgreSQL.
"""

import pytest

ROOMS = ("access", "record", "casework", "spine")
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if _in_the_rooms(item) and _uses_the_database(item):
            item.add_marker(pytest.mark.store)


def _in_the_rooms(item):
    parts = item.path.with_suffix("").parts
    if "northstar" not in parts:
        return False
    room = parts[parts.index("northstar") + 1]
    return room.removeprefix("test_") in ROOMS


def _uses_the_database(item):
    asked = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or asked & DATABASE)
