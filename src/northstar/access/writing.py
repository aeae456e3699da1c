"""One writer at a time, in turn, where the store is SQLite; on PostgreSQL the database sees to it.

SQLite lets whoever polls luckiest write next. A file lock in front of the write transaction makes
web, worker, listener and import wait in line, so that an act of a person is not starved by an import.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction


@contextmanager
def writing() -> Iterator[None]:
    """A write transaction on the record. Nested use joins the outer one."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with (settings.HOME / "write.lock").open("a") as line:
        fcntl.flock(line, fcntl.LOCK_EX)
        with transaction.atomic():
            yield
