"""A promise at the desk: one sentence, one day, and what became of it."""

import re

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.audit.models import AuditEntry
from northstar.access.viewer import system_viewer
from northstar.casework.promises import asking
from northstar.casework.promises.models import Promise

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
SAYS = "call back about the two heart pills"
THURSDAY = "2026-09-10"


@pytest.fixture
def desk(client, sarah, chen):
    client.force_login(sarah)
    return client


@pytest.fixture
def made(desk, chen):
    desk.post(f"/patients/{chen.public_id}/promise/", {"says": SAYS, "day": THURSDAY})
    return Promise.objects.get()


def stands(chen):
    [one] = asking.of_patient(system_viewer("a test"), chen.pk, NOW.date())
    return one.state


def test_one_sentence_and_one_button(desk, chen, made):
    text = desk.get(f"/patients/{chen.public_id}/").content.decode()
    assert f'href="/promises/{made.public_id}/"' in text
    assert "For Thu 10 Sep" in text
    assert f'href="/patients/{chen.public_id}/promise/"' in text


def test_the_next_days_one_is_there_are_offered(desk, chen):
    text = desk.get(f"/patients/{chen.public_id}/promise/").content.decode()
    assert 'value="2026-09-08"' in text
    assert 'value="2026-09-14"' in text  # Monday, after a weekend nobody works
    assert 'value="2026-09-12"' not in text


def test_a_mistake_keeps_what_was_typed(desk, chen):
    answer = desk.post(f"/patients/{chen.public_id}/promise/", {"says": SAYS, "on": "soon"})
    assert answer.status_code == 422
    assert SAYS in answer.content.decode()
    assert not Promise.objects.exists()


def test_a_day_nobody_covers_says_so(desk, chen):
    page = {"says": SAYS, "on": "2026-09-12"}
    answer = desk.post(f"/patients/{chen.public_id}/promise/", page, follow=True)
    assert "Nobody is there that day, so it is on the list on Fri 11 Sep" in answer.content.decode()


@pytest.mark.parametrize(
    ("what", "said", "state"),
    [
        ("keep", {"note": "She stops the old one."}, "kept"),
        ("call-off", {"why": "Her daughter called, all clear."}, "called off"),
        ("another-day", {"day": "2026-09-11", "why": "She is out"}, "promised"),
    ],
)
def test_what_became_of_it(desk, chen, made, what, said, state):
    assert desk.post(f"/promises/{made.public_id}/{what}/", said).status_code == 302
    assert stands(chen) == state
    text = desk.get(f"/promises/{made.public_id}/").content.decode()
    assert state.capitalize() in text or "For Fri 11 Sep" in text


def test_without_a_reason_it_is_not_called_off(desk, made, chen):
    answer = desk.post(f"/promises/{made.public_id}/call-off/", {"why": " "})
    assert answer.status_code == 422
    assert "who knows" in answer.content.decode()
    assert stands(chen) == "promised"


def test_one_key_takes_keeping_back(desk, made, chen):
    desk.post(f"/promises/{made.public_id}/keep/")
    desk.post("/undo/")
    assert stands(chen) == "promised"


def test_a_view_is_one_entry_that_names_the_person(desk, made, chen):
    before = AuditEntry.objects.filter(action="view").count()
    desk.get(f"/promises/{made.public_id}/")
    assert AuditEntry.objects.filter(action="view").count() == before + 1


def test_there_is_no_other_promise(desk):
    assert desk.get("/promises/6f6c1a52-1111-4f10-9e6a-3f6a35e6d4de/").status_code == 404


def test_after_a_death_a_promise_is_told_where_it_belongs(client, sarah, chen):
    client.force_login(sarah)
    type(chen).objects.filter(pk=chen.pk).update(died=True)
    here = f"/patients/{chen.public_id}/promise/"
    assert "write in the call or the note" in client.get(here).content.decode()
    typed = {"says": "send the forms", "on": "2026-09-10"}
    answer = client.post(here, typed)
    assert answer.status_code == 422
    assert "send the forms" in answer.content.decode()


def test_enter_in_a_field_takes_no_buttons_day(desk, chen):
    """The first button of a form is what Enter presses: it names no day, so that the typed one counts."""
    page = desk.get(f"/patients/{chen.public_id}/promise/").content.decode()
    form = page[page.index("data-kept") :]
    assert "name=" not in re.search(r"<button[^>]*>", form)[0]
    answer = desk.post(f"/patients/{chen.public_id}/promise/", {"says": "call", "on": ""})
    assert answer.status_code == 422
    assert "Choose the day that was promised" in answer.content.decode()
