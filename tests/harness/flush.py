"""Between transactional tests Django empties every table; the insert-only ones must let it."""

import os
from contextlib import contextmanager


def pytest_configure():
    if "DJANGO_SETTINGS_MODULE" not in os.environ:
        return
    from django.db.backends.base.operations import BaseDatabaseOperations
    from django.db.models import Model  # noqa: F401 - or the next import goes in a circle

    BaseDatabaseOperations.execute_sql_flush = _without_triggers(
        BaseDatabaseOperations.execute_sql_flush
    )


def _without_triggers(flush):
    def execute_sql_flush(self, statements):
        with unguarded(self.connection):
            flush(self, statements)

    return execute_sql_flush


def unguarded(connection):
    """As somebody would work who has the database's own password."""
    return (_replica if connection.vendor == "postgresql" else _dropped)(connection)


@contextmanager
def _replica(connection):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")


@contextmanager
def _dropped(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, sql in triggers:
            cursor.execute(sql)
