"""The call screen: the person first, the words, one submit that writes everything; and what is known before dialling."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.harness.calls import PHONE, READER, written
from tests.harness.mrs_chen import BUNDLE, NOW, arrives

from northstar.access.audit import relay
from northstar.access.audit.models import AuditEntry
from northstar.access.models import HeldClock, Staff
from northstar.access.viewer import viewer_of
from northstar.casework.worklist.models import Line
from northstar.chart.words import Consent
from northstar.doing.acting import did
from northstar.record import charts, panels

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def page(client, at):
    return lambda query="": client.get(at() + query).content.decode()


def test_the_person_comes_first_then_the_words(page, line):
    shown = page(f"?line={line.public_id}")
    for words in (
        "Chen, Mei-Ling", "陈美玲", "born 14 Mar 1952", "Chinese", "wants a call about her pill",
        "(415) 555-0132", "Wei Chen", "Hello, this is Sarah Okafor from your clinic",
        "not asked yet", "12 Grant Ave, San Francisco", 'href="tel:911"', 'href="tel:988"',
    ):  # fmt: skip
        assert words in shown, words
    assert (
        shown.index("Chen, Mei-Ling") < shown.index("Words to use") < shown.index("How did it end?")
    )


def test_it_says_what_time_it_is_there(page):
    assert "It is 07:30" in page()
    HeldClock.objects.update(at=NOW + timedelta(hours=14))
    assert "the telephone rests from 21:00 to 08:00" in page()


def test_words_follow_the_purpose(page):
    assert "We missed you at your visit" in page("?purpose=missed")
    assert "Home from hospital" in page()


def test_one_press_writes_the_call_and_closes_the_line(client, at, chen, line):
    dialled = client.post(
        at("dial/"), {"number": PHONE, "line": line.public_id}, headers={"Northstar-Part": "call"}
    ).json()
    HeldClock.objects.update(at=NOW + timedelta(minutes=11))
    answer = client.post(at("finish/"), {
        "line": line.public_id, "key": uuid4(), "dial": dialled["dial"], "number": dialled["number"],
        "who": "", "checked": ["full name", "birth date"], "note": "She has both bottles at home.",
        "heard": ["two bottles of the same"], "outcome": "reached", "purpose": "medicine",
    })  # fmt: skip
    assert answer.status_code == 302
    [act] = written(chen)
    assert (act.ended - act.began) == timedelta(minutes=11)
    assert act.detail["heard"] == ["two bottles of the same"]
    assert not Line.objects.get(pk=line.pk).is_open


def test_nobody_there_comes_back(client, at, chen, line):
    client.post(
        at("finish/"),
        {"line": line.public_id, "key": uuid4(), "number": PHONE, "outcome": "no-answer"},
    )
    again = Line.objects.get(pk=line.pk)
    assert again.is_open
    assert "no answer. Call " in again.steps.get(what="called").why


def test_a_number_that_is_dead_is_struck_out(client, at, page):
    client.post(at("finish/"), {"key": uuid4(), "number": PHONE, "outcome": "dead-number"})
    assert "Dead number" in page()
    assert "Tried: Tue 8 Sep, morning: dead number" in page()


def test_who_wants_no_calls_is_not_dialled(client, at, page, chen, sarah):
    no = Consent(status="active", decision="deny", scope="telephone calls from this clinic")
    did(
        by=viewer_of(sarah, NOW),
        patient=chen,
        kind="note",
        says="no calls",
        at=NOW,
        states=[("Consent", no)],
    )
    assert "Asked not to be called" in page()
    assert client.post(at("dial/"), {"number": PHONE}).status_code == 422
    told = client.post(at("dial/"), {"number": PHONE}, headers={"Northstar-Part": "call"}).json()
    assert "asked not to be called" in told["error"]
    shown = page()
    mine = shown.partition("(415) 555-0132")[2].partition("</li>")[0]
    assert "asked not to be called" in mine
    assert "data-dial" not in mine
    assert "data-dial" in shown.partition("Wei Chen")[2]  # her son did not ask that


def test_what_others_did_today_is_shown_before_dialling(page, chen):
    dana = Staff.objects.create(username="dana", name="Dana Ruiz")
    did(
        by=viewer_of(dana, NOW),
        patient=chen,
        kind="call",
        says="Told her the visit moved.",
        at=NOW - timedelta(minutes=20),
    )
    assert "Today already: Dana Ruiz, 07:10: Told her the visit moved." in page()


def test_a_look_is_one_entry(client, at, line):
    relay(1000)
    before = AuditEntry.objects.count()
    client.get(at() + f"?line={line.public_id}")
    relay(1000)
    assert AuditEntry.objects.count() == before + 1


def test_a_shared_telephone_is_said_so(page, sarah):
    from tests.harness.mrs_chen import RESULTS, arrives

    assert "has this number too" not in page()
    his = (
        RESULTS.replace("L-1001", "L-2001")
        .replace("L555", "L777")
        .replace("Chen^Mei-Ling", "Chen^Bo")
    )
    for pk in arrives(
        "laboratory", "his.hl7", his.replace("19520314|F", "19490102|M").encode()
    ).patients:
        panels.place(patient=pk, day=NOW.date(), staff=sarah.pk)
    assert "has this number too" in page()


def test_the_questions_asked_do_not_grow_with_the_numbers(
    client, at, line, django_assert_max_num_queries
):
    client.get(at())
    with django_assert_max_num_queries(60):
        client.get(at() + f"?line={line.public_id}")


def test_the_buttons_lead_here(client, at, chen, line):
    assert f'href="{at()}"' in client.get(f"/patients/{chen.public_id}/").content.decode()
    assert (
        f"{at()}?line={line.public_id}" in client.get(f"/line/{line.public_id}/").content.decode()
    )


def test_a_call_made_on_paper_is_entered_with_its_own_time(client, at, chen, line):
    """The system was away: called yesterday at ten past four, for twelve minutes; entered this morning."""
    asked = {
        "line": line.public_id, "number": PHONE, "checked": ["full name", "birth date"],
        "outcome": "reached", "note": "She is well", "when": "2026-09-07T16:10", "minutes": "12",
    }  # fmt: skip
    client.post(at("finish/"), {**asked, "key": uuid4()})
    [act] = written(chen)
    began = NOW.replace(day=7, hour=16, minute=10)
    assert (act.began, act.ended, act.at) == (began, began + timedelta(minutes=12), NOW)
    assert act.says.endswith("Entered afterwards, Tue 8 Sep 07:30.")
    [told] = [
        m for m in charts.charts(READER, [chen.pk], NOW)[chen.pk].messages
        if m.source.feed == "staff" and m.medium == "call"
    ]  # fmt: skip
    assert told.began.start == began
    assert not Line.objects.get(pk=line.pk).is_open


def test_a_time_that_cannot_be_keeps_what_was_typed(client, at, chen):
    answer = client.post(
        at("finish/"),
        {"key": uuid4(), "outcome": "no-answer", "when": "2026-09-08T09:00", "when_shown": "2026-09-08T07:30"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "later than now" in answer.content.decode()
    assert 'value="2026-09-08T09:00"' in answer.content.decode()
    assert not written(chen)


def test_a_paper_call_from_before_leaves_a_later_dialling_open(client, at, chen, page):
    made = client.post(at("dial/"), {"number": PHONE}, headers={"Northstar-Part": "call"}).json()
    client.post(
        at("finish/"),
        {"key": uuid4(), "dial": made["dial"], "number": PHONE, "outcome": "no-answer", "when": "2026-09-07T16:10"},
    )  # fmt: skip
    assert f'name="dial" value="{made["dial"]}"' in page()


def test_what_we_did_ourselves_has_not_come(client, at, chen, line):
    """Our own call is no message that waits in the morning."""
    before = client.get("/").content.decode()
    client.post(at("finish/"), {
        "line": line.public_id, "key": uuid4(), "number": PHONE, "who": "", "minutes": "4",
        "checked": ["full name", "birth date"], "outcome": "reached", "note": "She is well.",
    })  # fmt: skip
    after = client.get("/").content.decode()
    assert "1 message" not in after.partition("</h1>")[2].partition("</p>")[0]
    assert ("Nothing has come" in before) == ("Nothing has come" in after)


def test_who_is_to_be_called_stands_beneath(client, sarah, chen):
    """Whoever opens Calls wants to call, too: the rows of today that suggest it."""
    client.force_login(sarah)
    call = {
        "patient": chen, "staff": sarah, "signal": "s", "key": "k", "matter": "m", "band": 2, "score": 1,
        "says": "came home on Friday", "suggests": "Call: medicines", "factors": {"one": 1},
        "next_on": NOW.date(), "opened": NOW, "refreshed": NOW, "because": [],
    }  # fmt: skip
    line = Line.objects.create(**call)
    Line.objects.create(
        **call | {"key": "other", "matter": "n", "suggests": "Answer", "says": "wrote"}
    )
    page = client.get("/calls/").content.decode()
    assert f"/line/{line.public_id}/" in page
    assert "wrote" not in page
    assert "To call today" not in client.post("/calls/", {"number": "4155550132"}).content.decode()


def test_who_saw_her_today_elsewhere_is_shown_before_dialling(page, chen):
    """A nurse of another agency was at her door this morning: two teams on one morning tire anybody."""
    at_home = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HH"}
    told = [
        {"resource": {"resourceType": "Encounter", "id": key, "status": status, "class": at_home,
                      "subject": {"reference": "Patient/chen"}, "period": {"start": f"2026-09-08T{hour}:00-07:00"}}}
        for key, status, hour in (("now", "finished", "07:05"), ("noon", "planned", "12:00"))
    ]  # fmt: skip
    patient = [one for one in BUNDLE["entry"] if one["resource"]["resourceType"] == "Patient"]
    arrives(
        "clinic", "visit.json", json.dumps({**BUNDLE, "entry": [*patient, *told]}).encode(), NOW
    )
    shown = page()
    assert "07:05: seen at home" in shown
    assert shown.count("seen at home") == 1


def test_the_number_is_the_one_that_is_chosen_and_none_where_they_called_by_themselves(
    client, at, page, chen
):
    shown = page()
    choice = shown.partition('id="on-number"')[2].partition("</select>")[0]
    assert "Wei Chen" in choice
    said = {"outcome": "no-answer", "number": "(415) 555-0199"}
    client.post(at("finish/"), said | {"key": uuid4()})
    client.post(at("finish/"), said | {"key": uuid4(), "incoming": "1"})
    says = sorted(act.says for act in written(chen))
    assert "Called (415) 555-0199" in says[0]
    assert says[1].startswith("Called us")
    assert "555" not in says[1]


def test_who_spoke_with_somebody_else_is_not_told_that_she_was_reached(client, at):
    said = {"outcome": "reached", "number": PHONE, "who": "other", "other": "A neighbour"}
    answer = client.post(
        at("finish/"), said | {"key": uuid4(), "checked": ["full name", "birth date"]}, follow=True
    )
    assert "Written: spoke with somebody else" in answer.content.decode()


def test_after_a_death_the_words_are_those_for_the_family(client, at, page):
    said = {
        "outcome": "deceased",
        "number": PHONE,
        "who": "other",
        "other": "Wei Chen",
        "key": uuid4(),
    }
    assert client.post(at("finish/"), said).status_code == 302
    shown = page()
    assert "I heard the sad news" in shown
    assert "Call the family on a number of theirs, yourself." in shown
    [act] = written_all(shown)
    assert "has died" in act


def written_all(shown):
    return re.findall(r"Your call, [^<]*", shown)
