"""A fax in the inbox: parted by page among people, come by two roads, misdirected."""

import io
from email.message import EmailMessage
from functools import cache

import pytest
from PIL import Image
from tests.harness.inbox import LONG_AGO, NOW, READER, known, post

from northstar import spine
from northstar.access.models import Role, Staff
from northstar.casework.inbox.models import Piece
from northstar.casework.worklist.models import Line
from northstar.record import feeds
from northstar.record.charts import chart_of
from northstar.record.models import Patient as Patient_row
from northstar.sources.mail import FORMAT
from northstar.sources.reading import Feed

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


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


def test_the_pages_of_others_stay_open_where_one_part_was_misdirected(client, sarah):
    olive = Staff.objects.create(username="olive", name="Olive Grant")
    Role.objects.create(staff=olive, role="privacy-officer", start=LONG_AGO)
    rio = known("Rio", "4155550101")
    whole = a_fax(1, 2, 3)
    post(client, whole, "split", cuts="2 3")
    first, second, third = Piece.objects.filter(whole=whole).order_by("first")
    post(client, second, "not-ours", ours="Meant for another organisation")
    there = f"/source/{whole.arrival.public_id}/"
    page = client.get(there)
    assert page.status_code == 200
    shown = page.content.decode()
    sheet = f"{there}sheet/{whole.part}/"
    assert [f"{sheet}{n}.png" in shown for n in (1, 2, 3)] == [True, False, True]
    assert client.get(f"{sheet}1.png").status_code == 200
    assert client.get(f"{sheet}2.png").status_code == 403
    assert client.get(f"{there}raw/").status_code == 403
    assert client.get(f"{there}part/{whole.part}/").status_code == 403
    assert client.get(f"/inbox/{second.public_id}/").status_code == 403
    assert client.get(f"/inbox/{whole.public_id}/").status_code == 403
    assert client.get(f"/inbox/{third.public_id}/").status_code == 200
    post(client, first, "file", patient=rio)
    assert client.get(f"/inbox/{first.public_id}/").status_code == 200
    post(client, third, "not-ours", ours="Nobody we know")
    assert client.get(there).status_code == 200


def test_the_same_by_another_road_is_set_apart_too(client, sarah):
    known("Rio", "4155550101")
    first = a_fax(1, 2)
    second = a_fax(1, 2, feed="second line", number=2)
    post(client, first, "split", cuts="2")
    mine, theirs = Piece.objects.filter(whole=first).order_by("first")
    post(client, theirs, "not-ours", ours="Meant for another organisation")
    there = f"/source/{second.arrival.public_id}/"
    assert client.get(f"{there}sheet/{second.part}/1.png").status_code == 200
    assert client.get(f"{there}sheet/{second.part}/2.png").status_code == 403
    post(client, mine, "not-ours", ours="Meant for another organisation")
    assert client.get(there).status_code == 403
