"""Keeping asks by index: a feed that has sent a million messages is kept as fast as a new one."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from northstar.record import feeds, keeping
from northstar.sources.reading import Reading

AT = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


def numbered(control: str) -> tuple[bytes, Reading, str]:
    return control.encode(), Reading("hl7v2", "1", sender="LAB|HOSPB", control=control), ""


@pytest.mark.django_db
def test_no_question_goes_through_all_that_a_feed_has_sent():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by the table's statistics")
    feed = feeds.feed("lab", format="hl7v2")
    with CaptureQueriesContext(connection) as asked:
        keeping.keep_many([numbered("1"), numbered("2")], feed, received=AT)
    plans = [_plan(one["sql"]) for one in asked if one["sql"].startswith("SELECT")]
    assert any("feed_id=? AND sender=? AND control=?" in plan for plan in plans)
    assert any("feed_id=? AND sha256=?" in plan for plan in plans)
    assert not any(plan.endswith("(feed_id=?)") for plan in plans)


@pytest.mark.django_db
def test_a_number_is_its_senders_own():
    feed = feeds.feed("lab", format="hl7v2")
    keeping.keep_many([numbered("1")], feed, received=AT)
    other = Reading("hl7v2", "1", sender="LAB|WEST", control="1")
    same = Reading("hl7v2", "1", sender="LAB|HOSPB", control="1")
    kept = keeping.keep_many([(b"a", other, ""), (b"b", same, "")], feed, received=AT)
    assert [one.clash for one in kept] == [False, True]


def _plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return " ".join(row[3] for row in cursor.fetchall())
