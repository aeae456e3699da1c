"""The letter after calls that nobody answered: it goes out, comes back to who wrote it, and is never lost."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.harness.calls import PHONE
from tests.harness.mrs_chen import NOW

from northstar.access.models import HeldClock, Staff
from northstar.access.viewer import viewer_of
from northstar.casework.outbox.models import Message
from northstar.casework.worklist import acts as acts_on
from northstar.casework.worklist.models import Line

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def page(client, at):
    return lambda query="": client.get(at() + query).content.decode()


@pytest.fixture
def without_answer(client, at, line):
    for day in range(4):
        HeldClock.objects.update(at=NOW + timedelta(days=day, hours=3))
        client.post(
            at("finish/"),
            {"line": line.public_id, "key": uuid4(), "number": PHONE, "outcome": "no-answer"},
        )
    return NOW + timedelta(days=3, hours=3)


def test_after_four_calls_a_letter_goes_out_and_then_a_person_decides(
    client, at, page, line, without_answer
):
    shown = page(f"?line={line.public_id}")
    assert "4 calls reached nobody" in shown
    assert "We tried to call you and did not reach you." in shown
    early = client.post(at("close/"), {"line": line.public_id})
    assert early.status_code == 422
    sent = client.post(
        at("letter/"), {"line": line.public_id, "text": "Dear Mei-Ling, please call us."}
    )
    assert sent.status_code == 302, sent.content.decode()
    assert Line.objects.get(pk=line.pk).next_on > without_answer.date()
    HeldClock.objects.update(at=without_answer + timedelta(days=12))
    assert "Close it as not reached" in page(f"?line={line.public_id}")
    client.post(at("close/"), {"line": line.public_id})
    assert (
        Line.objects.get(pk=line.pk).steps.get(what="done").outcome
        == "Not reached, letter unanswered"
    )


def test_a_letter_that_is_refused_keeps_its_words(client, at, line, without_answer):
    answer = client.post(at("letter/"), {"line": line.public_id, "text": " "})
    assert answer.status_code == 422


def test_what_the_letter_promises_is_shown_before_it_goes(client, at, line, chen, without_answer):
    form = {"line": line.public_id, "text": "Please call us. I will ring you on Wednesday at noon."}
    asked = client.post(at("letter/"), form)
    shown = html.unescape(asked.content.decode())
    assert asked.status_code == 422
    assert "and send it." in shown
    [mark] = re.findall(r'name="shown" value="([^"]*)"', shown)
    assert not Message.objects.exists()
    sent = client.post(at("letter/"), form | {"shown": mark, "promised": mark})
    assert sent.status_code == 302
    promised = Line.objects.get(patient_id=chen.pk, key__startswith="promise:")
    assert promised.says == "was promised for Wed 16 Sep: I will ring you on Wednesday at noon"


def test_the_words_it_begins_with_promise_nothing(client, at, page, line, without_answer):
    words = re.search(r'name="text"[^>]*>([^<]*)<', page(f"?line={line.public_id}"))[1]
    form = {"line": line.public_id, "text": html.unescape(words)}
    assert client.post(at("letter/"), form).status_code == 302


LETTER = "Dear Mei-Ling, your pill is ready for you."


@pytest.fixture
def dana(chen):
    return Staff.objects.create(username="dana", name="Dana Ruiz")


def held(shown):
    return re.search(r'name="held" value="([^"]*)"', shown)[1]


@pytest.fixture
def typing(client, at, page, line, without_answer):
    """Sarah has the letter half written; the function sends it, as the page stood when she began."""
    told = {"line": line.public_id, "held": held(page(f"?line={line.public_id}")), "text": LETTER}
    return lambda part="letter/", **more: client.post(at(part), told | more)


def goes_to(dana, line, sarah):
    acts_on.hand_over(line=Line.objects.get(pk=line.pk), by=viewer_of(sarah, NOW), at=NOW, to=dana)


def test_a_letter_whose_line_has_gone_to_a_colleague_comes_back(typing, line, dana, sarah):
    goes_to(dana, line, sarah)
    answer = typing()
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert LETTER in shown
    assert "Dana Ruiz holds this line now: handed over by Sarah Okafor" in shown
    for words in ("Send it all the same", "Leave it to Dana Ruiz", "Keep it as a draft"):
        assert words in shown
    assert not Message.objects.exists()


def test_it_is_sent_all_the_same_and_the_line_keeps_its_day(typing, line, dana, sarah):
    goes_to(dana, line, sarah)
    before = Line.objects.get(pk=line.pk).next_on
    assert typing(anyway="1").status_code == 302
    assert Message.objects.get().text == LETTER
    assert Line.objects.get(pk=line.pk).next_on == before


def test_it_is_left_to_who_holds_the_line_and_stands_in_their_page(typing, line, dana, sarah, page):
    goes_to(dana, line, sarah)
    assert typing("letter/leave/").status_code == 302
    assert not Message.objects.exists()
    shown = page(f"?line={line.public_id}")
    assert LETTER in shown
    assert "Sarah Okafor wrote the letter below" in shown


def test_it_is_kept_as_a_draft_of_that_page(typing, line, dana, sarah, client, at):
    goes_to(dana, line, sarah)
    answer = typing("letter/keep/")
    place = f"{at()}?line={line.public_id}"
    assert (answer.status_code, answer["Location"]) == (302, place)
    assert client.post("/drafts/take/", {"place": place}).json()["typed"] == [
        [at("letter/"), "text", LETTER]
    ]


@pytest.mark.parametrize("part", ["letter/", "close/"])
def test_a_line_that_was_settled_meanwhile_says_by_whom(typing, line, dana, part, client):
    acts_on.done(
        line=Line.objects.get(pk=line.pk), by=viewer_of(dana, NOW), at=NOW, outcome="Reached"
    )
    answer = typing(part)
    assert answer.status_code == 409
    assert "settled meanwhile: done by Dana Ruiz, “Reached”" in answer.content.decode()
    assert LETTER in answer.content.decode()


@pytest.mark.parametrize("part", ["letter/", "close/"])
def test_a_line_that_is_not_here_any_more_loses_no_letter(typing, line, part):
    answer = typing(part, line=uuid4())
    assert answer.status_code == 409
    assert LETTER in answer.content.decode()
    assert "not here for you any more" in answer.content.decode()


def test_a_letter_stays_where_somebody_reached_her_meanwhile(typing, client, at, line):
    """Then a letter is not the next step any more; what was typed is still there, with the reason."""
    client.post(at("finish/"), {
        "key": uuid4(), "number": PHONE, "checked": ["full name", "birth date"], "outcome": "reached",
    })  # fmt: skip
    assert LETTER in typing(line=uuid4()).content.decode()
