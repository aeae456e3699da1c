"""Whose message is it: confirmed, in the chart, taken back whole; or nobody's."""

from datetime import UTC, datetime

import pytest

from northstar import spine
from northstar.access.models import HeldClock, Membership, Pending, Role, Staff
from northstar.access.staffing import default_team
from northstar.access.viewer import system_viewer
from northstar.casework.worklist.models import Line
from northstar.chart.people import ContactPoint, HumanName, Patient
from northstar.chart.when import when
from northstar.record import feeds, finding
from northstar.record.charts import chart_of
from northstar.sources.mail import FORMAT
from northstar.sources.reading import Feed, Reading

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
READER = system_viewer("a test")
MAIL = """From: "Voicemail" <voicemail@carrier.example>
To: desk@clinic.example
Date: Tue, 8 Sep 2026 06:00:00 -0700
Subject: Voicemail from (415) 555-0101
Message-ID: <1@carrier.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

From: (415) 555-0101
Transcript: Hello, please call me back about my refill. I have a question.
"""


@pytest.fixture
def sarah(client):
    HeldClock.objects.create(pk=1, at=NOW)
    staff = Staff.objects.create(username="sarah", name="Sarah")
    Role.objects.create(staff=staff, role="coordinator", start=LONG_AGO)
    Membership.objects.create(staff=staff, team=default_team(), start=LONG_AGO)
    client.force_login(staff)
    return staff


def known(family, phone):
    person = Patient(
        names=(HumanName(family=family, given=("Ana",)),),
        birth_date=when("1950-02-01"),
        telecoms=(ContactPoint("phone", phone),),
    )
    reading = Reading(format="test", version="1", people={family: person})
    feed = feeds.feed("clinic")
    done = spine.arrived([(family.encode(), reading, "a file")], feed, by=READER, at=NOW)
    spine.review(done.patients, NOW)
    return str(finding.find(READER, family, NOW.date())[0][0].public_id)


@pytest.fixture
def line(sarah):
    return a_call()


def a_call():
    data = MAIL.encode()
    reading = FORMAT.read(data, Feed("voicemail"), "m.eml")
    feed = feeds.feed("voicemail", format="mail")
    done = spine.arrived([(data, reading, "m.eml")], feed, by=READER, at=NOW)
    spine.review_items(done.items, NOW)
    return Line.objects.filter(arrival__isnull=False).order_by("pk").first()


def messages(uid):
    return len(chart_of(READER, uid, NOW).messages)


def test_likely_with_a_reason_then_confirmed_then_taken_back(client, sarah):
    rio = known("Rio", "4155550101")
    line = a_call()
    address = f"/whose/{line.public_id}/"
    page = client.get(address).content.decode()
    assert "the phone is on record" in page
    assert "Likely Ana Rio" in page
    assert messages(rio) == 0
    assert client.post(f"{address}confirm/", {"patient": rio, "why": "voice"}).status_code == 302
    assert messages(rio) == 1
    page = client.get(address).content.decode()
    assert "Likely" not in page
    assert "This is about Ana Rio" in page
    entry = Pending.objects.get(body__contains="message: confirmed").body
    assert rio in entry
    assert str(line.arrival.public_id) in entry
    assert client.post(f"{address}back/", {"why": "her sister"}).status_code == 302
    assert messages(rio) == 0
    assert "Likely Ana Rio" in client.get(address).content.decode()


def test_undo_on_the_line_takes_it_out_too(client, sarah):
    rio = known("Rio", "4155550101")
    line = a_call()
    client.post(f"/whose/{line.public_id}/confirm/", {"patient": rio})
    from northstar.access.viewer import viewer_of
    from northstar.casework.worklist import undoing
    from northstar.casework.worklist.steps import last_step, steps_of

    viewer = viewer_of(sarah, NOW)
    line.refresh_from_db()
    undoing.undo(step=last_step(viewer, steps_of(line)), by=viewer, at=NOW)
    assert messages(rio) == 0
    line.refresh_from_db()
    assert not line.sure


