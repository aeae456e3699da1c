"""An act's entry: written with the act in one transaction, moved into the chain soon after."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from northstar.access.audit import chain, entry
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Pending, Staff
from northstar.access.viewer import Viewer, viewer_of
from northstar.access.writing import writing


class NotInATransaction(Exception):
    """An act and its entry must be one transaction; this act is in none."""


def acted(
    *,
    by: Viewer | Staff,
    what: str,
    at: datetime,
    action: str = "act",
    patients: Iterable[UUID | str] = (),
    arrivals: Iterable[UUID | str] = (),
    purpose: str = "",
    outcome: str = "done",
    machine_at: datetime | None = None,
) -> UUID:
    """Say what was done, inside the act's own transaction: both happen, or neither.

    The machine's time is the database's own where `machine_at` does not say it.
    """
    row = prepared(
        by=by if isinstance(by, Viewer) else viewer_of(by, at),
        what=what,
        at=at,
        action=action,
        patients=patients,
        arrivals=arrivals,
        purpose=purpose,
        outcome=outcome,
    )
    if machine_at:
        row.written = machine_at
    acted_all([row])
    return row.uuid


def acted_all(pendings: Iterable[Pending]) -> None:
    """The same for a slice of an import: rows made by `prepared`, written in one statement."""
    store = transaction.get_connection()
    if not in_a_transaction(store):
        raise NotInATransaction
    told: list[Pending] = []
    untold: list[Pending] = []
    for row in pendings:
        known = row.written and not hasattr(row.written, "resolve_expression")
        (told if known else untold).append(row)
    if told:
        Pending.objects.bulk_create(told)
    # By hand: the listener leaves one with every commit, hundreds a second.
    sqlite = store.vendor == "sqlite"
    rows = [(row.uuid.hex if sqlite else row.uuid, row.digest, row.body) for row in untold]
    if rows:
        with store.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO access_pending (uuid, digest, body) VALUES (%s, %s, %s)", rows
            )


def in_a_transaction(store: BaseDatabaseWrapper) -> bool:
    """Whether what is written now is kept or lost as one."""
    return bool(store.in_atomic_block)


def prepared(*, by: Viewer, action: str = "act", **words) -> Pending:
    """A row for `acted_all`; takes what `acted` takes."""
    uuid = uuid4()
    body = entry.canonical(entry.content(by, action=action, pending=uuid, **words))
    return Pending(uuid=uuid, digest=entry.digest(body), body=body)


def relay(limit: int = 1000) -> int:
    """Moves what acts left behind into the chain, oldest first; says how many it moved.

    The two stores cannot commit together. The chain commits first; after a crash the next call
    finds the entry there by its uuid and only marks the row.
    """
    waiting = Pending.objects.filter(sequence__isnull=True).order_by("pk")
    if not waiting.exists():
        return 0
    with writing():
        # Two relays at once take different rows, or one after the other.
        some = list(waiting.select_for_update(skip_locked=True)[:limit])
        _mark(some, _chained(some))
    return len(some)


def _chained(waiting: list[Pending]) -> dict[UUID, int]:
    """The chain's number for each, appending those that it does not hold yet."""
    with chain.extending():
        wanted = [row.uuid for row in waiting]
        known = AuditEntry.objects.filter(pending__in=wanted)
        places: dict[UUID, int] = {row.pending: row.sequence for row in known if row.pending}
        missing = [row for row in waiting if row.uuid not in places]
        numbers = chain.append_locked(_words(row) for row in missing)
        return places | dict(zip((row.uuid for row in missing), numbers, strict=True))


def _words(row: Pending) -> dict[str, Any]:
    return entry.at_machine_time(json.loads(row.body), row.written)


def _mark(waiting: list[Pending], places: dict[UUID, int]) -> None:
    # By hand: Django's bulk_update takes ten times as long, and the write lock is held meanwhile.
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE access_pending SET sequence = %s, body = '' WHERE id = %s",
            [(places[row.uuid], row.pk) for row in waiting],
        )
