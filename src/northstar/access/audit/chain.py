"""Appending: one at a time over all processes, committed before it returns."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from northstar.access.audit import entry
from northstar.access.audit.models import AuditEntry
from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.access.writing import in_line

_ONE_WRITER = 0x6E6F727468737461  # PostgreSQL's advisory lock for the chain's end


def viewed(
    viewer: Viewer,
    what: str,
    now: datetime,
    machine_now: datetime,
    *,
    action: str = "view",
    patients: Iterable[UUID | str] = (),
    arrivals: Iterable[UUID | str] = (),
    purpose: str = "",
    outcome: str = "done",
) -> int:
    """One entry for one look, with everyone who was in it. It is on disk when this returns."""
    said = entry.content(
        viewer,
        action=action,
        what=what,
        at=now,
        patients=patients or viewer.looked["patients"],
        arrivals=arrivals or viewer.looked["arrivals"],
        purpose=purpose,
        outcome=outcome,
    )
    return _together(entry.at_machine_time(said, machine_now))


_waiting: list[tuple[dict[str, Any], Future[int]]] = []
_to_wait, _to_commit = Lock(), Lock()


def _together(said: dict[str, Any]) -> int:
    """Views that are noted at the same moment share one commit; each waits until it is on disk.

    While one thread commits, the others gather; the next of them commits for all who wait.
    """
    mine: Future[int] = Future()
    with _to_wait:
        _waiting.append((said, mine))
    with _to_commit:
        if not mine.done():
            _commit_all()
    return mine.result()


def _commit_all() -> None:
    with _to_wait:
        some = list(_waiting)
        _waiting.clear()
    try:
        numbers = append(said for said, _ in some)
    except BaseException as error:
        for _, future in some:
            future.set_exception(error)
        return
    for number, (_, future) in zip(numbers, some, strict=True):
        future.set_result(number)


def append(contents: Iterable[dict[str, Any]]) -> list[int]:
    """Puts entries at the end of the chain, all of them or none, and gives their numbers."""
    with extending():
        return append_locked(contents)


@contextmanager
def extending() -> Iterator[None]:
    """A transaction in which nobody else extends the chain. With SQLite whoever waits, waits in line:
    left to itself it would try again and again, ever more seldom."""
    connection = connections["audit"]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with in_line("audit.lock"), transaction.atomic(using="audit", durable=True):
            yield
        return
    with transaction.atomic(using="audit", durable=True):
        lock()
        yield


def append_locked(contents: Iterable[dict[str, Any]]) -> list[int]:
    sequence, previous = head()
    rows = []
    for said in contents:
        sequence += 1
        rows.append(entry.row_of(said, sequence, previous))
        previous = rows[-1].hash
    _write(rows)
    return [row.sequence for row in rows]


def _write(rows: list[AuditEntry]) -> None:
    # By hand: every page leaves one, and Django words each anew.
    connection, fields = connections["audit"], AuditEntry._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    words = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO audit_auditentry ({names}) VALUES ({places})",  # noqa: S608 - our own names
            words,
        )


def lock() -> None:
    """Only one process extends the chain at a time. SQLite's BEGIN IMMEDIATE has seen to it."""
    connection = connections["audit"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_WRITER])


def head() -> tuple[int, str]:
    """The last entry's number and hash."""
    last = _last()
    return last[0] if last else (0, entry.BEFORE_THE_FIRST)


_last = worded_once(
    lambda: AuditEntry.objects.order_by("-sequence").values_list("sequence", "hash")[:1]
)
