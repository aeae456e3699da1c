"""What was typed when the desk locked comes back once, to who typed it, and lies nowhere in clear."""

import json
from datetime import timedelta

import pytest

from northstar.access.models import Draft, Staff
from northstar.config.clock import machine_now

pytestmark = [pytest.mark.store, pytest.mark.django_db(databases=["default", "audit"])]
TYPED = [["/line/x/done/", "note", "spoke with the son"]]


@pytest.fixture
def desk(client, sarah):
    client.force_login(sarah)
    return client


def keep(desk, typed=TYPED, place="/?line=x"):
    return desk.post("/drafts/", {"place": place, "typed": json.dumps(typed)})


def take(desk, place="/?line=x"):
    return desk.post("/drafts/take/", {"place": place}).json()["typed"]


def test_it_comes_back_once(desk):
    assert keep(desk).status_code == 204
    assert take(desk, "/") == []
    assert take(desk) == TYPED
    assert take(desk) == []


def test_it_is_sealed_and_nobody_elses(desk):
    keep(desk)
    assert b"the son" not in bytes(Draft.objects.get().sealed)
    desk.force_login(Staff.objects.create(username="dana", name="Dana"))
    assert desk.post("/drafts/take/", {"place": "/?line=x"}).status_code == 403
    assert Draft.objects.exists()


def test_the_latest_counts_and_nothing_typed_is_nothing_kept(desk):
    keep(desk)
    keep(desk, [["/line/x/done/", "note", "and with the daughter"]])
    assert Draft.objects.count() == 1
    keep(desk, [])
    assert not Draft.objects.exists()


@pytest.mark.parametrize("typed", ["x", "{}", "[1]", '[["a", "b"]]', '[["a", "b", 3]]'])
def test_what_is_no_form_is_not_kept(desk, typed):
    assert desk.post("/drafts/", {"place": "/", "typed": typed}).status_code == 204
    assert not Draft.objects.exists()


def test_after_a_day_it_is_gone(desk):
    keep(desk)
    Draft.objects.update(at=machine_now() - timedelta(days=2))
    assert take(desk) == []


def test_what_is_too_long_is_said_and_what_was_kept_before_stays(desk):
    keep(desk)
    assert keep(desk, [["/line/x/done/", "note", "x" * 250_000]]).status_code == 413
    assert take(desk) == TYPED


def test_the_longest_note_is_kept(desk):
    longest = [["/notes/", "text", "“" * 20_000]]
    assert keep(desk, longest).status_code == 204
    assert take(desk) == longest
