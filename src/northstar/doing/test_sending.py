"""Writing to somebody: one act, one message; nothing leaves against a wish, and nothing leaves twice."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.harness.mrs_chen import NOW, arrives

from northstar.access.audit import relay
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import system_viewer, viewer_of
from northstar.casework.acts import asking as acts
from northstar.casework.acts.models import Act
from northstar.casework.outbox import stopping
from northstar.casework.outbox.models import Message, Passage
from northstar.casework.worklist.models import Line
from northstar.chart.sensitivity import Label
from northstar.chart.when import when
from northstar.doing.acting import did
from northstar.doing.leaving import send_due
from northstar.doing.sending import recall, replaced, send
from northstar.doing.wanting import it_was_sent, send_again
from northstar.engines.carrying.simulator import Simulator
from northstar.record import charts
from northstar.rules.writing_to import wish

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
READER = system_viewer("a test")
PHONE = "+14155550132"
DAY = NOW.replace(hour=9)
LATER = timedelta(hours=3)
HELD = Label.BEHAVIORAL.value


@pytest.fixture
def by(sarah):
    return viewer_of(sarah, NOW)


@pytest.fixture
def yes(by, chen):
    """She has said yes to texts at her number."""
    said = wish("text", "permit", when((NOW - LATER).isoformat()), address=PHONE)
    did(
        by=by,
        patient=chen,
        kind="consent",
        says="said yes to texts",
        at=NOW,
        states=[("Consent", said)],
    )


@pytest.fixture
def writes(by, chen):
    def writes(channel="text", text="Please call us today.", **more):
        more = {"address": "", "purpose": "her pills", "at": NOW, "key": "one"} | more
        return send(by=by, patient=chen, channel=channel, text=text, **more)

    return writes


@pytest.fixture
def carrier(tmp_path):
    """A text carrier that plays a script."""
    return lambda *script, ask=False: Simulator(tmp_path, "text", script or ("ok",), ask)


def leave(carrier, at=DAY, machine=DAY):
    return send_due(at, machine, {"text": carrier})


def notes():
    """What the notes say of what was done, in order, without what is struck through."""
    return [act.says for act in Act.objects.filter(taken_back=None).order_by("pk")]


def told(chen, now=DAY):
    return [(m.medium, m.status) for m in charts.charts(READER, [chen.pk], now)[chen.pk].written]


def test_it_is_an_act_a_fact_and_a_message_that_leaves(yes, writes, chen, carrier):
    message, road = writes(), carrier()
    assert (message.state, message.address) == ("queued", PHONE)
    assert told(chen) == [("text", "waiting")]
    assert leave(road) == 1
    message.refresh_from_db()
    assert message.state == "delivered"
    assert message.text == "Please call us today. To get no more texts, reply STOP."
    assert told(chen) == [("text", "delivered")]
    assert [a.says for a in acts.of_patient(READER, chen.pk, kinds=["text"])] == [
        "wrote a text message about her pills: “Please call us today.”"
    ]
    assert [p.state for p in Passage.objects.order_by("pk")] == ["queued", "sending", "delivered"]
    while relay(1000):
        pass
    assert AuditEntry.objects.filter(what="message left: text").count() == 1
    assert leave(road) == 0
    assert road.taken(str(message.public_id)) == 1


def test_what_we_wrote_is_not_heard_as_hers(yes, writes, chen):
    writes(text="Do you have chest pain? Call 911.")
    chart = charts.charts(READER, [chen.pk], NOW)[chen.pk]
    assert not any("chest pain" in m.text for m in chart.messages)


def test_the_same_key_is_the_same_message(yes, writes):
    assert writes().pk == writes().pk
    with pytest.raises(Refused, match="anew"):
        writes(text="Something else.")


def test_what_is_written_stays_as_written(yes, writes):
    message = writes()
    message.text = "something else"
    with pytest.raises(DatabaseError), transaction.atomic():
        message.save()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"channel": "text"}, "Nobody has noted a yes"),
        ({"channel": "email"}, "No address for an e-mail"),
        ({"channel": "text", "address": "12"}, "cannot be the address"),
        ({"channel": "text", "address": "(415) 555-0144"}, "not known as theirs"),
        ({"channel": "fax", "address": "(415) 555-0144"}, "Name the office"),
        ({"channel": "letter", "address": "1 Main St\nReno NV 89501"}, "Name the office"),
        ({"channel": "text", "address": "415-555-0177"}, "address of Wei Chen"),
        ({"text": " "}, "Write what"),
        ({"purpose": " "}, "what it is about"),
        ({"channel": "pigeon"}, "no such road"),
        ({"channel": "fax", "address": "4155550144", "recipient": "Dr. Lee", "label": 2}, "restricted"),
    ],
)  # fmt: skip
def test_what_may_not_be_is_said_in_a_sentence(writes, more, says):
    with pytest.raises(Refused, match=says):
        writes(**more)
    assert not Message.objects.exists()


def test_a_road_that_is_not_set_up_is_named(writes, settings):
    settings.OUTBOUND = ""
    with pytest.raises(Refused, match="No road for a text message"):
        writes()


def test_a_fax_goes_to_a_named_office(writes):
    assert not writes("fax", address="415 555 0144", recipient="Dr. Lee’s office").to_person


def test_stop_is_obeyed_and_taken_back(yes, writes, by, carrier):
    message = writes()
    with transaction.atomic():
        stopping.heard(channel="text", address="415-555-0132", text="Stop!", by=by, at=NOW)
    leave(carrier())
    message.refresh_from_db()
    assert message.state == "withheld"
    assert "asked us to stop" in message.line.because[0]["says"]
    with pytest.raises(Refused, match="asked us to stop"):
        writes(key="two")
    with transaction.atomic():
        stopping.heard(channel="text", address=PHONE, text="UNSTOP", by=by, at=NOW)
    writes(key="three")


STOPS = """From: Text gateway <gate@carrier.example>
To: desk@clinic.example
Date: Tue, 08 Sep 2026 07:20:00 -0700
Subject: Text message from +14155550132
Message-ID: <sms-1@carrier.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

