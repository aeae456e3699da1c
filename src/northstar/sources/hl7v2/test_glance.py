"""A glance says of a message what the whole reading says of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from northstar.sources.hl7v2.glance import glance
from northstar.sources.hl7v2.reader import read
from northstar.sources.reading import Feed

FEED = Feed("hl7", zone="America/Los_Angeles")
MESSAGE = (
    b"MSH|^~\\&|ADT|HOSPB|||20260908073000||ADT^A01|7|P|2.5.1\rEVN|A01|20260908\r"
    b"PID|1||1^^^HOSPB^MR||Lee^Ann\rPV1|1|I|4E\r"
)


def agree(data: bytes) -> None:
    short, whole = glance(data, FEED), read(data, FEED)
    for name in ("format", "version", "sender", "control", "title", "written", "refused"):
        assert getattr(short, name) == getattr(whole, name), name


@pytest.mark.parametrize(
    "data",
    [
        MESSAGE, MESSAGE.replace(b"\r", b"\n"), MESSAGE.replace(b"\r", b"\r\n"), MESSAGE * 2,
        MESSAGE.replace(b"|", b"!"), MESSAGE.replace(b"ADT^A01", b"ADT"), b"", b"MSH", b"MSH|",
        MESSAGE.replace(b"ADT^A01", b"ADT^^ADT_A01").replace(b"EVN|A01", b"EVN|"),
        MESSAGE.replace(b"20260908073000", b"soon"), MESSAGE.replace(b"|7|", b"||"),
        MESSAGE.replace(b"HOSPB", "HÔPITAL".encode()), MESSAGE[10:], b"\x0b" + MESSAGE,
        MESSAGE.decode().encode("utf-16"), b"FHS|^~\\&\r" + MESSAGE, MESSAGE.replace(b"7", b"\\T\\"),
        b"MSH\n" + MESSAGE[3:], MESSAGE.replace(b"|ADT^A01", b"|\nADT^A01"),
        MESSAGE.replace(b"ADT|", b"A MSH|"), MESSAGE.replace(b"|ADT|", b"|\0ADT|"),
    ],
)  # fmt: skip
def test_they_agree(data):
    agree(data)


@settings(max_examples=300)
@given(st.binary(max_size=20), st.integers(0, len(MESSAGE)), st.integers(0, 12))
def test_they_agree_on_damaged_messages(noise, at, cut):
    agree(MESSAGE[:at] + noise + MESSAGE[at + cut :])
