"""What the mail reader must make of the messages that reach a clinic."""

import email
import io
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest
from PIL import Image
from tests.harness.mail import FEED, letter, reading, said, wav

from northstar.sources.mail import FORMAT, attachment


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


def test_places_that_do_not_exist():
    data = letter("hello")
    for locator in ("part:9", "part:1#3-99", "part:x", "header:Nothing", "", "part:1#9-2"):
        with pytest.raises(LookupError):
            FORMAT.place(data, locator)


def test_mail_is_recognised_by_its_headers():
    assert FORMAT.recognises(letter("x")[:4096], "anything") > 0.5
    assert FORMAT.recognises(b"MSH|^~\\&|A|B\rPID|1", "x.eml") == 0
    assert FORMAT.recognises(b"Patient: a\nNote: b\n\n", "note.txt") == 0


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
