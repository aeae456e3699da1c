"""What the reader of single documents must make of people's papers."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from northstar.sources import content, pdf
from northstar.sources.papers import FORMAT
from northstar.sources.reading import Feed

FEED = Feed("Uploads", "papers")


def picture(kind, size=(30, 20), pages=1):
    out = io.BytesIO()
    sheets = [Image.new("L", size, 200) for _ in range(pages)]
    more = {"save_all": True, "append_images": sheets[1:]} if pages > 1 else {}
    sheets[0].save(out, kind, **more)
    return out.getvalue()


def written(*pages, extra=b""):
    """A small PDF by hand: one line of words on each page."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, words in enumerate(pages):
        body = (
            words
            if isinstance(words, bytes)
            else zlib.compress(f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode())
        )
        filters = b"/Filter /FlateDecode"
        resources = "<< /Font << /F1 3 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Resources {resources} /Contents {5 + 2 * i} 0 R >>"
        objects.append(page.encode())
        objects.append(b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), filters, body))
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, made in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, made)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        extra,
        table,
    )
    return bytes(out)


def document(data, name="scan"):
    found = FORMAT.read(data, FEED, name)
    assert not found.refused
    assert found.elements == 1
    [fact] = found.found
    assert FORMAT.place(data, fact.locator) == fact.value.quote
    assert list(found.people) == [fact.person]
    return found, fact.value


def test_the_words_of_a_pdf_that_was_born_digital():
    data = written("Deadline: 12 October", "Second page")
    _, value = document(data, "folder/denial.pdf")
    assert value.attachments[0].pages == 2
    assert value.title == "denial.pdf"
    assert value.text.split("\f") == ["Deadline: 12 October", "Second page"]
    at = value.text.index("12 October")
    assert FORMAT.place(data, f"text#{at}-{at + 10}") == "12 October"


@pytest.mark.parametrize(("kind", "pages"), [("TIFF", 1), ("TIFF", 3), ("JPEG", 1), ("PNG", 1)])
def test_scans_and_photos(kind, pages):
    found, value = document(picture(kind, pages=pages))
    assert value.attachments[0].pages == pages
    assert found.doubted == []


def test_plain_text():
    _, value = document("Thuốc của tôi:\r\nlisinopril".encode(), "list.txt")
    assert value.text == "Thuốc của tôi:\nlisinopril"


def test_the_same_paper_has_the_same_key():
    assert document(picture("PNG"), "a")[1] != document(picture("PNG"), "b")[1]
    assert (
        document(picture("PNG"), "a")[0].people.keys()
        == document(picture("PNG"), "b")[0].people.keys()
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n" + b"x" * 99, "damaged"),
        (picture("PNG")[:40], "damaged"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "damaged"),
        (b"II*\x00\x08\x00\x00\x00", "damaged"),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 50, "HEIC"),
        (b"MZ\x00\x01\x02\x03" * 20, "neither"),
    ],
)
def test_what_does_not_open_is_refused_in_one_sentence(data, words):
    found = FORMAT.read(data, FEED, "x")
    assert words in found.refused
    assert found.refused.endswith(".")


def test_a_locked_pdf_is_refused_by_name():
    lock = (
        b"/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter /Standard "
        b"/V 1 /R 2 /P -44 /O <" + b"00" * 32 + b"> /U <" + b"11" * 32 + b"> >>"
    )
    assert "password" in FORMAT.read(written("secret", extra=lock), FEED, "x.pdf").refused


def test_a_pdf_that_explodes_is_shown_without_its_words():
    once = zlib.compress(b" " * 60_000_000)
    for body in (once, zlib.compress(once)):
        found, value = document(written(body))
        assert (value.text, value.attachments[0].pages) == ("", 1)
        assert "beyond all measure" in found.doubted[0].why


def test_a_picture_of_absurd_size_is_refused():
    data = bytearray(picture("PNG"))
    data[16:24] = (40_000).to_bytes(4) * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4)
    assert FORMAT.read(bytes(data), FEED, "x.png").refused


def test_a_tiff_that_goes_round_is_not_counted_for_ever():
    data = bytearray(picture("TIFF"))
    at = int.from_bytes(data[4:8], "little")
    after = at + 2 + 12 * int.from_bytes(data[at : at + 2], "little")
    data[after : after + 4] = at.to_bytes(4, "little")
    assert content.tiff_pages(bytes(data)) is None


def test_recognised_by_their_marks():
    assert FORMAT.recognises(b"%PDF-1.4", "x") > 0.5
    assert 0 < FORMAT.recognises(b"hello", "x.txt") < 0.5
    assert FORMAT.recognises(b"hello", "x.csv") == 0
    for start in (b"ISA*00*", b"MSH|^~", b' {"a": 1}', b"<a/>", b"UNB+x"):
        assert FORMAT.recognises(start, "x.txt") == 0


def test_places_that_do_not_exist():
    for locator in ("text#0-999", "text#5-2", "page:1", "x"):
        with pytest.raises(LookupError):
            FORMAT.place(b"hello", locator)


GOOD = [written("Hello"), picture("TIFF", pages=2), picture("JPEG"), picture("PNG")]


@given(st.data())
def test_any_damage_is_read_or_refused(data):
    whole = bytearray(data.draw(st.sampled_from(GOOD)))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, max(0, len(whole) - 1)))
        whole[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=8))
    FORMAT.recognises(bytes(whole[:4096]), "x")
    found = FORMAT.read(bytes(whole), FEED, "x")
    assert found.refused or found.elements == 1
    pdf.look.cache_clear()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    found = FORMAT.read(data, FEED, "x.txt")
    assert found.refused or found.elements == 1
    content.seconds(b"RIFF" + data[:4] + b"WAVE" + data)
    content.tiff_pages(b"II*\x00" + data)
