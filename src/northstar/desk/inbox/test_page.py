"""The inbox in a page: what waits, what each act does, and the way back."""

import io
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache

import pytest
from PIL import Image

from northstar import spine
from northstar.access.models import HeldClock, Membership, Role, Staff
from northstar.access.staffing import default_team
from northstar.access.viewer import system_viewer
from northstar.casework.acts.models import Act
from northstar.casework.inbox.models import Piece
from northstar.casework.worklist.models import Line
from northstar.chart.people import Address, ContactPoint, HumanName, Patient
from northstar.chart.when import when
from northstar.record import feeds, finding
from northstar.record.charts import chart_of
from northstar.record.models import Patient as Patient_row
from northstar.sources.mail import FORMAT
from northstar.sources.reading import Feed, Reading

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
READER = system_viewer("a test")


@pytest.fixture
def sarah(client):
    HeldClock.objects.create(pk=1, at=NOW)
    staff = Staff.objects.create(username="sarah", name="Sarah Okafor")
    Role.objects.create(staff=staff, role="coordinator", start=LONG_AGO)
    Membership.objects.create(staff=staff, team=default_team(), start=LONG_AGO)
    client.force_login(staff)
    return staff


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


def test_an_empty_inbox_says_so(client, sarah):
    assert "Nothing waiting." in client.get("/inbox/").content.decode()


def test_what_arrived_waits_with_whose_it_may_be(client, sarah):
    known("Rio", "4155550101")
    a_call("Hello, this is Ana Rio, please call me back about my refill.")
    page = client.get("/inbox/").content.decode()
    assert "Likely Ana Rio" in page
    assert "about my refill" in page


def test_the_tabs_add_up_to_all_and_the_head_says_how_they_fold(client, sarah):
    known("Rio", "4155550101")
    a_call("Hello, this is Ana Rio, please call me back about my refill.")
    a_call("Ana Rio again, still waiting about the refill.", number=2)
    page = client.get("/inbox/").content.decode()
    counts = dict(re.findall(r">([A-Z][a-z ]+) <span class=\"num\">(\d+)</span>", page))
    of_a_sort = {name: int(n) for name, n in counts.items() if name not in ("All", "Unmatched")}
    assert sum(of_a_sort.values()) == int(counts["All"]) == 2
    assert "<b>2</b> wait, in 1 row:" in page


