"""What a message promises: shown with holder and day before it goes, kept as a line, and never twice."""

import html
import re
from uuid import uuid4

import pytest
from tests.harness.calls import PHONE, READER
from tests.harness.mrs_chen import NOW

from northstar.access.models import HeldClock, Role, Staff
from northstar.casework.acts import asking as acts
from northstar.casework.promises import asking as promises
from northstar.casework.worklist.asking import lines_of
from northstar.record import panels

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
DAY = NOW.replace(hour=9)
HOME = "letter|12 Grant Ave\nSan Francisco CA 94108"
WORDS = "Dear Mrs. Chen, your pills are ready. I will call you on Thursday about the ride."


@pytest.fixture
def writes(client, sarah, chen):
    """Sarah writes to Mrs. Chen, at nine; a `key` is one page that she opened."""
    HeldClock.objects.update(at=DAY)
    client.force_login(sarah)

    def writes(text=WORDS, key=None, **more):
        form = {"do": "send", "way": HOME, "purpose": "her pills", "subject": "Your pills",
                "text": text, "language": "en", "key": key or str(uuid4())} | more  # fmt: skip
        return client.post(f"/patients/{chen.public_id}/write/", form)

    return writes


def letters(chen):
    return acts.of_patient(READER, chen.pk, kinds=["letter"])


def kept(chen):
    return [one for one in lines_of(READER, chen.pk) if one.key.startswith("promise:")]


def shown_in(answer):
    said = answer.content.decode()
    return [html.unescape(one) for one in re.findall(r'name="shown" value="([^"]*)"', said)]


def test_it_is_shown_with_its_day_and_its_holder_before_it_goes(writes, chen):
    asked = writes(key="0f0e0d0c-0000-4000-8000-000000000001")
    said = html.unescape(asked.content.decode())
    assert asked.status_code == 422
    assert "Not sent yet." in said
    assert "sounds like a promise" in said
    assert "send it." in said
    [mark] = shown_in(asked)
    assert f'name="promised" value="{mark}" checked' in said
    assert f'name="on-{mark}" value="2026-09-10"' in said
    assert '<option value="">I do</option>' in said
    assert not letters(chen)
    again = {"shown": mark, "promised": mark, f"on-{mark}": "2026-09-11"}
    for _ in "twice":
        done = writes(key="0f0e0d0c-0000-4000-8000-000000000001", **again)
        assert done.status_code == 302
    [line], [letter] = kept(chen), letters(chen)
    assert line.says == "was promised for Fri 11 Sep: I will call you on Thursday about the ride"
    assert line.staff.name == "Sarah Okafor"
    assert line.promise.act_id == letter.pk


def test_it_is_kept_by_whom_it_is_given_to(writes, chen):
    dana = Staff.objects.create(username="dana", name="Dana Whitfield")
    Role.objects.create(staff=dana, role="nurse", start=NOW)
    panels.place(patient=chen.pk, day=NOW.date(), staff=dana.pk)
    [mark] = shown_in(writes())
    more = {"shown": mark, "promised": mark, f"to-{mark}": str(dana.public_id)}
    assert writes(**more).status_code == 302
    assert [line.staff for line in kept(chen)] == [dana]


def test_what_is_unticked_is_no_promise(writes, chen):
    [mark] = shown_in(writes())
    assert writes(shown=mark).status_code == 302
    assert not kept(chen)
    assert len(letters(chen)) == 1


def test_measured_first_it_stands_there_and_is_not_asked_again(writes, chen):
    looked = writes(do="look")
    [mark] = shown_in(looked)
    assert looked.status_code == 200
    assert writes(shown=mark, promised=mark).status_code == 302
    assert len(kept(chen)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Please call us about your pills.",
        "If you like, I will call you on Thursday.",
        "Your daughter will call us on Thursday.",
        "I called you on Monday.",
        "Shall I call you on Thursday?",
    ],
)
def test_what_is_none_is_not_asked_about(writes, text):
    assert writes(text).status_code == 302


def test_promised_in_the_call_the_letter_does_not_promise_it_again(client, writes, chen):
    call = {"key": uuid4(), "number": PHONE, "checked": ["full name", "birth date"], "outcome": "reached",
            "note": "She feels well. Will call her Thursday about the ride."}  # fmt: skip
    finish = f"/patients/{chen.public_id}/call/finish/"
    [mark] = shown_in(client.post(finish, call))
    assert (
        client.post(finish, call | {"shown": mark, "promised": mark, f"on-{mark}": "2026-09-10"}).status_code
        == 302
    )  # fmt: skip
    looked = writes(do="look").content.decode()
    assert "Has its line already:" in looked
    assert "Thu 10 Sep" in looked
    assert " checked" not in looked.partition('name="promised"')[2].partition(">")[0]
    assert writes().status_code == 302
    assert len(kept(chen)) == 1


def test_recalled_before_it_left_it_was_not_promised(client, writes, chen):
    [mark] = shown_in(writes())
    sent = writes(shown=mark, promised=mark).url
    assert len(kept(chen)) == 1
    client.post(f"{sent}recall/")
    assert not kept(chen)
    assert [one.state for one in promises.of_patient(READER, chen.pk, DAY.date())] == ["called off"]


def test_a_day_gone_by_is_said_in_a_sentence(writes, chen):
    [mark] = shown_in(writes())
    late = writes(shown=mark, promised=mark, **{f"on-{mark}": "2026-09-01"})
    assert late.status_code == 422
    assert "for today or for a day ahead" in late.content.decode()
    assert not letters(chen)
