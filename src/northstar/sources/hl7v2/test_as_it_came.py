"""Delimiters, escapes, line ends, character sets and frames: a message is read however it was sent."""

import io

import pytest
from tests.harness.hl7v2 import FEED, message, one, read, sample

from northstar.sources.hl7v2 import FORMAT


def test_a_batch_is_read_whole_and_cut_into_messages():
    reading = read("batch")
    assert reading.kept["FHS"] == reading.kept["BTS"] == 1
    assert reading.kept["MSH"] == 2
    assert any(found.locator.startswith("MSG[2]/PV1[1]") for found in reading.found)
    pieces = list(FORMAT.split(io.BytesIO(sample("batch"))))
    assert b"".join(pieces) == sample("batch")
    assert len(pieces) == 6
    short = sample("batch").replace(b"BTS|2", b"BTS|3")
    assert any("promises 3 messages" in t.why for t in read(short).doubted)


def test_custom_delimiters_and_escapes():
    data = (
        b"MSH#$%@!#APP#HOSPB###20260904101500##ADT$A01#C1#P#2.5\r"
        b"PID#1##77$$$HOSPB$MR##O@S@Neill$Ann@F@Mary%Lee$Ann##19600101#F"
    )
    person = read(data).people["HOSPB|77"]
    assert [n.plain for n in person.names] == ["Ann#Mary O$Neill", "Ann Lee"]


def test_hex_escapes_spell_accented_letters():
    person = read(message("PID|1||7^^^H^MR||Garc\\XC3\\\\XAD\\a^Ana")).people["H|7"]
    assert person.names[0].family == "García"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\r\n"])
def test_line_ends(end):
    data = sample("discharge").decode().replace("\r", end).encode()
    assert read(data).elements == sample("discharge").count(b"\r")


@pytest.mark.parametrize(
    ("codec", "said", "doubts"),
    [
        ("utf-8", "UNICODE UTF-8", 0),
        ("latin-1", "8859/1", 0),
        ("iso8859-2", "8859/2", 0),
        ("cp1252", "", 1),
        ("utf-8", "ASCII", 1),
        ("cp1252", "ASCII", 1),
        ("utf-8", "8859/1", 1),
        ("gb18030", "GB 18030-2000", 0),
    ],
)
def test_character_sets(codec, said, doubts):
    name = "陈" if codec == "gb18030" else "Novák"
    data = (
        message(f"PID|1||7^^^H^MR||{name}^Jana").decode().replace("|2.5.1", f"|2.5.1||||||{said}")
    )
    reading = read(data.encode(codec))
    assert reading.people["H|7"].names[0].family == name
    assert len([t for t in reading.doubted if "character" in t.what]) == doubts


def test_utf16_with_and_without_a_mark():
    text = message("PID|1||7^^^H^MR||Novák^Jana").decode()
    for codec in ("utf-16", "utf-16-le"):
        assert read(text.encode(codec)).people["H|7"].names[0].family == "Novák"


def test_frames_and_damaged_frames():
    data = sample("discharge")
    for framed in (b"\x0b" + data + b"\x1c\r", b"\x0b" + data, data + b"\x1c", b"\0\x0b" + data):
        assert read(framed).elements == data.count(b"\r")


@pytest.mark.parametrize("data", [b"", b"\r\n", b"PID|1||77", b"\x00\xff" * 50, b"{}", b"xMSH|y"])
def test_what_is_no_message_is_refused_in_a_sentence(data):
    reading = FORMAT.read(data, FEED, "")
    assert reading.refused.endswith(".")
    assert not reading.found


def test_a_line_break_inside_a_field_goes_on_with_the_field():
    reading = read(
        message("PID|1||7^^^H^MR||Lee^Ann", "OBX|1|TX|1^Note^L||first\nsecond line||||||F")
    )
    assert one(reading, "Observation").text == "first\nsecond line"
    assert reading.kept["continued"] == 1
