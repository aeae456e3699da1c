"""Whoever arrives is compared with those who share a word of hers, and a crowded word costs no more than a rare one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from northstar.engines.linking.traits import Traits
from northstar.record import feeds, likeness
from northstar.record.models import Identity, Token

pytestmark = [pytest.mark.store, pytest.mark.django_db]
NUMBERS = frozenset({"a|rare", "a|full", "a|crowded"})


@pytest.fixture
def sharing():
    """The newcomer, two others with a rare word, as many as may share one, and one more than that."""
    feed = feeds.feed("A")
    people = Identity.objects.bulk_create(
        Identity(feed=feed, key=f"{n}") for n in range(likeness.CROWD + 1)
    )
    pks = [one.pk for one in people]
    for word, whose in (
        ("n:a|rare", pks[:2]),
        ("n:a|full", pks[2 : likeness.CROWD + 1]),
        ("n:a|crowded", pks),
    ):
        Token.objects.bulk_create(Token(identity_id=pk, word=word) for pk in whose)
    newcomer = Identity.objects.create(feed=feed, key="new").pk
    return newcomer, pks


def test_a_word_that_more_than_sixty_share_finds_nobody(sharing):
    newcomer, pks = sharing
    found = likeness._sharing({newcomer: Traits(numbers=NUMBERS)}, {})
    assert found == {newcomer: set(pks)}
    crowded = Traits(numbers=frozenset({"a|crowded"}))
    assert likeness._sharing({newcomer: crowded}, {}) == {newcomer: set()}


def test_all_words_are_asked_at_once_and_by_index(sharing):
    newcomer, _ = sharing
    with CaptureQueriesContext(connection) as asked:
        likeness._sharing({newcomer: Traits(numbers=NUMBERS)}, {})
    assert len(asked) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert plan.count("token_word (word=?)") == len(NUMBERS)
