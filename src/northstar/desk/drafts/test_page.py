"""What was typed when the desk locked comes back once, to who typed it, and lies nowhere in clear."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from northstar.access import drafts
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


def test_it_comes_back_until_it_is_kept_anew(desk):
    assert keep(desk).status_code == 204
    assert take(desk, "/") == []
    assert take(desk) == TYPED  # this answer may be lost on its way
    assert take(desk) == TYPED
    keep(desk, [])
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


def test_a_page_of_a_colleague_that_still_stands_open_keeps_nothing(desk, sarah):
    dana = Staff.objects.create(username="dana", name="Dana")
    told = {"place": "/", "typed": json.dumps(TYPED), "who": str(dana.public_id)}
    assert desk.post("/drafts/", told).status_code == 409
    assert not Draft.objects.exists()
    assert desk.post("/drafts/", told | {"who": str(sarah.public_id)}).status_code == 204


def test_the_next_page_is_told_when_the_last_words_of_the_page_before_are_still_coming(desk):
    asked = {"place": "/?line=x", "left": "m1"}
    assert desk.post("/drafts/take/", asked).json() == {"typed": [], "coming": True}
    desk.post("/drafts/", {"place": "/?line=x", "typed": json.dumps(TYPED), "left": "m1"})
    assert desk.post("/drafts/take/", asked).json() == {"typed": TYPED, "coming": False}
    assert Draft.objects.count() == 1


def test_what_was_kept_before_stays_beside_what_is_typed_until_it_has_come_back(desk):
    keep(desk, TYPED)
    newer = ["/line/x/done/", "note", "her son came"]
    told = {"place": "/?line=x", "typed": json.dumps([newer]), "beside": "1"}
    for _ in range(2):
        desk.post("/drafts/", told)
    assert desk.post("/drafts/take/", {"place": "/?line=x"}).json()["typed"] == [newer, *TYPED]


def test_a_form_that_was_taken_is_a_draft_no_longer_and_the_others_are(desk, sarah):
    now = machine_now()
    keep(desk, [*TYPED, ["/line/x/later/", "why", "her son is away"]])
    told = {"staff": sarah, "place": "/?line=x", "form": "/line/x/done/", "mark": "m1", "at": now}
    drafts.let_go(**told)
    drafts.keep(staff=sarah, place="/?line=x", typed=TYPED, at=now, mark="m1")  # by a browser, late
    assert take(desk) == [["/line/x/later/", "why", "her son is away"]]
    drafts.keep(staff=sarah, place="/?line=x", typed=TYPED, at=now, mark="m2")
    assert take(desk) == TYPED


def test_only_a_form_that_leads_on_was_taken(desk):
    told = {"name": "", "desk_draft": "/here/", "desk_form": "/line/x/done/", "desk_mark": "m1"}
    keep(desk, TYPED, "/here/")
    assert (
        desk.post("/preferences/", told | {"letter_keys": "perhaps", "text_size": "?"}).status_code
        != 302
    )
    assert take(desk, "/here/") == TYPED
    keep(desk, TYPED, "/here/")
    assert desk.post("/undo/", told).status_code == 302
    assert take(desk, "/here/") == []


def test_a_form_refused_because_something_changed_shows_what_was_written(desk):
    said = desk.post(f"/line/{uuid4()}/done/", {"note": "spoke with the son", "outcome": "x"})
    shown = said.content.decode()
    assert said.status_code == 403
    assert "spoke with the son" in shown
    assert "What you typed is not lost" in shown


def test_a_page_from_before_the_last_sign_in_is_sent_with_one_more_press(sarah):
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(sarah)
    told = {"note": "spoke with the <son>", "csrfmiddlewaretoken": "old"}
    ours = desk.post(f"/line/{uuid4()}/done/", told, headers={"Origin": "http://testserver"})
    assert ours.status_code == 403
    assert 'name="note" value="spoke with the &lt;son&gt;"' in ours.content.decode()
    theirs = desk.post(f"/line/{uuid4()}/done/", told, headers={"Origin": "https://example.org"})
    assert theirs.status_code == 403
    assert "son" not in theirs.content.decode()
    secret = desk.post(
        "/sign-in/", told | {"password": "x y"}, headers={"Origin": "http://testserver"}
    )
    assert "x y" not in secret.content.decode()
