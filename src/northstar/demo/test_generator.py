"""Background people: the same for a seed and number, readable in every format, and the hard cases among them."""

from collections import Counter
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from northstar.demo.generator import people, person_files
from northstar.demo.lives import Rates
from northstar.demo.people import person
from northstar.sources.reading import Feed
from northstar.sources.recognise import formats

NOW = datetime(2026, 9, 8, 7, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
EVERYTHING = Rates(gap=0.3, missed=0.3, stay=0.9, late=0.3, repeated=0.3, writes=0.5)
FORMATS = {"clinic": "fhir_r4", "hospital-a": "ccda", "hospital-b": "hl7v2", "dialysis": "hl7v2",
           "pharmacy": "fills", "voicemail": "mail"}  # fmt: skip


def test_a_person_does_not_depend_on_the_others():
    among = [e for e in people(7, 30, NOW) if "N0000017" in e.name or "0000017" in e.name]
    alone = list(person_files(7, 17, NOW))
    assert among == alone != list(person_files(8, 17, NOW))


def test_every_file_is_read_without_a_doubt():
    seen = Counter()
    for envelope in people(3, 70, NOW, rates=EVERYTHING):
        reader = formats()[FORMATS[envelope.feed]]
        feed = Feed(envelope.feed, zone="America/Los_Angeles")
        reading = reader.read(envelope.data, feed, envelope.name)
        assert not reading.refused, envelope.name
        assert (reading.doubted, reading.dropped) == ([], []), envelope.name
        assert reading.found
        seen[envelope.feed] += 1
    assert set(seen) == set(FORMATS)


def test_nothing_has_been_received_before_it_was_written():
    assert all(e.received <= NOW for e in people(3, 40, NOW, rates=EVERYTHING) if e.feed == "clinic")  # fmt: skip


def test_the_hard_cases_are_among_them():
    found = [person(2026, n, NOW.date()) for n in range(3000)]
    bonds = Counter(who.pair for who in found)
    assert min(bonds[bond] for bond in ("twins", "couple", "namesakes", "parent and child")) >= 2
    for one, other in zip(found[::2], found[1::2], strict=True):
        if one.pair == "couple":
            assert one.phones[0] == other.phones[0]
        if one.pair == "namesakes":
            assert (one.given, one.family.split("-")[0], one.born) == (
                other.given, other.family.split("-")[0], other.born)  # fmt: skip
            assert one.phones[0] != other.phones[0]
    assert any(who.former for who in found)
    assert any("-" in who.family for who in found)


@pytest.mark.long
def test_a_hundred_thousand_stream_by():
    assert sum(1 for _ in islice(people(1, 100_000, NOW), 200_000)) == 200_000
