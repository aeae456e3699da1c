"""What the mail reader must make of the messages that reach a clinic."""

import email
import io
import time
import wave
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from northstar.sources.mail import FORMAT, attachment
from northstar.sources.mail.html import words_of
from northstar.sources.reading import Feed

SAMPLES = Path(__file__).parent / "samples"
FEED = Feed("Clinic voicemail", "mail", "America/Los_Angeles")


def wav(seconds=2):
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * seconds)
    return out.getvalue()


def pdf(words="Hello", pages=1):
    import pypdfium2 as engine

    document = engine.PdfDocument.new()
    for _ in range(pages):
        document.new_page(300, 300)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def tiff(pages=2):
    out = io.BytesIO()
    sheets = [Image.new("1", (40, 40)) for _ in range(pages)]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:])
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


def test_a_voicemail_with_transcript():
    data = (SAMPLES / "voicemail.eml").read_bytes()
    found = reading(data)
    value = found.found[0].value
    assert (value.medium, value.transcript, value.phone) == ("voicemail", "carrier", "+14155550123")
    assert value.text.startswith("Hi, this is Maria Novak.")
    assert value.text.endswith("555 0199. Thank you.")
    assert dict(value.about)["name"] == "Maria Novak"
    assert dict(value.about)["birth date"] == "April 27, 1948"
    assert "555 0199" in dict(value.about)["callback"]
    assert (value.sent.text, value.received.text) == (
        "2026-09-08T06:15:02-07:00",
        "2026-09-08T06:15:04-07:00",
    )
    [person] = found.people.values()
    assert (person.names[0].text, person.birth_date.text) == ("Maria Novak", "1948-04-27")
    assert value.email == ""
    assert value.language == "en-US"
    [sound] = value.attachments
    assert (sound.content_type, sound.locator, sound.seconds) == ("audio/wav", "part:2", 0.5)
    assert attachment(data, sound.locator)[:2] == ("audio/wav", "msg.wav")


@pytest.mark.parametrize(
    "body",
    [
        "You have a new voicemail.\n\nCaller: (415) 555-0123\nDuration: 0:41\n\nTranscript:\nI need a ride.\n\n-- \nSent by the carrier",
        "Voicemail from +1 415 555 0123\nLength: 41 sec\nTranscription: I need a ride.\n\nTo listen to this message, open the file.",
        "From: 415-555-0123\n\nVoicemail transcript: I need a ride.\nDuration: 00:00:41\n",
    ],
)
def test_layouts_of_carriers(body):
    value = said(
        letter(
            body,
            "New voicemail",
            "no-reply@carrier.example",
            [(b"ID3" + b"\0" * 99, "audio/mpeg", "a.mp3")],
        )
    )
    assert (value.medium, value.text, value.phone) == (
        "voicemail",
        "I need a ride.",
        "+14155550123",
    )
    assert value.attachments[0].seconds == 41.0


@pytest.mark.parametrize(
    "body",
    ["You have a new voicemail.", "Transcript: (no transcription available)", "Transcript:\n"],
)
def test_a_recording_without_transcript_says_so(body):
    value = said(
        letter(
            body, "Voicemail from Private", "x@carrier.example", [(wav(), "audio/x-wav", "a.wav")]
        )
    )
    assert (value.medium, value.transcript, value.phone) == ("voicemail", "none", "")
    assert value.attachments[0].seconds == 2.0


@pytest.mark.parametrize(
    "words",
    [
        "This message is for the nurse.\nTo hear back soon would be good.\nYou can call any time.\nMy chest hurts.",
        "One thing.\n\nThis message is about my pills.\n\nDuration of the pain is an hour.",
    ],
)
def test_nothing_the_caller_says_is_cut_off(words):
    foot = (
        "\n\nIf this is a medical emergency, call 911.\n\nTo listen to this message, open the file."
    )
    value = said(
        letter(f"Transcript:\n{words}{foot}", "Voicemail", attached=[(wav(), "audio/wav", "a.wav")])
    )
    assert value.text == words


def test_a_transcript_in_a_part_of_its_own():
    parts = [
        (b"my chest feels tight since the new pill", "text/plain", "transcript.txt"),
        (wav(), "audio/wav", "a.wav"),
    ]
    value = said(letter("You have a voicemail.", "Voicemail from 4155550123", "x@c.example", parts))
    assert (value.text, value.transcript) == ("my chest feels tight since the new pill", "carrier")


def test_somebody_calling_for_somebody_else():
    body = "Transcript:\nhi this is jim lee calling about my mother maria lee her member number is AB12345"
    told = dict(
        said(
            letter(body, "Voicemail from 4155550123", attached=[(wav(), "audio/wav", "a.wav")])
        ).about
    )
    assert (told["caller"], told["name"], told["member number"]) == (
        "jim lee",
        "maria lee",
        "AB12345",
    )


