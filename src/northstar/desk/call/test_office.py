"""One call to an office about several people: each has their own note line, minutes and next day."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.harness.mrs_chen import NOW

from northstar.access.models import HeldClock, Staff
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking as acts
from northstar.casework.calls import asking as calls
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.asking import lines_of
from northstar.record import charts, panels, patients
from northstar.record.belonging import registration
from northstar.record.feeds import feed
from northstar.rules.contacts import contacts

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
READER = system_viewer("a test")


@pytest.fixture
def brooks(chen, sarah):
    """A second person of hers, who has nothing but a row."""
    row = type(chen).objects.create(
        name="Samuel Brooks", sort_name="Brooks, Samuel", birth_date="1950-02-01"
    )
    registration(
        row, feed("staff", title="Our own staff", format="staff"), kind="note", key="x", at=NOW
    )
    panels.place(patient=row.pk, day=NOW.date(), staff=sarah.pk)
    return row


@pytest.fixture
def lines(chen, brooks, sarah):
    made = []
    for n, row in enumerate((chen, brooks)):
        line = by_hand.new(patient=row.pk, key=f"a test {n}", at=NOW, to=sarah)
        line.says, line.signal = "has a request that nobody answered", "authorization-unanswered"
        made.append(by_hand.keep(line, at=NOW))
    return made


@pytest.fixture
def at(client, sarah):
    client.force_login(sarah)
    return "/calls/office/"


def form(lines, **more):
    said = {
        "line": [str(line.public_id) for line in lines], "key": str(uuid4()), "began": NOW.isoformat(),
        "office": "Acorn Health", "representative": "Pat", "reference": "R-17", "held": "6",
        "outcome": "reached",
    }  # fmt: skip
    noted = {f"note-{lines[0].public_id}": "Approved until March"} if lines else {}
    return said | noted | more


def told(chen):
    return acts.of_patient(READER, chen.pk, kinds=["office call"])


def test_the_page_names_them_and_offers_who_else_waits_there(client, at, lines):
    shown = client.get(f"{at}?line={lines[0].public_id}").content.decode()
    assert "Mei-Ling Chen" in shown
    assert "1EG4-TE5-MK73" in shown, "the number under which the plan knows her"
    assert 'value="Medicare"' in shown
    assert "reference number for this call" in shown
    assert "Add<span" in shown
    assert "Samuel Brooks" in shown


def test_everybody_gets_their_own_line_and_share(client, at, lines, chen, brooks):
    HeldClock.objects.update(at=NOW + timedelta(minutes=12))
    again = {f"again-{lines[1].public_id}": "2026-09-10"}
    assert client.post(f"{at}finish/", form(lines, **again)).status_code == 302
    [one], [other] = told(chen), told(brooks)
    assert one.ended == other.began == NOW + timedelta(minutes=6)
    assert one.says == (
        "Called Acorn Health, Pat: reached. Reference R-17. One call for 2 people. On hold for 6 minutes. "
        "Approved until March."
    )
    assert "March" not in other.says
    assert lines[0].key not in {line.key for line in lines_of(READER, chen.pk)}
    [left] = [line for line in lines_of(READER, brooks.pk) if line.key == "a test 1"]
    assert str(left.next_on) == "2026-09-10"


def test_what_was_promised_about_one_of_them_becomes_a_line(client, at, lines, chen, brooks):
    """The office has answered, and its line is closed; what we said we would do is not."""
    noted = {f"note-{lines[0].public_id}": "Approved. Will fax the form Wed."}
    asked = client.post(f"{at}finish/", form(lines, **noted))
    assert asked.status_code == 422
    shown = html.unescape(asked.content.decode())
    [key] = re.findall(r'name="shown" value="([^"]*)"', shown)
    assert not told(chen)
    ticks = {"shown": key, "promised": key, f"on-{key}": "2026-09-09"}
    assert client.post(f"{at}finish/", form(lines, **noted, **ticks)).status_code == 302
    [kept] = [one for one in lines_of(READER, chen.pk) if one.key.startswith("promise:")]
    assert kept.says == "was promised for Wed 9 Sep: Will fax the form Wed"
    assert not [one for one in lines_of(READER, brooks.pk) if one.key.startswith("promise:")]


def test_again_on_a_day_that_has_passed_is_asked_anew(client, at, lines, chen):
    past = {f"again-{lines[0].public_id}": "2026-09-07"}
    refused = client.post(f"{at}finish/", form(lines[:1], **past))
    assert refused.status_code == 422
    shown = html.unescape(refused.content.decode())
    assert "“Again on” is a day that has passed: choose today or a day ahead." in shown
    assert 'value="2026-09-07"' in shown
    assert "Approved until March" in shown
    assert not told(chen)


def test_an_office_is_not_the_person(client, at, lines, chen):
    client.post(f"{at}finish/", form(lines[:1]))
    chart = charts.charts(READER, [chen.pk], NOW)[chen.pk]
    assert "office call" in {m.medium for m in chart.messages}
    assert not [c for c in contacts(chart) if getattr(c.fact, "medium", "") == "office call"]


def test_nothing_typed_is_lost(client, at, lines, chen):
    refused = client.post(f"{at}finish/", form(lines, representative=""))
    assert refused.status_code == 422
    shown = refused.content.decode()
    for words in ("Who spoke with you?", "Approved until March", "R-17", 'value="Acorn Health"'):
        assert words in shown
    assert not told(chen)


def test_the_button_pressed_twice_writes_once(client, at, lines, chen):
    said = form(lines)
    client.post(f"{at}finish/", said)
    client.post(f"{at}finish/", said)
    assert len(told(chen)) == 1


def test_nobody_answers_and_it_comes_back(client, at, lines, brooks):
    client.post(f"{at}finish/", form(lines, outcome="no-answer", representative=""))
    [left] = [line for line in lines_of(READER, brooks.pk) if line.key == "a test 1"]
    assert left.next_on > NOW.date()
    assert patients.rows([brooks.pk]).exists()


def test_a_call_on_paper_is_entered_with_its_own_time(client, at, lines, chen, brooks):
    """Yesterday at ten past four, for twelve minutes; entered this morning."""
    said = form(
        lines, when="2026-09-07T16:10", when_shown="2026-09-08T07:30", minutes="12", incoming="1"
    )
    assert client.post(f"{at}finish/", said).status_code == 302
    [one], [other] = told(chen), told(brooks)
    began = NOW.replace(day=7, hour=16, minute=10)
    assert (one.began, other.ended, other.at) == (began, began + timedelta(minutes=12), NOW)
    assert one.says.startswith("Acorn Health called us, Pat: reached.")
    assert one.says.endswith("Entered afterwards, Tue 8 Sep 07:30.")


def test_a_time_that_cannot_be_keeps_what_was_typed(client, at, lines, chen):
    said = form(lines, when="2026-09-09T16:10", when_shown="2026-09-08T07:30")
    refused = client.post(f"{at}finish/", said)
    assert refused.status_code == 422
    assert "later than now" in refused.content.decode()
    assert 'value="2026-09-09T16:10"' in refused.content.decode()
    assert not told(chen)


def test_an_office_rings_about_somebody_without_an_open_line(client, at, chen, sarah):
    shown = client.get(f"{at}?patient={chen.public_id}").content.decode()
    assert "Mei-Ling Chen" in shown
    said = form([], patient=str(chen.public_id), **{f"note-{chen.public_id}": "The pill is ready"})
    assert client.post(f"{at}finish/", said).status_code == 302
    [act] = told(chen)
    assert act.says.endswith("The pill is ready.")


def test_a_line_that_went_elsewhere_loses_nothing_that_was_typed_about_it(
    client, at, lines, chen, brooks
):
    away = uuid4()
    said = form(
        lines[1:],
        **{"line": [str(lines[1].public_id), str(away)], f"note-{away}": "denied, she weeps"},
    )
    refused = client.post(f"{at}finish/", said)
    assert refused.status_code == 409
    assert "denied, she weeps" in refused.content.decode()
    assert client.post(f"{at}finish/", said | {"anyway": "1"}).status_code == 302
    assert told(brooks)


def test_the_office_is_dialled_and_the_minutes_run_from_there(client, at, lines, chen):
    said = form(lines[:1], number="(415) 555-0188", outcome="", key=str(uuid4()))
    HeldClock.objects.update(at=NOW + timedelta(minutes=5))
    shown = client.post(f"{at}dial/", said).content.decode()
    for words in ("Dialled (415) 555-0188", "Approved until March", 'href="tel:+14155550188"'):
        assert words in shown, words
    made = re.search(r'name="dial" value="([^"]+)"', shown)[1]
    began = html.unescape(re.search(r'name="began" value="([^"]+)"', shown)[1])
    HeldClock.objects.update(at=NOW + timedelta(minutes=12))
    client.post(f"{at}finish/", said | {"dial": made, "began": began, "outcome": "reached"})
    [act] = told(chen)
    assert act.ended - act.began == timedelta(minutes=7)
    assert calls.was_dialled(act)
    assert calls.unfinished(viewer_of(Staff.objects.get(), NOW), chen.pk, NOW) is None


def test_no_number_is_not_dialled(client, at, lines):
    refused = client.post(f"{at}dial/", form(lines))
    assert refused.status_code == 422
    assert "Write the office’s number first" in refused.content.decode()


@pytest.mark.parametrize(
    ("dial", "minutes"), [("", 6), ("5f0b2f5e-7f1c-4c58-9d0f-2f1f0a6f4c11", 0)]
)
def test_who_waited_on_the_line_was_on_the_telephone(client, at, lines, chen, dial, minutes):
    """Nothing was dialled here, the page was opened at the end: the waiting belongs to the call. Where it
    was dialled here, the time is known."""
    client.post(f"{at}finish/", form(lines[:1], dial=dial))
    [act] = told(chen)
    assert act.ended - act.began == timedelta(minutes=minutes)
