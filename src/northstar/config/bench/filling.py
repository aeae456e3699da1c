"""Bare rows into SQLite by the million: nothing is synced, and the indexes are built when all is in."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

_AT_ONCE = 100_000
_INDEXES = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
    "AND (tbl_name LIKE 'record_%' OR tbl_name LIKE 'worklist_%')"
)


@contextmanager
def filling() -> Iterator[Callable[[str, Iterable[tuple]], None]]:
    """Inside, `fill(statement, rows)`. Only for a store that nobody else has open."""
    from django.db import connection

    connection.ensure_connection()
    raw = connection.connection
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("PRAGMA cache_size=-1048576")
    indexes = raw.execute(_INDEXES).fetchall()
    for name, _ in indexes:
        raw.execute(f'DROP INDEX "{name}"')

    def fill(statement: str, rows: Iterable[tuple]) -> None:
        source = iter(rows)
        while some := list(islice(source, _AT_ONCE)):
            raw.execute("BEGIN")
            raw.executemany(statement, some)
            raw.execute("COMMIT")

    yield fill
    for _, made in indexes:
        raw.execute(made)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()  # with it go the settings above
