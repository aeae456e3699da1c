"""Who keeps what a text promises: a colleague by name has it as a promise, for everybody else a line waits."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.harness.calls import PHONE, READER
from tests.harness.mrs_chen import NOW

from northstar.access.models import Role, Staff
from northstar.casework.worklist.asking import lines_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def dana(db):
    staff = Staff.objects.create(username="dana", name="Dana Whitfield")
    Role.objects.create(staff=staff, role="nurse", start=NOW - timedelta(days=9))
    return staff


@pytest.fixture
def calls(client, sarah, chen):
    """Sarah writes down a call with Mrs. Chen."""
    client.force_login(sarah)

    def calls(note, **more):
        form = {"key": uuid4(), "number": PHONE, "checked": ["full name", "birth date"],
                "outcome": "reached", "note": note} | more  # fmt: skip
        return client.post(f"/patients/{chen.public_id}/call/finish/", form)

    return calls


def shown_in(answer):
    said = answer.content.decode()
    return [html.unescape(one) for one in re.findall(r'name="shown" value="([^"]*)"', said)]


def lines(chen, kind):
    return [one for one in lines_of(READER, chen.pk) if one.key.startswith(f"{kind}:")]


@pytest.mark.parametrize("name", ["Dana", "Dana Whitfield", "DW", "Nurse Dana"])
def test_a_colleague_by_name_or_initials_is_proposed_as_its_holder(calls, chen, dana, name):
    asked = calls(f"Feels well. {name} will call her Thursday about the ride.")
    [mark] = shown_in(asked)
    page = html.unescape(asked.content.decode())
    assert asked.status_code == 422
    assert f'<option value="{dana.public_id}" selected' in page
    kept = calls(
        f"Feels well. {name} will call her Thursday about the ride.", shown=mark, promised=mark
    )
    assert kept.status_code == 302  # the page chose her: nothing was sent along
    [line] = lines(chen, "promise")
    assert line.staff == dana
    assert line.says.startswith("was promised for Thu 10 Sep")


def test_chosen_otherwise_it_is_whom_was_chosen(calls, chen, dana, sarah):
    note = "Dana will call her Thursday about the ride."
    [mark] = shown_in(calls(note))
    calls(note, shown=mark, promised=mark, **{f"to-{mark}": ""})
    assert [line.staff for line in lines(chen, "promise")] == [sarah]


def test_for_a_doctor_elsewhere_a_line_waits(calls, chen, sarah):
    note = "Feels well. Dr. Park will send the report Friday."
    asked = calls(note)
    assert asked.status_code == 422
    assert "Waits for Dr. Park:" in asked.content.decode()
    [mark] = shown_in(asked)
    assert calls(note, shown=mark, promised=mark).status_code == 302
    [line] = lines(chen, "awaited")
    assert (
        line.says == "waits for Dr. Park until Fri 11 Sep: “Dr. Park will send the report Friday”"
    )
    assert (line.staff, line.next_on.isoformat(), line.due_day) == (sarah, "2026-09-11", True)
    assert not lines(chen, "promise")


def test_what_is_waited_for_already_is_not_asked_again(calls, chen):
    note = "Dr. Park will send the report Friday."
    [mark] = shown_in(calls(note))
    calls(note, shown=mark, promised=mark)
    assert calls("As she said: Dr. Park will fax it by Friday.").status_code == 302
    assert len(lines(chen, "awaited")) == 1


def test_two_in_a_breath_are_two_lines(calls, chen, dana):
    note = "Dana to call her Fri and fax the form Mon."
    marks = shown_in(calls(note))
    assert len(marks) == 2
    assert calls(note, shown=marks, promised=marks).status_code == 302
    assert sorted(line.next_on.isoformat() for line in lines(chen, "promise")) == [
        "2026-09-11",
        "2026-09-14",
    ]


@pytest.mark.parametrize(
    "note", ["She will call us Thursday.", "Son to bring forms Fri.", "Dr. Park will send it."]
)
def test_what_people_keep_themselves_stops_no_call(calls, chen, note):
    assert calls(note).status_code == 302
    assert not lines(chen, "awaited")


def test_in_a_note_it_is_proposed_and_a_tick_makes_it_wait(client, sarah, chen):
    client.force_login(sarah)
    at = f"/patients/{chen.public_id}/notes/"
    there = client.post(
        f"{at}write/", {"text": "Feels well. She will call us Thursday about the ride."}
    ).url
    page = client.get(there).content.decode()
    [key] = [html.unescape(one) for one in re.findall(r'name="tick" value="(awaited[^"]*)"', page)]
    assert "by She" in page
    signed = client.post(
        there, {"what": "sign", "title": "Well", "tick": key, f"on-{key}": "2026-09-10"}
    )
    assert signed.status_code == 302
    [line] = lines(chen, "awaited")
    assert line.says == "waits until Thu 10 Sep: “She will call us Thursday about the ride”"


def test_taken_back_with_the_call_it_waits_no_more(client, calls, chen):
    note = "Dr. Park will send the report Friday."
    [mark] = shown_in(calls(note))
    calls(note, shown=mark, promised=mark)
    [line] = lines(chen, "awaited")
    number = line.key.split(":")[1]
    back = f"/patients/{chen.public_id}/call/{number}/back/"
    shown = client.get(back)
    assert shown.status_code == 200, shown.content[:300]
    client.post(back, {"why": "another person"})
    assert not lines(chen, "awaited")


def test_a_day_gone_by_is_a_sentence(calls, chen):
    note = "Dr. Park will send the report Friday."
    [mark] = shown_in(calls(note))
    late = calls(note, shown=mark, promised=mark, **{f"on-{mark}": "2026-09-01"})
    assert late.status_code == 422
    assert "for today or for a day ahead" in late.content.decode()