def test_somebody_else_of_the_panel_is_found_and_chosen(client, line):
    lopez = known("Lopez", "4155550199")
    address = f"/whose/{line.public_id}/"
    page = client.post(address, {"q": "lopez"}).content.decode()
    assert "It is Ana Lopez" in page
    client.post(f"{address}confirm/", {"patient": lopez})
    assert messages(lopez) == 1
    assert client.post(f"{address}confirm/", {"patient": "x"}).status_code == 422


def test_a_wrong_number_is_closed_with_its_outcome(client, line):
    address = f"/whose/{line.public_id}/nobody/"
    assert client.post(address, {"outcome": "who cares"}).status_code == 422
    assert client.post(address, {"outcome": "Wrong number"}).status_code == 302
    assert not Line.objects.filter(arrival=line.arrival_id, is_open=True).exists()
    assert line.steps.get(what="done").outcome == "Wrong number"
    spine.review_due(NOW)
    assert not Line.objects.filter(arrival=line.arrival_id, is_open=True).exists()


def test_nobody_outside_the_panel_can_be_chosen(client, line):
    lopez = known("Lopez", "4155550199")
    Membership.objects.update(end=NOW)
    Line.objects.update(staff=Staff.objects.get(), team=None)
    address = f"/whose/{line.public_id}/confirm/"
    assert client.post(address, {"patient": lopez}).status_code == 403
    assert messages(lopez) == 0


def test_one_press_says_whose_it_is_and_opens_the_call(client, sarah):
    """From Today to the telephone: the message stands there, and the number they called from is first."""
    who = known("Larkin", "415 555 0101")
    line = a_call()
    page = client.get("/").content.decode()
    assert "from <bdi" in page
    assert "(415) 555-0101" in page
    assert 'name="then" value="call"' in page
    confirmed = client.post(f"/whose/{line.public_id}/confirm/", {"patient": who, "then": "call"})
    assert confirmed["Location"] == f"/patients/{who}/call/?line={line.public_id}"
    call = client.get(confirmed["Location"]).content.decode()
    assert "please call me back about my refill" in call
    assert call.index("(415) 555-0101") < call.index("Words to use")
    line.refresh_from_db()
    assert line.sure


def test_whoever_calls_back_about_life_or_safety_has_it(client, sarah):
    who = known("Larkin", "415 555 0101")
    line = a_call()
    Line.objects.filter(pk=line.pk).update(band=0)
    client.post(f"/whose/{line.public_id}/confirm/", {"patient": who, "then": "call"})
    line.refresh_from_db()
    assert line.acknowledged
    assert line.staff_id == sarah.pk


def test_the_whole_message_stands_where_one_says_whose_it_is(client, line):
    assert "I have a question." in client.get(f"/whose/{line.public_id}/").content.decode()


def test_the_paper_of_the_day_gives_the_number_to_dial(client, sarah):
    """Away from the screen there is no button to press."""
    a_call()
    page = client.get("/today/print/").content.decode()
    assert "(415) 555-0101</bdi></b> called from here" in page


def test_the_clinics_own_words_stand_beside_what_cannot_wait(client, sarah, settings, tmp_path):
    settings.HOME = tmp_path
    line = a_call()
    Line.objects.filter(pk=line.pk).update(band=0)
    assert "stored no words of its own" in client.get(f"/line/{line.public_id}/").content.decode()
    (tmp_path / "escalation.csv").write_text("about,text\nany,Bring the nurse <now>.\n")
    assert "Bring the nurse &lt;now&gt;." in client.get(f"/line/{line.public_id}/").content.decode()
    (tmp_path / "escalation.csv").write_text("about\nany\n")
    assert "has no column text" in client.get(f"/line/{line.public_id}/").content.decode()
