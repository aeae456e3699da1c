"""Writing to somebody: words to begin with, where it may go, how hard it reads, and nothing typed is lost."""

import io
import json
import re

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.harness.letters import DAY, form
from tests.harness.mrs_chen import BUNDLE, NOW, arrives

from northstar.access.audit.models import AuditEntry
from northstar.access.models import Entitlement
from northstar.casework.outbox.models import Message
from northstar.casework.worklist import by_hand
from northstar.chart.sensitivity import Label

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_the_page_is_one_entry_and_shows_where_it_may_go(
    desk, address, django_assert_max_num_queries
):
    desk.get(address)
    before = AuditEntry.objects.count()
    with django_assert_max_num_queries(40):
        page = desk.get(address).content.decode()
    assert AuditEntry.objects.count() == before + 1
    assert "12 Grant Ave, San Francisco CA 94108" in page
    assert "+14155550132" in page
    assert "Nobody has asked them yet" in page


def test_begun_with_a_wording_it_is_filled_and_its_grade_stands_below(desk, address):
    page = desk.get(f"{address}?about=visit_reminder").content.decode()
    assert "Hello Mei-Ling Chen. Your next visit is Thu, Sep 17, 10:20 am." in page
    assert "[our number]" in page
    assert "Grade " in page


def test_it_goes_to_the_outbox_and_comes_back_recalled(desk, address):
    told = desk.post(address, form())
    message = Message.objects.get()
    assert told.headers["Location"] == f"/outbox/{message.public_id}/"
    shown = desk.get(told.headers["Location"]).content.decode()
    assert "It waits to be printed" in shown
    desk.post(f"/outbox/{message.public_id}/recall/")
    message.refresh_from_db()
    assert message.state == "recalled"
    assert "Recalled" in desk.get("/outbox/").content.decode()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"way": ""}, "Choose where it goes"),
        ({"text": "Come on [day, hour and place of the visit]."}, "Fill in what stands in brackets"),
        ({"text": ""}, "Write what the message says"),
        ({"purpose": ""}, "what it is about"),
        ({"way": "text|+14155550132"}, "Nobody has noted a yes"),
        ({"way": "office", "office_channel": "fax", "office_address": "12", "recipient": "Dr. Lee"}, "cannot be the address"),
        ({"about": "call_us_back", "language": "es"}, "Say which qualified translator"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_is_kept(desk, address, more, says):
    told = desk.post(address, form(**more))
    assert told.status_code == 422
    page = told.content.decode()
    assert says in page
    assert "Your pills" in page
    assert not Message.objects.exists()


def test_enter_in_a_field_neither_sends_nor_replaces_what_stands_there(desk, address):
    """A browser presses the first button of the form."""
    page = desk.get(address).content.decode()
    writing = page[page.index('id="writing"') :]
    first = writing[writing.index("<button") : writing.index("</button>")]
    assert 'value="look"' in first
    wording = re.search(r'<select id="about".*?<option value="(\w+)">', page, re.DOTALL)[1]
    kept = desk.post(
        address, form(do="look", about=wording, text="Only my words.")
    ).content.decode()
    assert "Only my words." in kept
    assert not Message.objects.exists()


def test_a_number_stands_as_people_write_it(desk, address):
    assert "(415) 555-0132" in desk.get(address).content.decode()


def test_pressed_twice_it_is_one_message(desk, address):
    once = form(key="6f9619ff-8b86-d011-b42d-00c04fc964ff")
    assert (
        desk.post(address, once).headers["Location"] == desk.post(address, once).headers["Location"]
    )
    assert Message.objects.count() == 1


def test_how_hard_it_reads_opens_no_chart(desk):
    before = AuditEntry.objects.count()
    page = desk.post(
        "/write/grade/", {"text": "Please call us. Bring your pills.", "language": "en"}
    )
    assert b"Reading grade 0" in page.content
    assert AuditEntry.objects.count() == before


def test_the_letter_is_shown_on_paper(desk, address):
    paper = desk.post(f"{address}letter.pdf", form())
    assert paper.headers["Content-Type"] == "application/pdf"
    words = pypdf.PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert "Please call us about your pills." in words
    assert "12 Grant Ave" in words


def test_the_patient_page_shows_what_was_written(desk, address):
    desk.post(address, form())
    page = desk.get(address.removesuffix("write/")).content.decode()
    assert "Written by us" in page
    assert address in page


def test_a_standing_warning_about_contact_stands_above_the_words(desk, address):
    flag = {"resourceType": "Flag", "id": "f9", "status": "active", "subject": {"reference": "Patient/chen"},
            "code": {"text": "Do not leave messages at home: unsafe"}}  # fmt: skip
    whole = BUNDLE | {"entry": [BUNDLE["entry"][0], {"resource": flag}]}
    arrives("clinic", "flag.json", json.dumps(whole).encode())
    assert "Do not leave messages at home: unsafe" in desk.get(address).content.decode()


def test_the_same_words_twice_are_sent_knowingly(desk, address):
    """A second tab, or the way back: a fresh form with words that were sent already."""
    desk.post(address, form(key="6f9619ff-8b86-d011-b42d-00c04fc964ff"))
    told = desk.post(address, form())
    assert told.status_code == 422
    page = told.content.decode()
    assert "The same words went into the outbox today 9:30, by Sarah Okafor" in page
    assert Message.objects.count() == 1
    again = re.search(r'name="again" value="(\w+)"', page)[1]
    assert desk.post(address, form(again=again)).status_code == 302
    assert Message.objects.count() == 2


def test_a_letter_does_not_speak_of_texts(desk, address):
    page = desk.post(address, form(do="begin", about="call_us_back")).content.decode()
    begun = re.search(r'<textarea id="text"[^>]*>([^<]*)', page)[1]
    assert "Please call us at" in begun
    assert "STOP" not in begun
    assert "As a text message it ends with “<bdi>To get no more texts, reply STOP.</bdi>”" in page


def test_a_file_goes_with_it_and_can_be_looked_at(desk, address):
    sheet = desk.post(f"{address}letter.pdf", form()).content
    paper = SimpleUploadedFile("plan.pdf", sheet, "application/pdf")
    desk.post(address, form(files=paper))
    message = Message.objects.get()
    shown = desk.get(f"/outbox/{message.public_id}/").content.decode()
    assert "plan.pdf" in shown
    assert desk.get(f"/outbox/{message.public_id}/file/1/").content == sheet
    assert desk.get(f"/outbox/{message.public_id}/file/2/").status_code == 404


def test_a_file_that_the_road_cannot_carry_is_refused(desk, address):
    words = SimpleUploadedFile("plan.docx", b"PK..", "application/x")
    told = desk.post(address, form(files=words))
    assert "PDF files only" in told.content.decode()
    assert "choose the files again" in told.content.decode()


def test_what_is_only_for_practice_is_told(desk, address):
    assert "for practice: it carries nothing" in desk.get(address).content.decode()
    assert "nothing leaves this machine" in desk.get("/outbox/").content.decode()


def test_written_from_a_restricted_row_it_is_as_guarded_as_the_row(desk, address, sarah, chen):
    label = int(Label.BEHAVIORAL)
    Entitlement.objects.create(staff=sarah, labels=label, reason="care", start=NOW)
    line = by_hand.new(patient=chen.pk, key="restricted", at=NOW)
    line.label, line.staff, line.says = label, sarah, "asked about her group"
    by_hand.keep(line, at=NOW)
    assert desk.post(address, form(line=str(line.public_id))).status_code == 302
    assert Message.objects.get().label == label


def test_words_that_are_not_in_their_language_say_so(desk, address, chen):
    asks = "Their language is Chinese, and this is in English"
    assert asks in desk.get(address).content.decode()
    assert asks not in desk.get(f"{address}?about=call_us_back&language=zh").content.decode()


def test_their_own_language_can_be_chosen_where_we_have_no_words_in_it(desk, address):
    person = BUNDLE["entry"][0]["resource"] | {"communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "vi"}]}, "preferred": True}]}  # fmt: skip
    whole = BUNDLE | {"entry": [{"resource": person}]}
    arrives("clinic", "chen-vi.json", json.dumps(whole).encode(), at=DAY)
    page = desk.get(address).content.decode()
    assert '<option value="vi">Vietnamese</option>' in page
    desk.post(address, form(language="vi", text="Xin gọi cho chúng tôi."))
    assert Message.objects.get().language == "vi"


def test_words_of_another_person_are_not_taken_over(desk, address):
    told = desk.get(f"{address}?instead=6f9619ff-8b86-d011-b42d-00c04fc964ff")
    assert told.status_code == 404
    assert desk.get(f"{address}?instead=rubbish").status_code in (200, 404)
