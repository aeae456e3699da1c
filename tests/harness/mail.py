"""Mail to read: letters, recordings and papers written for one test."""

import email
import io
import wave
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

from northstar.sources import mail
from northstar.sources.mail import FORMAT
from northstar.sources.reading import Feed

SAMPLES = Path(mail.__file__).parent / "samples"
FEED = Feed("Clinic voicemail", "mail", "America/Los_Angeles")


def wav(seconds=2):
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * seconds)
    return out.getvalue()


def letter(
    body="", subject="Hello", sender="Maria Novak <maria@example.org>", attached=(), **headers
):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "clinic@example.org", subject
    made["Date"], made["Message-ID"] = "Tue, 08 Sep 2026 06:15:00 -0700", "<m1@example.org>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    for data, kind, name in attached:
        main, sub = kind.split("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made.as_bytes(policy=SMTP)


def leaves(data):
    found = email.message_from_bytes(data, policy=default)
    return sum(not part.is_multipart() for part in found.walk())


def reading(data, feed=FEED):
    found = FORMAT.read(data, feed, "x.eml")
    assert not found.refused
    assert found.elements == leaves(data)
    for fact in found.found:
        assert FORMAT.place(data, fact.locator) == fact.value.quote
    return found


def said(data, feed=FEED):
    return reading(data, feed).found[0].value
