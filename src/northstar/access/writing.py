"""One writer at a time, in turn, where the store is SQLite; on PostgreSQL the database sees to it.

SQLite lets whoever polls luckiest write next. A file lock in front of the write transaction makes
web, worker, listener and import wait in line, so that an act of a person is not starved by an import.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction


@contextmanager
def writing() -> Iterator[None]:
    """A write transaction on the record. Nested use joins the outer one."""
    store = transaction.get_connection()
    if store.vendor != "sqlite" or store.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with in_line("write.lock"), transaction.atomic():
        yield


@contextmanager
def in_line(name: str) -> Iterator[None]:
    """One at a time over all processes. Whoever wants two such lines takes `write.lock` first."""
    line = os.open(settings.HOME / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(line, fcntl.LOCK_EX)
        yield
    finally:
        os.close(line)
