"""What is written again is, row for row, what was worked out."""

import pytest
from django.db import connection, transaction

from northstar.record import feeds
from tests.harness.mrs_chen import everything
from tests.harness.once import once


def _all_rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        tables = [
            name for (name,) in cursor.fetchall() if not name.startswith("record_note_words_")
        ]
        found = {}
        for name in tables:
            cursor.execute(f'SELECT {_told(cursor, name)} FROM "{name}"')
            found[name] = sorted(map(repr, cursor.fetchall()))
    return found


def _told(cursor, table):
    """Its columns without those that the database fills with its own clock."""
    cursor.execute("SELECT name, dflt_value FROM pragma_table_info(%s)", [table])
    return ", ".join(
        f'"{name}"' for name, given in cursor.fetchall() if "STRFTIME" not in f"{given}"
    )


def _in_a_try(make):
    with transaction.atomic():
        found = make(), _all_rows()
        transaction.set_rollback(True)
    return found


def test_the_second_time_the_same_rows_stand_there(sarah):
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL everything is worked out anew")
    first = _in_a_try(lambda: once(everything, staff=sarah.pk))
    again = _in_a_try(lambda: once(everything, staff=sarah.pk))
    assert first == again
    assert first[1]["record_fact"]


def test_where_something_stands_already_it_is_worked_out_anew(sarah):
    once(everything, staff=sarah.pk)
    feeds.feed("another", title="Another", format="mail", zone="UTC")
    with pytest.raises(ValueError, match="empty"):  # her papers are known: nobody new is told of
        once(everything, staff=sarah.pk)
