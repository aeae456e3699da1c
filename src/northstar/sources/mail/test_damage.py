"""Whatever comes as mail is read, or refused in one sentence, and takes no time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.harness.mail import FEED, SAMPLES, leaves

from northstar.sources.mail import FORMAT
from northstar.sources.mail.html import words_of


def test_a_page_of_boxes_in_boxes_takes_no_time():
    assert words_of("<div>" * 50_000 + "word") == "word"
    words_of("<!--" * 70_000)


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
