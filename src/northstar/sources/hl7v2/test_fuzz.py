"""Damaged and random messages: nothing raises, every line is accounted for, every quote is found."""

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from northstar.sources.hl7v2 import FORMAT
from northstar.sources.hl7v2.event import NotHL7, event_of
from northstar.sources.hl7v2.message import parse
from northstar.sources.reading import Feed

SAMPLES = [p.read_bytes() for p in sorted((Path(__file__).parent / "samples").glob("*.hl7"))]
FEED = Feed("hospital-b", "hl7v2", zone="America/Los_Angeles")
BLANK = " \t\x00\x0b\x0c\x1a\x1c\ufeff"
_QUIET = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def segment_lines(data: bytes) -> int:
    """How many lines hold anything, counted without the reader's parser."""
    text = parse(data).charset
    words = data.decode(text, "replace")
    for pattern in (r"\x0b(?=MSH|FHS|BHS|BSH|MHS|MHH|FSH|FHH|BHH|MSS|FSS|BSS)", r"[\n\x1c]"):
        words = re.sub(pattern, "\r", words)
    return sum(1 for line in words.split("\r") if line.strip(BLANK))


def holds(data: bytes) -> None:
    """What must be true of any bytes."""
    reading = FORMAT.read(data, FEED, "")
    if reading.refused:
        assert reading.refused.endswith(".")
        assert not reading.found
        return
    assert reading.elements == segment_lines(data)
    for fact in reading.found:
        assert FORMAT.place(data, fact.locator) == fact.value.quote
        assert len(fact.key) <= 240
        assert len(fact.person) <= 240
        assert "\0" not in fact.value.quote
    with contextlib.suppress(NotHL7):
        event_of(data)


PIECES = st.one_of(
    st.sampled_from(
        [
            "|~^&\\",
            "\r",
            "\n",
            "\r\n",
            "\x0b",
            "\x1c",
            "MSH|",
            "PID|",
            "OBX|",
            "EVN|A37|",
            "\\X41\\",
            "\\F\\",
            "\\.br\\",
            '""',
            "PV1|",
            "MRG|",
        ]
    ).map(str.encode),
    st.binary(min_size=1, max_size=6),
    st.text(min_size=1, max_size=6).map(lambda s: s.encode("utf-8", "replace")),
    st.sampled_from([b"0" * 400, b"99999999", b"20260231", b"00010101", b"99991231", b"-", b"\0"]),
)


@_QUIET
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 9), PIECES), max_size=8),
)
def test_damaged_messages(data, cuts):
    for at, length, piece in cuts:
        at %= len(data) + 1
        data = data[:at] + piece + data[at + length :]
    holds(data)


@_QUIET
@given(st.sampled_from(SAMPLES), st.sampled_from(SAMPLES), st.integers(0, 2000), st.randoms())
def test_segments_out_of_order_and_of_two_messages(one, two, cut, random):
    lines = one.split(b"\r")[1:] + two[:cut].split(b"\r")
    random.shuffle(lines)
    holds(one.split(b"\r")[0] + b"\r" + b"\r".join(lines))


@_QUIET
@given(st.binary(max_size=400))
def test_random_bytes(junk):
    holds(junk)
    holds(b"MSH|^~\\&|" + junk)
    holds(b"MSH" + junk)


FIELD = st.text(alphabet='AB12|^~&\\"\r.-+ é陈<>', max_size=12)


@_QUIET
@given(
    st.sampled_from(
        [
            "ADT^A01",
            "ADT^A40",
            "ADT^A17",
            "ADT^A24",
            "ORU^R01",
            "SIU^S12",
            "MDM^T02",
            "RDE^O11",
            "REF^I12",
            "VXU^V04",
            "ORM^O01",
        ]
    ),
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "PID",
                    "PV1",
                    "PV2",
                    "MRG",
                    "OBR",
                    "OBX",
                    "NTE",
                    "ORC",
                    "TXA",
                    "SCH",
                    "AIS",
                    "RXE",
                    "RXD",
                    "RXA",
                    "RXO",
                    "TQ1",
                    "DG1",
                    "AL1",
                    "IAM",
                    "IN1",
                    "NK1",
                    "PR1",
                    "FT1",
                    "RF1",
                    "AUT",
                    "PRD",
                    "PRB",
                    "EVN",
                    "PD1",
                    "ROL",
                    "ZZZ",
                    "BTS",
                    "FHS",
                    "ODS",
                ]
            ),
            st.lists(FIELD, max_size=30),
        ),
        max_size=8,
    ),
)
def test_segments_of_nonsense(kind, segments):
    lines = [f"MSH|^~\\&|A|B|||2026||{kind}|1|P|2.5", *("|".join((n, *f)) for n, f in segments)]
    holds("\r".join(lines).encode())


@pytest.mark.parametrize("size", [1, 5])
def test_a_huge_field_is_read_in_time(size):
    data = SAMPLES[0] + b"OBX|1|TX|1^x||" + b"word ~^&" * (size * 100_000) + b"\r"
    holds(data)


def test_many_messages_in_one_arrival_are_read_in_time():
    data = b"".join(SAMPLES * 40)
    reading = FORMAT.read(data, FEED, "")
    assert reading.elements == segment_lines(data)
