"""What waits in an inbox: calls of known people, and what is pressed."""

from datetime import UTC, datetime

from northstar import spine
from northstar.access.viewer import system_viewer
from northstar.casework.inbox.models import Piece
from northstar.chart.people import Address, ContactPoint, HumanName, Patient
from northstar.chart.when import when
from northstar.record import feeds, finding
from northstar.record.charts import chart_of
from northstar.sources.mail import FORMAT
from northstar.sources.reading import Feed, Reading

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
READER = system_viewer("a test")


def known(family, phone):
    person = Patient(
        names=(HumanName(family=family, given=("Ana",)),),
        birth_date=when("1950-02-01"),
        telecoms=(ContactPoint("phone", phone),),
        addresses=(
            Address(lines=("1 Elm Street",), city="Marlow", state="CA", postal_code="94577"),
        ),
    )
    reading = Reading(format="test", version="1", people={family: person})
    done = spine.arrived(
        [(family.encode(), reading, "a file")], feeds.feed("clinic"), by=READER, at=NOW
    )
    spine.review(done.patients, NOW)
    return str(finding.find(READER, family, NOW.date())[0][0].public_id)


def a_call(words, phone="(415) 555-0101", number=1, feed="voicemail"):
    data = f"""From: "Voicemail" <voicemail@carrier.example>
To: desk@clinic.example
Date: Tue, 8 Sep 2026 06:0{number}:00 -0700
Subject: Voicemail from {phone}
Message-ID: <{number}@carrier.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

From: {phone}
Transcript: {words}
""".encode()
    reading = FORMAT.read(data, Feed(feed), "m.eml")
    done = spine.arrived(
        [(data, reading, "m.eml")], feeds.feed(feed, format="mail"), by=READER, at=NOW
    )
    spine.review_items(done.items, NOW)
    return Piece.objects.order_by("pk").last()


def post(client, piece, what, **more):
    return client.post(f"/inbox/{piece.public_id}/{what}/", more)


def messages(uid):
    return len(chart_of(READER, uid, NOW).messages)