STOP
"""


def test_a_text_that_says_stop_is_heard_whosever_it_is(chen, by):
    arrives("voicemail", "sms.eml", STOPS.encode())
    with transaction.atomic():
        assert stopping.listen(by=by, at=NOW) == 1
        assert stopping.listen(by=by, at=NOW) == 0
    assert stopping.stopped([PHONE]) == {("text", PHONE)}


VISIT = {1: "1", 2: "I", 3: "W^1", 19: "V9", 36: "20", 44: "20260907", 45: "20260908072000"}
EXPIRED = "\r".join(
    (
        r"MSH|^~\&|ADT|BAY|NORTHSTAR|CLINIC|20260908073000||ADT^A03|L-1009|P|2.5.1",
        "PID|1||L555^^^BAY^MR||Chen^Mei-Ling||19520314|F",
        "PV1|" + "|".join(VISIT.get(place, "") for place in range(1, 46)),
    )
)


def test_nothing_is_sent_to_the_dead(yes, writes, chen, carrier):
    message = writes()
    arrives("laboratory", "adt.hl7", EXPIRED.encode())
    leave(carrier())
    message.refresh_from_db()
    assert message.state == "recalled", message.passages.last().why
    with pytest.raises(Refused, match="has died"):
        writes(key="two")
    with pytest.raises(Refused, match="has died"):
        writes("letter", key="three")


def test_at_night_it_waits_until_her_morning(yes, writes, carrier):
    night = NOW.replace(hour=22)
    message = writes(at=night)
    assert leave(carrier(), night) == 0
    message.refresh_from_db()
    assert message.state == "held"
    assert message.held_until == NOW.replace(hour=8, minute=0) + timedelta(days=1)
    assert leave(carrier(), message.held_until) == 1


def test_it_is_recalled_before_it_leaves_and_not_after(yes, writes, by, chen, carrier):
    recall(by=by, message=writes(), at=NOW)
    assert leave(carrier()) == 0
    assert (
        acts.of_patient(READER, chen.pk, kinds=["text"])[0].taken_back.why
        == "recalled before it left"
    )
    assert told(chen) == [("text", "recalled")]
    gone = writes(key="two")
    leave(carrier())
    with pytest.raises(Refused, match="left already"):
        recall(by=by, message=gone, at=NOW)


def test_a_busy_line_is_tried_again_then_becomes_a_line(yes, writes, by, carrier):
    message, road, machine = writes(), carrier("busy"), DAY
    for _ in range(8):
        leave(road, DAY, machine)
        machine += timedelta(hours=2)
    message.refresh_from_db()
    assert (message.state, message.tries) == ("failed", 5)
    line = Line.objects.get(is_open=True, key=f"message:{message.public_id}")
    assert line.says == "could not be sent a text message about her pills"
    assert line.next_on
    assert line.staff or line.team
    send_again(by=by, message=message, at=NOW)
    line.refresh_from_db()
    assert not line.is_open
    assert (
        notes()[-1] == "looked at a text message about her pills again: it is to be sent once more"
    )
    leave(carrier(), DAY, machine)
    message.refresh_from_db()
    assert message.state == "delivered"


def test_what_could_not_be_sent_and_is_let_go_is_said_in_the_notes(yes, writes, by, carrier):
    message, machine = writes(), DAY
    for hours in range(5):
        leave(carrier("busy"), DAY, machine + timedelta(hours=2 * hours))
    recall(by=by, message=message, at=NOW)
    assert notes()[-1] == "let go a text message about her pills that could not be sent"
    assert len(notes()) == 3  # her yes, what was written, and this


def test_written_again_by_another_road_is_one_line_of_the_notes(yes, writes, by, carrier):
    message = writes()
    for hours in range(5):
        leave(carrier("busy"), DAY, DAY + timedelta(hours=2 * hours))
    message.refresh_from_db()
    replaced(by=by, message=message, at=NOW)
    message.refresh_from_db()
    assert message.state == "recalled"
    assert len(notes()) == 2


def test_a_colleague_recalls_and_the_notes_say_who(yes, writes, chen):
    dana = Staff.objects.create(username="dana", name="Dana Whitfield")
    recall(by=viewer_of(dana, NOW), message=writes("letter", label=HELD), at=NOW)
    last = Act.objects.order_by("pk").last()
    assert (last.by, last.says, last.label) == (
        "Dana Whitfield", "recalled a letter about her pills before it left", HELD,
    )  # fmt: skip


def test_busy_and_then_free(yes, writes, carrier):
    message, road = writes(), carrier("busy", "busy", "ok")
    for hours in range(3):
        leave(road, DAY, DAY + timedelta(hours=hours))
    assert road.taken(str(message.public_id)) == 1
    assert not Line.objects.filter(key__startswith="message:").exists()


def test_a_receipt_that_comes_late_is_looked_for(yes, writes, chen, carrier):
    message, road = writes(), carrier("late", ask=True)
    leave(road)
    assert told(chen) == [("text", "sent")]
    leave(road, DAY + timedelta(minutes=5), DAY + timedelta(minutes=5))
    message.refresh_from_db()
    assert message.state == "delivered"
    assert told(chen) == [("text", "delivered")]
    assert road.taken(str(message.public_id)) == 1


def test_what_nobody_knows_is_asked_of_a_person(yes, writes, by, carrier):
    message, road = writes(), carrier("lost")
    leave(road)
    leave(road, DAY, DAY + timedelta(days=1))
    message.refresh_from_db()
    assert message.state == "unknown"
    assert road.taken(str(message.public_id)) == 1
    assert "sent or not?" in message.line.says
    with pytest.raises(Refused, match="who told you"):
        it_was_sent(by=by, message=message, at=NOW, who="")
    it_was_sent(by=by, message=message, at=NOW, who="her son")
    message.refresh_from_db()
    assert (message.state, message.line.is_open) == ("taken", False)
    assert notes()[-1] == "asked whether a text message about her pills came: it did, says her son"


def test_joined_records_keep_it_back_until_somebody_looks(yes, writes, by, chen, carrier):
    from northstar.record.models import Feed, Identity, Link, Patient

    other = Patient.objects.create(birth_date="1950-01-01")
    identity = Identity.objects.create(feed=Feed.objects.get(name="laboratory"), key="other")
    theirs = Link.objects.create(identity=identity, patient=other, by="x", at=NOW)
    message = writes()
    theirs.ended_at = NOW
    theirs.save()
    Link.objects.create(identity=identity, patient=chen, by="a colleague", at=NOW)
    assert leave(carrier()) == 0
    message.refresh_from_db()
    assert message.state == "withheld"
    assert "joined or parted" in message.line.because[0]["says"]
    send_again(by=by, message=message, at=NOW)
    assert leave(carrier()) == 1


def test_what_left_about_a_joined_chart_can_be_told(yes, writes, chen, carrier):
    from northstar.casework.outbox.left import LEFT
    from northstar.record.parting import Span

    writes()
    leave(carrier())
    span = Span((str(chen.public_id),), NOW - LATER, NOW - LATER, DAY + LATER)
    [left] = LEFT(span)
    assert (left.says, left.to) == ("text message about her pills, by Sarah Okafor", "the person")
