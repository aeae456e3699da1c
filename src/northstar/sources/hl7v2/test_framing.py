"""Frames on the wire, whole, in crumbs and damaged; and the answers that go back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from northstar.sources.hl7v2.acks import answer, answers
from northstar.sources.hl7v2.framing import Deframer, framed

ONE, TWO = b"MSH|^~\\&|A\rPID|1", b"MSH|^~\\&|B\rPID|2"


def deframed(data: bytes, limit: int = 1 << 20, step: int = 0) -> list[bytes]:
    deframer = Deframer(limit)
    pieces = [data] if not step else [data[i : i + step] for i in range(0, len(data), step)]
    return [message for piece in pieces for message in deframer.feed(piece)]


@pytest.mark.parametrize("step", [0, 1, 2, 7])
def test_frames_in_any_crumbs(step):
    assert deframed(framed(ONE) + framed(TWO), step=step) == [ONE, TWO]


@pytest.mark.parametrize(
    "wire",
    [
        b"junk" + framed(ONE) + b"\r\n" + framed(TWO),
        b"\x0b" + ONE + b"\x1c" + b"\x0b" + TWO + b"\x1c\r",  # no CR after the end
        ONE + b"\x1c\r" + framed(TWO),  # no start mark
        b"\x0bMSH|^~\\&|cut off" + framed(ONE) + framed(TWO),
        b"\x1c\r\x1c\r" + framed(ONE) + b"\r\r\n" + framed(TWO),
    ],
)
def test_it_finds_the_next_frame_after_damage(wire):
    assert deframed(wire) == [ONE, TWO]
    assert deframed(wire, step=3) == [ONE, TWO]


def test_a_frame_beyond_the_limit_is_skipped_and_memory_stays_bounded():
    deframer = Deframer(limit=100)
    out = []
    for piece in [b"\x0bMSH|"] + [b"x" * 50] * 40 + [b"\x1c\r" + framed(ONE)]:
        out += deframer.feed(piece)
        assert deframer.pending <= 160
    assert out == [ONE]
    assert deframer.skipped == 1


def test_what_was_cut_off_is_handed_back_as_no_message():
    deframer = Deframer()
    assert list(deframer.feed(b"\x0b" + ONE)) == []
    assert deframer.rest() == ONE
    assert deframer.pending == 0


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.binary(min_size=1, max_size=40).filter(lambda b: not set(b) & {11, 28, 13, 10}),
        max_size=5,
    ),
    st.integers(1, 9),
)
def test_any_messages_come_through(bodies, step):
    messages = [b"MSH|" + body for body in bodies]
    wire = b"".join(framed(message) for message in messages)
    assert deframed(wire, step=step) == messages


HEAD = "MSH|^~\\&|ADT|HOSPB|NORTHSTAR|CLINIC|20260904||ADT^A03^ADT_A03|B-1|P|2.5.1"


def said(message: str | bytes, code: str = "AA", **more) -> list[list[str]]:
    data = message if isinstance(message, bytes) else message.encode()
    out = answers(data, code, time="20260904224501", control="N-1", **more)
    return [one.decode().rstrip("\r").split("\r") for one in out]


def test_original_mode():
    ((head, msa),) = said(HEAD + "\rPID|1")
    assert head == "MSH|^~\\&|NORTHSTAR|CLINIC|ADT|HOSPB|20260904224501||ACK^A03^ACK|N-1|P|2.5.1"
    assert msa == "MSA|AA|B-1"


def test_an_error_names_its_reason():
    ((_, msa, err),) = said(HEAD, "AE", reason="The birth date | is no date")
    assert msa.startswith("MSA|AE|B-1|")
    assert err.startswith("ERR|||207^")
    assert "The birth date \\F\\ is no date" in err


@pytest.mark.parametrize(
    ("accept", "application", "code", "expected"),
    [
        ("AL", "NE", "AA", ["CA"]),
        ("AL", "AL", "AA", ["CA", "AA"]),
        ("NE", "AL", "AE", ["AE"]),
        ("ER", "NE", "AA", []),
        ("ER", "NE", "AE", ["CE"]),
        ("SU", "NE", "AR", []),
        ("AL", "", "AR", ["CR"]),
    ],
)
def test_enhanced_mode(accept, application, code, expected):
    found = said(f"{HEAD}|||{accept}|{application}", code, reason="no")
    assert [lines[1].split("|")[1] for lines in found] == expected


@pytest.mark.parametrize(
    "broken", [b"", b"MSH", b"PID|1", b"MSHx^~", b"\xff\xfe\x00", b"MSH|^~\\&"]
)
def test_a_broken_header_is_answered_all_the_same(broken):
    ((head, msa, err),) = said(broken, "AR", reason="The message has no MSH segment.")
    assert head.startswith("MSH|^~\\&|")
    assert msa.startswith("MSA|AR")
    assert err.startswith("ERR")


def test_the_senders_delimiters_and_letters_are_kept():
    head = "MSH#$%@!#Novák#H###20260904##ADT$A03#é1#P#2.5######8859/1"
    out = answer(head.encode("latin-1"), "AA", time="2026", control="N")
    lines = out.decode("latin-1").split("\r")
    assert lines[0].startswith("MSH#$%@!###Novák#H#2026##ACK$A03$ACK#N#P#2.5")
    assert lines[1] == "MSA#AA#é1"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["AA", "AE", "AR"]))
def test_no_bytes_stop_an_answer(junk, code):
    for data in (junk, b"MSH|" + junk, HEAD.encode() + junk):
        for out in answers(data, code, time="2026", control="N", reason="why"):
            assert out.startswith(b"MSH")
            assert b"MSA" in out
