"""Messages of HL7 v2 to read: the samples, and some written for one test."""

from pathlib import Path

from northstar.sources import hl7v2
from northstar.sources.hl7v2 import FORMAT
from northstar.sources.reading import Feed, Reading

SAMPLES = Path(hl7v2.__file__).parent / "samples"
FEED = Feed("hospital-b", "hl7v2", zone="America/Los_Angeles")
WHO = "HOSPB|V4471"


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.hl7").read_bytes()


def read(data: bytes | str, **feed) -> Reading:
    data = sample(data) if isinstance(data, str) else data
    found = FORMAT.read(data, Feed("hospital-b", "hl7v2", **feed) if feed else FEED, "")
    for fact in found.found:
        assert FORMAT.place(data, fact.locator) == fact.value.quote
    return found


def facts(reading: Reading, kind: str) -> list:
    return [found.value for found in reading.found if found.kind == kind]


def message(*segments: str, kind: str = "ADT^A01", head: str = "") -> bytes:
    first = f"MSH|^~\\&|APP|HOSPB|||20260904101500||{kind}|C1|P|2.5.1{head}"
    return "\r".join((first, *segments)).encode()


def one(reading: Reading, kind: str):
    (found,) = facts(reading, kind)
    return found
