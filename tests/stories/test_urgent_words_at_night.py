"""A message that speaks of danger reaches whoever is on call, then the next, and is never lost."""

import io
import wave
from datetime import time, timedelta
from email.message import EmailMessage

import pytest

from northstar import spine
from northstar.access.models import Role, Shift, Staff
from northstar.access.viewer import system_viewer, viewer_of
from northstar.access.writing import writing
from northstar.casework.worklist import acts, escalation
from northstar.casework.worklist.models import Line
from northstar.record import feeds
from northstar.rules.signal import Band
from northstar.sources.recognise import formats
from tests.stories.house import House

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.store]
CALL = """From: voicemail@carrier.example
To: clinic@clinic.example
Subject: Voicemail from +1 415 555 0188
Date: Mon, 7 Sep 2026 21:04:00 -0700
Message-ID: <{n}@carrier.example>
Content-Type: text/plain; charset=utf-8

Voicemail from +1 415 555 0188
Duration: 0:21
Transcript:
{words}
"""


@pytest.fixture
def house():
    made = House()
    for order, name in enumerate(("dana", "olu"), 1):
        staff = Staff.objects.create(username=name, name=name.title())
        Role.objects.create(staff=staff, role="on-call", start=made.now - timedelta(days=900))
        for weekday in range(7):
            Shift.objects.create(
                staff=staff, weekday=weekday, begins=time(16, 30), ends=time(8),
                kind=Shift.ON_CALL, order=order,
            )  # fmt: skip
    return made


def recording():
    """A voicemail that came as sound alone."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as out:
        out.setparams((1, 1, 8000, 8000, "NONE", ""))
        out.writeframes(bytes([128]) * 8000)
    mail = EmailMessage()
    mail["From"], mail["To"] = "voicemail@carrier.example", "clinic@clinic.example"
    mail["Subject"] = "Voicemail from +1 415 555 0177"
    mail["Date"], mail["Message-ID"] = "Mon, 7 Sep 2026 21:04:00 -0700", "<9@carrier.example>"
    mail.set_content("Voicemail from +1 415 555 0177\nDuration: 0:01\n")
    mail.add_attachment(sound.getvalue(), maintype="audio", subtype="wav", filename="call.wav")
    return mail.as_bytes()


def voicemail(house, words, n=1):
    return mail_comes(house, CALL.format(words=words, n=n).encode())


def mail_comes(house, data):
    feed = feeds.feed("voicemail", format="mail", zone="America/Los_Angeles")
    reading = formats()["mail"].read(data, feeds.as_source(feed), "")
    receipt = spine.arrived([(data, reading, "")], feed, by=system_viewer("reading"), at=house.now)
    spine.review_items(receipt.items, house.now)
    return Line.objects.filter(band=Band.SAFETY).order_by("pk").first()


def test_it_is_judged_on_arrival_though_nobody_knows_who_calls(house):
    house.at("Mon 7 Sep 21:04")
    line = voicemail(house, "My chest feels tight since the new pill and I am short of breath.")
    assert line.staff.username == "dana"
    assert line.next_on == house.now.date()
    assert any("chest feels tight" in why["quote"] for why in line.because)


def test_unacknowledged_it_goes_to_the_next_name(house):
    house.at("Mon 7 Sep 21:04")
    line = voicemail(house, "My chest feels tight since the new pill.")
    assert escalation.pass_on(house.now + timedelta(minutes=14)) == []
    assert escalation.pass_on(house.now + timedelta(minutes=16))
    line.refresh_from_db()
    assert line.staff.username == "olu"
    assert escalation.pass_on(house.now + timedelta(minutes=20)) == []


def test_acknowledged_it_stays(house):
    house.at("Mon 7 Sep 21:04")
    line = voicemail(house, "My chest feels tight since the new pill.")
    dana = viewer_of(line.staff, house.now)
    with writing():
        acts.acknowledge(line=line, by=dana, at=house.now)
    assert escalation.pass_on(house.now + timedelta(hours=2)) == []


def test_words_taken_back_lower_it_and_never_remove_it(house):
    house.at("Mon 7 Sep 21:04")
    said = voicemail(house, "My chest feels tight since the new pill.")
    denied = voicemail(house, "I have no chest pain now, just checking in.", n=2)
    assert Line.objects.filter(signal=said.signal).count() == 2
    lower = Line.objects.filter(signal=said.signal).order_by("pk").last()
    assert lower.score < said.score
    assert denied


def test_a_recording_nobody_wrote_down_ranks_right_below(house):
    house.at("Mon 7 Sep 21:04")
    urgent = voicemail(house, "My chest feels tight since the new pill.")
    mail_comes(house, recording())
    quiet = Line.objects.get(signal="not-heard-yet")
    assert (quiet.band, quiet.score < urgent.score) == (Band.SAFETY, True)
