"""What is promised in the note of a call: shown once with its day, then kept as a line."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.harness.calls import PHONE, READER, written
from tests.harness.mrs_chen import NOW

from northstar.access.models import HeldClock, Role, Staff
from northstar.casework.worklist.asking import lines_of
from northstar.record import panels

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def page(client, at):
    return lambda query="": client.get(at() + query).content.decode()


def promises(chen):
    return [one for one in lines_of(READER, chen.pk) if one.key.startswith("promise:")]


def field(shown, name):
    return [html.unescape(one) for one in re.findall(rf'name="{name}" value="([^"]*)"', shown)]


def test_a_promise_in_the_note_is_shown_once_with_its_day_then_kept(client, at, chen, line):
    form = {
        "line": line.public_id, "key": uuid4(), "number": PHONE, "checked": ["full name", "birth date"],
        "note": "She feels well. Will call her Thursday about the pill.", "outcome": "reached",
    }  # fmt: skip
    asked = client.post(at("finish/"), form)
    shown = asked.content.decode()
    assert asked.status_code == 422
    assert "sounds like a promise" in shown
    assert not written(chen)
    [key] = field(shown, "shown")
    assert f'name="promised" value="{html.escape(key)}" checked' in shown
    assert field(shown, f"on-{re.escape(html.escape(key))}") == ["2026-09-10"]
    again = form | {"shown": key, "promised": key, f"on-{key}": "2026-09-11"}
    assert client.post(at("finish/"), again).status_code == 302
    [act], [kept] = written(chen), promises(chen)
    assert kept.says == "was promised for Fri 11 Sep: Will call her Thursday about the pill"
    assert kept.promise.act_id == act.pk
    assert client.post(at("finish/"), again).status_code == 302, "pressed twice"
    assert len(promises(chen)) == 1


def test_a_day_said_in_a_call_entered_afterwards_counts_from_the_call(client, at, chen):
    """“Monday”, said on Thursday and written down on Tuesday, has gone by: it is today's."""
    form = {
        "key": uuid4(), "number": PHONE, "checked": ["full name", "birth date"], "when": "2026-09-03T10:00",
        "minutes": "5", "note": "I will call her Monday. I will send the form Wednesday.", "outcome": "reached",
    }  # fmt: skip
    asked = client.post(at("finish/"), form).content.decode()
    assert re.findall(r'type="date" name="on-[^"]*" value="([^"]*)"', asked) == [
        "2026-09-08",
        "2026-09-09",
    ]


def test_what_a_colleague_called_for_stands_on_the_page_and_stays_theirs(client, at, chen, page):
    form = {
        "key": uuid4(),
        "number": PHONE,
        "note": "About the stool test.",
        "outcome": "no-answer",
    }
    client.post(at("finish/"), form)
    assert "it closes once they are reached. The call of Sarah Okafor" in page()
    dana = Staff.objects.create(username="dana", name="Dana Whitfield")
    Role.objects.create(staff=dana, role="nurse", start=NOW - timedelta(days=9))
    panels.place(patient=chen.pk, day=NOW.date(), staff=dana.pk)
    HeldClock.objects.update(at=NOW + timedelta(hours=1))
    client.force_login(dana)
    shown = html.unescape(page())
    assert "No line leads here" in shown
    assert "Sarah Okafor called in vain" in shown
    assert "About the stool test." in shown
    reached = {
        "key": uuid4(),
        "number": PHONE,
        "checked": ["full name", "birth date"],
        "outcome": "reached",
    }
    client.post(at("finish/"), reached | {"note": "About a bill."})
    [line] = [one for one in lines_of(READER, chen.pk) if one.key.startswith("call:")]
    assert line.staff.name == "Sarah Okafor"
    assert line.says.endswith("; spoken with since, on Tue 8 Sep")


def test_what_is_unticked_is_no_promise(client, at, chen, line):
    form = {
        "line": line.public_id, "key": uuid4(), "number": PHONE, "checked": ["full name", "birth date"],
        "note": "I will send the form.", "outcome": "reached",
    }  # fmt: skip
    [key] = field(client.post(at("finish/"), form).content.decode(), "shown")
    assert client.post(at("finish/"), form | {"shown": key}).status_code == 302
    assert promises(chen) == []


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"promise": "call back", "promise_on": "2026-09-10"}, "the form holds it"),
        ({"keep_on": "2026-09-10"}, "the line comes back that day"),
        (
            {"note": "LVM, will try again Wed.", "outcome": "no-answer"},
            "the next attempt has its day",
        ),
        ({"note": "She will call us Thursday."}, "hers to keep"),
    ],
)
def test_nobody_is_asked_twice_about_one_promise(client, at, chen, line, more, why):
    form = {
        "line": line.public_id, "key": uuid4(), "number": PHONE, "checked": ["full name", "birth date"],
        "note": "Will call her Thursday.", "outcome": "reached",
    }  # fmt: skip
    assert client.post(at("finish/"), form | more).status_code == 302, why
    assert len(promises(chen)) == ("promise" in more)


def test_what_was_typed_is_kept_when_something_is_missing(client, at, chen, line):
    answer = client.post(at("finish/"), {
        "line": line.public_id, "key": uuid4(), "number": PHONE, "checked": ["full name"], "note": "She <b>cannot</b> sleep",
        "taught": "I take the white one", "promise": "call back", "outcome": "reached", "heard": ["cost"],
    })  # fmt: skip
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Tick the two things" in shown
    for words in (
        "She &lt;b&gt;cannot&lt;/b&gt; sleep",
        "I take the white one",
        'value="call back"',
    ):
        assert words in shown
    assert re.search(r'value="full name"[^>]* checked', shown)
    assert re.search(r'value="reached" checked', shown)
    assert not written(chen)


def test_a_promise_becomes_a_line(client, at, chen, line):
    client.post(at("finish/"), {
        "line": line.public_id, "key": uuid4(), "number": PHONE, "checked": ["full name", "birth date"],
        "outcome": "reached", "promise": "call you back about the pill", "promise_on": "2026-09-10",
    })  # fmt: skip
    assert "promise" in {one.matter for one in lines_of(READER, chen.pk)}
