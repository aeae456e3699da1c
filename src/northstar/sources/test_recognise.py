"""From a pile of files to arrivals: what is known is read, everything else is named."""

import io
import os
import tracemalloc
import zipfile
from dataclasses import replace

import pytest

from northstar.sources.guard import Limits
from northstar.sources.reading import Feed
from northstar.sources.recognise import formats, read_member, recognise, why_not
from northstar.sources.unpack import members

FEED = Feed("Corner Pharmacy")
FILLS = b"MemberID,Fill Date,Drug,Days Supply\n" + b"M1,2026-08-01,Lisinopril 10 mg,30\n" * 3
MiB = 1024 * 1024


def arrivals(data, name="x", feed=FEED, limits=None):
    return [
        pair
        for member in members(io.BytesIO(data), name, limits)
        for pair in read_member(member, feed, limits)
    ]


def test_every_format_has_its_own_name():
    assert all(name == fmt.name for name, fmt in formats().items())
    assert "fills" in formats()


def test_a_known_file_is_read_and_its_bytes_are_kept():
    [(data, reading)] = arrivals(FILLS, "fills.csv")
    assert data == FILLS
    assert (reading.format, reading.kept["row"], reading.title) == ("fills", 3, "fills.csv")


def test_where_a_reader_stopped_is_in_the_log_and_not_in_the_account(monkeypatch, caplog):
    def broken(data, feed, name):
        raise KeyError("Mei-Ling Chen")

    monkeypatch.setitem(formats(), "fills", replace(formats()["fills"], read=broken))
    [(data, reading)] = arrivals(FILLS, "fills.csv")
    assert data == FILLS
    assert "a fault of the reader" in reading.refused
    assert "Chen" not in reading.refused
    assert caplog.records[-1].exc_info[0] is KeyError
    assert "Chen" not in caplog.records[-1].getMessage()


def test_the_content_decides_and_not_the_name():
    assert arrivals(FILLS, "picture.png")[0][1].format == "fills"


STRANGE = [
    (b"", "empty"),
    (b" \n\t", "empty"),
    (b"MZ" + os.urandom(200), "program"),
    (b"\x00\x01\xfe\x80" * 99, "neither readable"),
    (b"a,b,c\n1,2,3\n", "not a list of pharmacy fills"),
    (b'{"a": [1, 2', "JSON"),
    (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "XML"),
    (b"7z\xbc\xaf\x27\x1c\x00", "7z"),
]


@pytest.mark.parametrize(("data", "words"), STRANGE)
def test_what_nobody_knows_is_refused_in_one_sentence(data, words):
    name = "x.csv" if b"," in data[:3] else "x.dat"
    assert words in why_not(data, name)
    if recognise(data, name) is None:
        [(kept, reading)] = arrivals(data, name)
        assert words in reading.refused
        assert kept == data


def test_the_members_of_an_archive_are_read_one_by_one():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", FILLS)
        archive.writestr("../b.csv", FILLS)
        archive.writestr("c.bin", b"\x00\x01\x02\x03" * 9)
    found = {reading.title: reading for _, reading in arrivals(out.getvalue(), "z.zip")}
    assert found["z.zip/a.csv"].kept["row"] == 3
    assert found["z.zip/../b.csv"].refused
    assert found["z.zip/c.bin"].refused


def test_a_feed_that_sends_something_else_is_told_so():
    pdf = b"%PDF-1.7\n1 0 obj\n"
    if recognise(pdf, "x.pdf") is None:
        pytest.skip("no format for papers yet")
    [(_, reading)] = arrivals(pdf, "x.pdf", Feed("Corner Pharmacy", "fills"))
    assert "but the feed sends Pharmacy fills" in reading.refused


def test_a_file_too_large_for_one_arrival_is_refused_and_a_table_is_cut():
    limits = Limits(piece=MiB)
    [(data, reading)] = arrivals(b"\x07" * (2 * MiB), "x.dat", limits=limits)
    assert (data, "larger than 1 MiB" in reading.refused) == (b"", True)


class Long(io.RawIOBase):
    """Rows without end, up to a size: a large file that needs no disk."""

    def __init__(self, size):
        self.left, self.rest = size, b"MemberID,Fill Date,Drug,Days Supply\n"
        self.block = b"M1,2026-08-01,Lisinopril 10 mg,30\n" * 4096

    def readable(self):
        return True

    def readinto(self, into):
        if not self.rest and self.left > 0:
            self.rest, self.left = self.block, self.left - len(self.block)
        part = self.rest[: len(into)]
        self.rest = self.rest[len(part) :]
        into[: len(part)] = part
        return len(part)


def _peak_of(size):
    count, total, most = 0, 0, 0
    [member] = members(io.BufferedReader(Long(size)), "long.csv")
    from northstar.sources.fills.split import split

    tracemalloc.start()
    for piece in split(member.stream):
        count, total = count + 1, total + len(piece)
        most = max(most, tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    return count, total, most


def test_memory_stays_at_one_piece_of_a_long_table():
    count, total, most = _peak_of(24 * MiB)
    assert count > 4
    assert total > 24 * MiB
    assert most < 48 * MiB


@pytest.mark.long
def test_three_hundred_megabytes_are_cut_in_the_same_memory():
    count, total, most = _peak_of(300 * MiB)
    assert count > 70
    assert total > 300 * MiB
    assert most < 48 * MiB
