"""The few places where the two databases want different words."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Sized
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.transaction import get_connection as here  # itself: the proxy costs at every word


def stamp(at: datetime | None) -> Any:
    """An aware datetime as a raw SQL parameter."""
    return stamper()(at)


def stamper() -> Callable[[datetime | None], Any]:
    """`stamp` for many: which database it is, is asked once."""
    return _as_text if here().vendor == "sqlite" else _as_it_is


def _as_text(at: datetime | None) -> str | None:
    if at is None:
        return None
    at = at if at.tzinfo is UTC else at.astimezone(UTC)
    return at.isoformat(" ")[:-6]


def _as_it_is(at: datetime | None) -> datetime | None:
    return at


def moment(raw: Any) -> datetime | None:
    """A datetime from a raw SQL row, aware, in UTC."""
    if raw is None:
        return None
    if isinstance(raw, str):
        return datetime.fromisoformat(raw + "+00:00")
    # SQLite gives the stored UTC back without saying that it is UTC.
    return raw.replace(tzinfo=UTC) if raw.tzinfo is None else raw.astimezone(UTC)


def as_written(column: str) -> str:
    """A date column in SQL as the database holds it: Django's converter costs more than the query."""
    return f"{column} || ''" if here().vendor == "sqlite" else column


def new_ids(table: str, count: int) -> range | list[int]:
    """Row numbers for `count` rows to be inserted, inside the open write transaction."""
    store = here()
    with store.cursor() as cursor:
        if store.vendor == "sqlite":
            cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
            first = cursor.fetchone()[0] + 1
            return range(first, first + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert(table: str, columns: Sequence[str], rows: list[tuple]) -> None:
    """Insert plain rows without building model objects."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    holes = ", ".join(["%s"] * len(columns))
    with here().cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({holes})", rows)


def change(sql: str, rows: list[tuple]) -> None:
    """One statement for many rows."""
    if rows:
        with here().cursor() as cursor:
            cursor.executemany(sql, rows)


def uids(values: Iterable[UUID]) -> list[Any]:
    """Public ids as raw SQL parameters."""
    sqlite = here().vendor == "sqlite"
    return [value.hex if sqlite else value for value in values]


def select(sql: str, parameters: Sequence[Any] = ()) -> list[tuple]:
    """All rows of one question."""
    with here().cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def holes(values: Sized) -> str:
    """`%s, %s, %s` for an IN list."""
    return ", ".join(["%s"] * len(values))


def by_itself(sql: str) -> str:
    """A question inside another, in brackets. PostgreSQL would plan it as if only the few rows that the
    other wants were needed, and walk through all notes to find them."""
    if here().vendor == "sqlite":
        return f"({sql})"
    return f"(WITH alone AS MATERIALIZED ({sql}) SELECT * FROM alone)"


def one_of(column: str, numbers: Collection[int]) -> tuple[str, list[Any]]:
    """That a column is one of these numbers: said to PostgreSQL as one value, since to read and fill in
    three hundred holes costs it and its driver more than the answer."""
    if here().vendor == "sqlite":
        return f"{column} IN ({holes(numbers)})", list(numbers)
    return f"{column} = ANY(%s::bigint[])", ["{" + ",".join(map(str, numbers)) + "}"]


def beginning(column: str, text: str) -> Q:
    """Rows whose column begins with this text, asked so that either database uses its index."""
    if here().vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + "\U0010ffff"})
    return Q(**{f"{column}__startswith": text})


def begins(column: str, text: str) -> tuple[str, list[str]]:
    """The same as plain SQL, with its parameters."""
    if here().vendor == "sqlite":
        return f"{column} >= %s AND {column} < %s", [text, text + "\U0010ffff"]
    telling = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{column} LIKE %s", [telling + "%"]


def in_order(column: str) -> str:
    """To sort by a column in the order of the index that finds its beginnings."""
    return column if here().vendor == "sqlite" else f"{column} USING ~<~"


def read_beside(column: str) -> str:
    """A column by which no rows are to be found: PostgreSQL takes every beginning of a word for rare, and
    would rather find all who bear it than look through the words of a few."""
    return column if here().vendor == "sqlite" else f"({column} || '')"


EACH_BY_ITSELF = "LIMIT 1 OFFSET 0"
"""At the end of an EXISTS: it is asked of one row after the other, through an index. PostgreSQL cannot
know how many bear the beginning of a word, guesses a dozen, and would begin from there, with thousands."""


def beside(table: str, alias: str, on: str) -> str:
    """Joins one row of a table to each of a few, through an index. PostgreSQL, which cannot know that they
    are few, would rather read all of it through."""
    if here().vendor == "sqlite":
        return f"JOIN {table} {alias} ON {on}"
    return f"CROSS JOIN LATERAL (SELECT * FROM {table} {alias} WHERE {on} OFFSET 0) {alias}"


def batches(values: Iterable, size: int = 500) -> Iterator[list]:
    """Lists of at most `size`, for IN lists of bounded length."""
    source = iter(values)
    while batch := list(islice(source, size)):
        yield batch