def test_confirmed_and_made_work_it_leaves_the_inbox_and_stands_in_today(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    assert post(client, piece, "make", patient=rio).status_code == 302
    piece.refresh_from_db()
    assert not piece.is_open
    assert messages(rio) == 1
    assert Line.objects.filter(arrival=piece.arrival_id, is_open=True).exists()
    assert Act.objects.get().kind == "inbox"


def test_taken_back_it_waits_again_and_has_left_the_chart(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    post(client, piece, "make", patient=rio)
    assert client.post("/inbox/undo/").status_code == 302
    piece.refresh_from_db()
    assert piece.is_open
    assert not piece.sure
    assert messages(rio) == 0
    assert Act.objects.get().taken_back


def test_filed_it_is_in_the_chart_and_its_work_is_done(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio. No need to call me, all is well.")
    post(client, piece, "file", patient=rio)
    assert not Line.objects.filter(arrival=piece.arrival_id, is_open=True).exists()
    assert messages(rio) == 1
    spine.review_due(NOW)
    assert not Piece.objects.filter(is_open=True).exists()
    client.post("/inbox/undo/")
    assert Line.objects.filter(arrival=piece.arrival_id, is_open=True).exists()


def test_nothing_uncertain_is_filed(client, sarah):
    known("Rio", "4155550101")
    known("Lee", "4155550101")
    for number, words in enumerate(("Please call me about my ride.", "Call me about my bill.")):
        piece = a_call(words, number=number + 1, phone=["(415) 555-0101", "(415) 555-0177"][number])
        answer = post(client, piece, "file")
        assert answer.status_code == 422
        piece.refresh_from_db()
        assert piece.is_open


def test_what_is_about_life_or_safety_is_never_filed(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("This is Ana Rio, my chest feels tight.")
    answer = post(client, piece, "file", patient=rio)
    assert answer.status_code == 422
    assert "life or safety" in answer.content.decode()
    assert messages(rio) == 0


def test_two_on_one_phone_are_two_rows(client, sarah):
    known("Rio", "4155550101")
    known("Lee", "4155550101")
    a_call("This is Ana Rio, please call me about my ride.", number=1)
    a_call("This is Ana Lee, please call me about my bill.", number=2)
    page = client.get("/inbox/").content.decode()
    assert page.count("data-row") == 2


def test_a_wrong_number_leaves_and_can_be_taken_back(client, sarah):
    piece = a_call("Is this the pizza place? I want to order.")
    assert post(client, piece, "not-ours", ours="whatever").status_code == 422
    post(client, piece, "not-ours", ours="Wrong number")
    assert not Line.objects.filter(arrival=piece.arrival_id, is_open=True).exists()
    assert not Piece.objects.filter(is_open=True).exists()
    client.post("/inbox/undo/")
    assert Piece.objects.filter(is_open=True).exists()
    assert Line.objects.filter(arrival=piece.arrival_id, is_open=True).exists()


def test_a_misdirected_one_is_the_privacy_officers_and_says_nothing_of_its_content(client, sarah):
    olive = Staff.objects.create(username="olive", name="Olive Grant")
    Role.objects.create(staff=olive, role="privacy-officer", start=LONG_AGO)
    piece = a_call("Hello, this message is for the Harbor Dental office about the crown.")
    post(client, piece, "not-ours", ours="Meant for another organisation")
    line = Line.objects.get(is_open=True)
    assert line.staff == olive
    assert "crown" not in f"{line.says} {line.suggests} {line.because}"


def test_joined_to_other_work_of_the_person(client, sarah):
    rio = known("Rio", "4155550101")
    first = a_call("This is Ana Rio, please call me about my ride.", number=1)
    post(client, first, "make", patient=rio)
    work = Line.objects.filter(is_open=True).first()
    spine.review_due(NOW)
    second = a_call("This is Ana Rio, I also want to ask about my bill.", number=2)
    page = client.get(f"/inbox/{second.public_id}/").content.decode()
    assert post(client, second, "join", line="x", patient=rio).status_code == 422
    assert work.is_open
    assert "Join" in page or "Confirm and make work" in page


def test_somebody_else_is_found_without_a_name_in_an_address(client, sarah):
    lopez = known("Lopez", "4155550199")
    piece = a_call("Please call me back about my ride.")
    page = client.post(f"/inbox/{piece.public_id}/", {"q": "lopez"}).content.decode()
    assert "Ana Lopez" in page
    post(client, piece, "make", patient=lopez)
    assert messages(lopez) == 1


def test_one_query_more_for_no_number_of_rows(client, sarah, django_assert_max_num_queries):
    for number in range(8):
        a_call(
            f"Please call me back about my ride number {number}.",
            number=number,
            phone=f"(415) 555-01{number}7",
        )
    with django_assert_max_num_queries(45):
        client.get("/inbox/")


def test_who_is_not_concerned_does_not_open_a_piece(client, sarah):
    piece = a_call("Please call me back about my ride.")
    other = Staff.objects.create(username="marcus", name="Marcus Bell")
    Role.objects.create(staff=other, role="coordinator", start=LONG_AGO)
    client.force_login(other)
    assert client.get(f"/inbox/{piece.public_id}/").status_code == 403
    assert client.get("/inbox/").content.decode().count("data-row") == 0


@cache
def a_pdf(pages):
    """Made once: a PDF carries the second of its making."""
    out = io.BytesIO()
    sheets = [Image.new("1", (200, 260), 1) for _ in range(pages)]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def a_fax(*pages, number=1, feed="fax"):
    letter = EmailMessage()
    letter["From"], letter["To"] = "Fax Service <fax@carrier.example>", "desk@clinic.example"
    letter["Subject"], letter["Date"] = f"Fax, {len(pages)} pages", "Tue, 8 Sep 2026 06:00:00 -0700"
    letter["Message-ID"] = f"<fax-{feed}-{number}@carrier.example>"
    letter.set_content("A fax has arrived.\nCSID: +1 800 555 0138\n")
    letter.add_attachment(
        a_pdf(len(pages)), maintype="application", subtype="pdf", filename="fax.pdf"
    )
    data = letter.as_bytes()
    reading = FORMAT.read(data, Feed(feed), "f.eml")
    done = spine.arrived(
        [(data, reading, "f.eml")], feeds.feed(feed, format="mail"), by=READER, at=NOW
    )
    spine.review_items(done.items, NOW)
    return Piece.objects.filter(first=0).order_by("pk").last()


def test_a_fax_is_parted_by_page_and_each_part_goes_to_its_person(client, sarah):
    rio, lee = known("Rio", "4155550101"), known("Lee", "4155550102")
    whole = a_fax(1, 2, 3)
    assert post(client, whole, "split", cuts="7").status_code == 422
    assert post(client, whole, "split", cuts="3").status_code == 302
    first, second = Piece.objects.filter(whole=whole).order_by("first")
    assert [(p.first, p.last) for p in (first, second)] == [(1, 2), (3, 3)]
    assert not Line.objects.filter(arrival=whole.arrival_id, is_open=True).exists()
    post(client, first, "file", patient=rio)
    post(client, second, "make", patient=lee, says="needs a call about the referral")
    papers = {who: chart_of(READER, who, NOW).documents for who in (rio, lee)}
    assert [len(some) for some in papers.values()] == [1, 1]
    assert (
        Line.objects.get(is_open=True, patient__public_id=lee).says
        == "needs a call about the referral"
    )
    spine.review_due(NOW)
    assert not Piece.objects.filter(is_open=True).exists()
    assert client.get(f"/source/{whole.arrival.public_id}/sheet/2/3.png").status_code == 200


def test_where_a_part_may_begin_is_said_in_words(client, sarah):
    assert "can begin on page 2." in post(client, a_fax(1, 2), "split").content.decode()
    longer = a_fax(1, 2, 3, number=2)
    assert "a page from 2 to 3." in post(client, longer, "split", cuts="9").content.decode()


def test_parts_whose_pages_cannot_be_read_are_offered_whom_the_whole_was_about(client, sarah):
    rio = known("Rio", "4155550101")
    whole = a_fax(1, 2)
    pk = Patient_row.objects.get(public_id=rio).pk
    Piece.objects.filter(pk=whole.pk).update(candidates=[{"patient": pk, "why": "the name"}])
    post(client, whole, "split", cuts="2")
    for part in Piece.objects.filter(whole=whole):
        assert [one["patient"] for one in part.candidates] == [pk]
        assert not part.clear


def test_who_was_quicker_is_named(client, sarah):
    known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    post(client, piece, "not-ours", ours="Wrong number")
    answer = post(client, piece, "not-ours", ours="Wrong number")
    assert answer.status_code == 422
    said = answer.content.decode().partition("Not done yet.")[2][:200]
    assert "Sarah Okafor has finished with this already at 07:30: not ours." in said


def test_what_was_typed_for_one_never_stands_beside_another(client, sarah):
    """A colleague was quicker: the words stay, on a page of their own, and in nobody else's form."""
    known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    known("Lee", "4155550102")
    a_call("This is Ana Lee about the ride.", phone="(415) 555-0102", number=2)
    post(client, piece, "not-ours", ours="Wrong number")
    shown = post(client, piece, "answer", answer="Your refill is ready.", channel="text")
    said = shown.content.decode()
    assert shown.status_code == 422
    assert ">Your refill is ready.</textarea>" in said
    assert "Ana Lee" not in said


def test_a_split_is_taken_back_whole(client, sarah):
    whole = a_fax(1, 2)
    post(client, whole, "split", cuts="2")
    client.post("/inbox/undo/")
    assert [piece.pk for piece in Piece.objects.filter(is_open=True)] == [whole.pk]
    post(client, whole, "split", cuts="2")
    assert Piece.objects.filter(is_open=True, whole=whole).count() == 2


def test_one_document_by_two_roads_is_one_piece(client, sarah):
    known("Rio", "4155550101")
    first = a_fax(1, 2)
    second = a_fax(1, 2, feed="second line", number=2)
    assert second.twin == first
    assert client.get("/inbox/").content.decode().count("data-row") == 1
    spine.review_due(NOW)
    assert not Line.objects.filter(arrival=second.arrival_id, is_open=True).exists()
    post(client, first, "not-ours", ours="Nobody we know")
    assert not Piece.objects.filter(is_open=True).exists()


def test_what_was_misdirected_is_shown_to_nobody_else(client, sarah):
    olive = Staff.objects.create(username="olive", name="Olive Grant")
    Role.objects.create(staff=olive, role="privacy-officer", start=LONG_AGO)
    piece = a_fax(1)
    there = f"/source/{piece.arrival.public_id}/"
    assert client.get(there).status_code == 200
    post(client, piece, "not-ours", ours="Meant for another organisation")
    assert client.get(there).status_code == 403
    assert client.get(f"/inbox/{piece.public_id}/").status_code == 403


def test_closed_in_today_it_waits_no_more(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, please call me back about my refill.")
    line = Line.objects.get(arrival=piece.arrival_id)
    client.post(f"/line/{line.public_id}/done/", {"outcome": "Reached, and settled"})
    assert not Piece.objects.filter(is_open=True).exists()
    assert messages(rio) == 0


def test_z_in_today_takes_back_what_was_done_here(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio. All is well, no need to call.")
    post(client, piece, "file", patient=rio)
    client.post("/undo/")
    piece.refresh_from_db()
    assert piece.is_open
    assert messages(rio) == 0


def test_an_answer_goes_out_once_and_closes_its_work(client, sarah):
    rio = known("Rio", "4155550101")
    piece = a_call("Hello, this is Ana Rio, what time is my ride?")
    assert post(client, piece, "answer", patient=rio, channel="letter").status_code == 422
    text = "The van comes at nine."
    by_text = post(client, piece, "answer", patient=rio, channel="text", answer=text)
    assert by_text.status_code == 422  # nobody has asked her whether we may
    assert text in by_text.content.decode()
    assert (
        post(client, piece, "answer", patient=rio, channel="letter", answer=text).status_code == 302
    )
    piece.refresh_from_db()
    assert not piece.is_open
    assert not Line.objects.filter(arrival=piece.arrival_id, is_open=True).exists()
    assert [act.kind for act in Act.objects.all()] == ["letter"]
    client.post("/inbox/undo/")
    piece.refresh_from_db()
    assert piece.is_open