def test_an_office_that_calls_is_not_the_person_meant():
    body = "Transcript: This is Dr. Okafor's office about a referral."
    told = said(letter(body, "Voicemail", attached=[(wav(), "audio/wav", "a.wav")])).about
    assert told == (("caller", "Dr. Okafor's"),)


def test_a_fax_becomes_a_message_and_a_document():
    data = letter(
        "You have received a 2 page fax.\nCSID: 415-555-0177\n",
        "Fax from +1 (415) 555-0177",
        "fax@carrier.example",
        [(tiff(), "image/tiff", "fax.tif"), (pdf(pages=3), "application/pdf", "fax.pdf")],
    )
    found = reading(data)
    value, scan, document = (fact.value for fact in found.found)
    assert (value.medium, value.phone) == ("fax", "+14155550177")
    assert [a.pages for a in value.attachments] == [2, 3]
    assert (scan.attachments[0].locator, document.title) == ("part:2", "fax.pdf")


def test_a_portal_notice():
    body = (
        "You have a new message.\n\nFrom: Maria Novak\nPatient: Maria Novak\nDOB: 04/27/1948\nMRN: 100-27\n"
        "Subject: New pill\n\nMessage:\nIs it safe with my tea?\nThank you.\n\nDo not reply to this e-mail."
    )
    value = said(letter(body, "New portal message", "portal@example.org"))
    assert (value.medium, value.subject, value.email) == ("portal", "New pill", "")
    assert value.text == "Is it safe with my tea?\nThank you."
    assert dict(value.about) == {
        "name": "Maria Novak",
        "birth date": "04/27/1948",
        "mrn": "100-27",
    }


def test_a_plain_letter_and_its_thread():
    value = said(letter("Can I move my visit?", In_Reply_To="<b@x>", References="<a@x> <b@x>"))
    assert (value.medium, value.email, value.thread) == ("email", "maria@example.org", "a@x")
    assert (value.sender, value.text) == ("Maria Novak", "Can I move my visit?")


def test_a_web_page_becomes_its_words():
    made = EmailMessage()
    made["From"], made["Subject"] = "a@example.org", "Hello"
    made.set_content(
        "<p>My <b>chest</b>&nbsp;hurts</p><script>alert(1)</script><img src='http://x/y.png'>",
        subtype="html",
    )
    assert said(made.as_bytes()).text == "My chest hurts"


def test_a_page_of_boxes_in_boxes_takes_no_time():
    assert words_of("<div>" * 50_000 + "word") == "word"
    words_of("<!--" * 70_000)


def test_names_that_lie_are_doubted():
    data = letter(
        "See attached.",
        attached=[
            (b"MZ" + b"\0" * 200, "application/pdf", "../../letter.pdf"),
            (pdf(), "image/png", "p.png"),
        ],
    )
    why = " ".join(trouble.why for trouble in reading(data).doubted)
    assert "is a program" in why
    assert "image/png and is application/pdf" in why
    assert attachment(data, "part:2")[:2] == ("application/octet-stream", "letter.pdf")


def test_a_web_page_is_never_given_to_a_browser_as_one():
    data = letter("x", attached=[(b"<html><script>1</script></html>", "text/html", "a.html")])
    assert attachment(data, "part:2")[0] == "application/octet-stream"


def test_names_in_any_script_and_in_raw_bytes():
    assert said(letter("謝謝", "關於新藥", "陳 <chen@example.org>")).sender == "陳"
    raw = (
        "From: Álvarez <j@example.org>\r\nSubject: Más pastillas\r\nDate: x\r\n\r\nGracias".encode(
            "cp1252"
        )
    )
    value = said(raw)
    assert (value.sender, value.subject, value.sent) == ("Álvarez", "Más pastillas", None)


def test_without_a_message_id_the_bytes_are_the_key():
    raw = b"From: a@example.org\nSubject: x\n\nhello"
    one, two = reading(raw), reading(raw + b"!")
    assert len(one.found[0].key) == 64
    assert one.found[0].key != two.found[0].key


def test_an_empty_part_is_dropped_with_a_reason():
    found = reading(letter("", attached=[(wav(), "audio/wav", "a.wav")]))
    assert (found.kept["part"], len(found.dropped)) == (1, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01" * 50,
        b"hello there",
        b"%PDF-1.7",
        b"From: a\nSubject: b\nContent-Type: multipart/mixed; boundary=a\n\n"
        + b"--a\nContent-Type: message/rfc822\n\n" * 400,
        b"From: a\nSubject: b\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 900,
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data):
    assert FORMAT.read(data, FEED, "x.eml").refused.endswith(".")


