"""Verify finds what a disk, a bug or a hand has done to the store."""

from datetime import UTC, datetime
from random import Random

import pytest
from django.db import connection

from northstar import spine
from northstar.access.viewer import system_viewer
from northstar.record import feeds, keeping, verify
from northstar.record.models import Arrival, Fact, Original
from northstar.sources.hl7v2 import FORMAT
from tests.harness.flush import unguarded

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
DICE = Random(1)
pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def arrivals():
    """Three messages of two people, read in."""
    feed = feeds.feed("hl7", format="hl7v2", zone="America/Los_Angeles")
    source = feeds.as_source(feed)
    items = []
    for number, event in ((1, "A01"), (1, "A08"), (2, "A01")):
        data = (
            f"MSH|^~\\&|ADT|HOSPB|||2026090807300{len(items)}||ADT^{event}|{len(items)}|P|2.5.1\r"
            f"PID|1||{number}^^^HOSPB^MR||Lee^Ann||19500101|F\rPV1|1|I|4E||||||||||||||||V{number}\r"
        ).encode()
        items.append((data, FORMAT.read(data, source, ""), "x"))
    spine.arrived(items, feed, by=system_viewer("a test"), at=NOW)
    return list(Arrival.objects.all())


def change(sql: str, *values) -> None:
    with unguarded(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_sound_store_has_no_problems(arrivals):
    assert Fact.objects.count() > 3
    assert verify.problems() == []
    assert verify.sampled(20, DICE) == []


def test_bytes_that_changed_are_named(arrivals):
    Original.objects.update(content=keeping.compress(b"something else"))
    assert "are not those that came" in verify.sampled(20, DICE)[0]


def test_a_fact_that_went_missing_is_noticed(arrivals):
    kept = Fact.objects.filter(kind="Encounter").first()
    change("UPDATE record_fact SET digest = %s WHERE id = %s", b"0" * 16, kept.pk)
    assert "not in the record" in verify.sampled(40, DICE)[0]


def test_a_fact_superseded_by_another_persons_is_noticed(arrivals):
    one = Fact.objects.filter(kind="Encounter", superseded=None).first()
    change(
        "INSERT INTO record_supersession (fact_id, by_fact_id, \"by\", at, why) VALUES (%s, %s, 'x', %s, '')",
        one.pk,
        Fact.objects.exclude(identity=one.identity).first().pk,
        NOW.replace(tzinfo=None),
    )
    found = " ".join(verify.problems())
    assert "another identity, kind or key" in found
