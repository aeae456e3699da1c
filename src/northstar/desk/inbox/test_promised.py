"""What an answer promises: shown with holder and day before it goes, and kept as a line."""

import html
import re

import pytest
from tests.harness.inbox import NOW, READER, a_call, known, post

from northstar.casework.acts import asking as acts
from northstar.casework.promises import asking as promises
from northstar.record import patients

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
WORDS = "Your refill is being looked at. I will call you on Thursday."


@pytest.fixture
def rio():
    return known("Rio", "4155550101")


@pytest.fixture
def answers(client, sarah, rio):
    """Sarah answers the call of Ana Rio by letter."""
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    return lambda text=WORDS, **more: post(
        client, piece, "answer", **{"patient": rio, "channel": "letter", "answer": text} | more
    )


def promised(rio):
    return promises.of_patient(READER, patients.known_to(READER, rio).pk, NOW.date())


def letters(rio):
    found = acts.of_patient(READER, patients.known_to(READER, rio).pk, kinds=["letter"])
    return [act for act in found if not hasattr(act, "taken_back")]


def shown_in(answer):
    said = answer.content.decode()
    return [html.unescape(one) for one in re.findall(r'name="shown" value="([^"]*)"', said)]


def test_it_is_shown_before_it_goes_and_kept_as_a_line(answers, rio):
    asked = answers()
    said = html.unescape(asked.content.decode())
    assert asked.status_code == 422
    assert "sounds like a promise" in said
    [mark] = shown_in(asked)
    assert f'name="promised" value="{mark}" checked' in said
    assert f'name="on-{mark}" value="2026-09-10"' in said
    assert not letters(rio)
    assert answers(shown=mark, promised=mark).status_code == 302
    [made] = (one.promise for one in promised(rio))
    assert made.line.is_open
    assert made.says == "I will call you on Thursday"
    assert made.act.kind == "letter"


def test_left_out_it_is_no_promise(answers, rio):
    [mark] = shown_in(answers())
    assert answers(shown=mark).status_code == 302
    assert not promised(rio)


def test_taken_back_in_the_inbox_the_promise_goes_with_the_answer(client, answers, rio):
    [mark] = shown_in(answers())
    answers(shown=mark, promised=mark)
    client.post("/inbox/undo/")
    assert [one.state for one in promised(rio)] == ["called off"]
    assert not letters(rio)
    assert answers().status_code == 422, "asked anew: it stands nowhere now"


def test_a_person_that_cannot_be_is_a_sentence(answers):
    wrong = answers(patient="nobody")
    assert wrong.status_code == 422
    assert "Choose who it is about." in wrong.content.decode()


def test_answered_on_a_page_of_its_own_it_is_asked_there(client, answers):
    """On a phone the list shows nothing beside it."""
    asked = answers(alone="yes").content.decode()
    assert "sounds like a promise" in html.unescape(asked)
    assert "Back to the inbox" in asked
    assert 'name="alone" value="yes"' in asked
