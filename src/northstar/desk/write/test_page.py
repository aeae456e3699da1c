"""Writing to somebody: words to begin with, where it may go, how hard it reads, and nothing typed is lost."""

import io
import json
import re
from datetime import timedelta

import pypdf
import pytest
from tests.harness.mrs_chen import BUNDLE, NOW, arrives

from northstar.access.audit.models import AuditEntry
from northstar.access.models import HeldClock
from northstar.casework.outbox.models import Message
from northstar.doing.leaving import send_due

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
DAY = NOW.replace(hour=9)
HOME = "letter|12 Grant Ave\nSan Francisco CA 94108"


@pytest.fixture
def desk(client, sarah, chen):
    """Sarah at the page of writing to Mrs. Chen, at nine."""
    HeldClock.objects.update(at=DAY)
    client.force_login(sarah)
    return client


@pytest.fixture
def address(chen):
    return f"/patients/{chen.public_id}/write/"


def form(**more):
    return {"do": "send", "way": HOME, "purpose": "her pills", "subject": "Your pills",
            "text": "Please call us about your pills.", "language": "en"} | more  # fmt: skip


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


def test_a_yes_opens_the_road_and_a_no_closes_it(desk, address):
    wish = {"channel": "text", "address": "+14155550132", "how": "by phone"}
    desk.post(f"{address}wish/", wish | {"said": "yes"})
    assert desk.post(address, form(way="text|+14155550132")).status_code == 302
    HeldClock.objects.update(at=DAY + timedelta(minutes=5))
    desk.post(f"{address}wish/", wish | {"said": "no"})
    refused = desk.post(address, form(way="text|+14155550132", text="Again.")).content.decode()
    assert "They asked for no text message here" in refused
    send_due(DAY + timedelta(minutes=6), DAY)
    assert Message.objects.get().state == "withheld"


def test_a_confidential_address_closes_the_others(desk, address):
    desk.post(f"{address}wish/", {"channel": "letter", "address": "PO Box 5\nOakland CA 94601",
                                  "said": "only", "how": "in person"})  # fmt: skip
    page = desk.post(address, form()).content.decode()
    assert "confidential address only" in page


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