@pytest.mark.parametrize(
    "header",
    [
        "Subject: =?utf-8?q?=ff=fe?=",
        "Date: Sat, 01 Jan 0001 00:00:00 +1400",
        "Content-Type: ;;;=",
        "Content-Type: text/plain; charset=nonsense",
        "Content-Transfer-Encoding: base64",
        "From: " + "(" * 3000,
        "To: " + "(" * 100_000,
        "From: =?x?y?z?=<@@>",
        "Message-ID: " + "<" * 500,
        "Subject: " + "=?utf-8?b?////?= " * 200,
        "Content-Disposition: attachment; filename*0*=''%ff; filename*1=x",
    ],
)
def test_odd_headers_do_no_harm(header):
    found = FORMAT.read(
        f"Subject: s\nFrom: a@example.org\nReceived: x\n{header}\n\nbody".encode(), FEED, "x.eml"
    )
    assert found.elements == 1


@pytest.mark.parametrize(
    "text",
    [
        "\n \n" * 100_000 + "x",
        " " * 500_000,
        "> * " * 99_999,
        "this is " * 99_999,
        "1" * 500_000,
        "Message: " * 99_999,
    ],
)
def test_monotonous_text_takes_no_time(text):
    began = time.process_time()
    for start in ("", "Transcript:\n", "From: a\nMessage:\n"):
        FORMAT.read(
            f"Subject: Voicemail\nFrom: a@example.org\n\n{start}{text}".encode(), FEED, "x.eml"
        )
    assert time.process_time() - began < 10


def test_places_that_do_not_exist():
    data = letter("hello")
    for locator in ("part:9", "part:1#3-99", "part:x", "header:Nothing", "", "part:1#9-2"):
        with pytest.raises(LookupError):
            FORMAT.place(data, locator)


def test_mail_is_recognised_by_its_headers():
    assert FORMAT.recognises(letter("x")[:4096], "anything") > 0.5
    assert FORMAT.recognises(b"MSH|^~\\&|A|B\rPID|1", "x.eml") == 0
    assert FORMAT.recognises(b"Patient: a\nNote: b\n\n", "note.txt") == 0


@given(st.data())
def test_any_damage_is_read_or_refused(data):
    whole = bytearray((SAMPLES / "voicemail.eml").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
        whole = whole or bytearray(b"x")
    found = FORMAT.read(bytes(whole), FEED, "x.eml")
    for fact in found.found:
        assert FORMAT.place(bytes(whole), fact.locator) == fact.value.quote
    assert found.refused or found.elements == leaves(bytes(whole))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    FORMAT.recognises(data, "x.eml")
    FORMAT.read(b"From: a\nSubject: b\nMIME-Version: 1.0\nContent-Type: " + data, FEED, "x.eml")
    FORMAT.read(data, FEED, "")


def opened(*about, **more):
    return email.message_from_bytes(letter(*about, **more), policy=default)


def told_by(mail):
    found = FORMAT.read(mail.as_bytes(policy=SMTP), FEED, "").found
    return next(f.value for f in found if f.kind == "Communication")


def test_what_was_forwarded_inside_is_read_too():
    outer = opened("See below, please.", subject="FW: my mother")
    outer.add_attachment(opened("My mother has crushing chest pain since noon."))
    told = told_by(outer)
    assert told.text.strip() == "See below, please."
    ((where, words),) = told.enclosed
    assert words.strip() == "My mother has crushing chest pain since noon."
    assert words.startswith(FORMAT.place(outer.as_bytes(policy=SMTP), where))
    assert [a.locator for a in told.attachments] == ["part:2"]


def test_a_forwarded_page_is_not_the_other_form_of_the_letter():
    inner, outer = opened(), opened("See below, please.")
    inner.set_content("<p>She cannot <b>breathe</b>.</p>", subtype="html")
    outer.add_attachment(inner)
    told = told_by(outer)
    assert "She cannot breathe" in told.enclosed[0][1]
    assert [a.locator for a in told.attachments] == ["part:2"]


def test_the_other_form_of_a_letter_is_told_once():
    made = opened("Please call me.")
    made.add_alternative("<p>Please call me.</p>", subtype="html")
    told = told_by(made)
    assert not told.enclosed
    assert not told.attachments


def test_what_outlook_packed_is_no_silence():
    made = opened("See attached.")
    made.add_attachment(b'x\x9f>"', "application", "ms-tnef", filename="winmail.dat")
    doubted = FORMAT.read(made.as_bytes(policy=SMTP), FEED, "").doubted
    assert "packed attachments" in doubted[-1].why
    assert doubted[-1].locator == "part:2"
