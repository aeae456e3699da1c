"""Archives of every kind, honest and hostile."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from northstar.sources.guard import Limits, Unreadable
from northstar.sources.unpack import members

MiB = 1024 * 1024
SMALL = Limits(total=8 * MiB, piece=MiB, members=50, ratio=200, ratio_from=MiB)


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def tarred(mode="w", **files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name.replace("__", "."))
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def everything(given, name="x", limits=None):
    """Name to content, or to the sentence why not."""
    found = {}
    for member in members(io.BytesIO(given) if isinstance(given, bytes) else given, name, limits):
        try:
            found[member.name] = member.trouble.why if member.trouble else member.stream.read()
        except Unreadable as problem:
            found[member.name] = str(problem)
    return found


PACKED = {
    "a.txt": lambda d: d,
    "a.txt.gz": gzip.compress,
    "a.txt.bz2": bz2.compress,
    "a.txt.xz": lzma.compress,
    "a.txt.zst": lambda d: zstandard.ZstdCompressor().compress(d),
}


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("data", [b"", b"hello", os.urandom(300_000)])
def test_one_file_in_every_packing(name, data):
    assert everything(PACKED[name](data), name) == {"a.txt": data}


@pytest.mark.parametrize("packing", [gzip.compress, bz2.compress, lzma.compress])
def test_joined_streams_are_one_file(packing):
    assert everything(packing(b"one ") + packing(b"two"), "x") == {"x": b"one two"}


def test_archives_in_archives_to_the_third_depth():
    inner = gzip.compress(tarred(b__txt=b"deep"))
    assert everything(zipped(a__tgz=inner), "z.zip") == {"z.zip/a.tgz/b.txt": b"deep"}
    four = zipped(a__tgz=gzip.compress(tarred(b__gz=gzip.compress(b"deeper"))))
    assert "too deep" in everything(four, "z.zip")["z.zip/a.tgz/b.gz"]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_in_every_packing(mode):
    found = everything(tarred(mode, a__txt=b"1", b__txt=b"2" * 100_000), "t.tar")
    assert list(found.values()) == [b"1", b"2" * 100_000]


def test_a_zip_in_a_stream_that_cannot_seek():
    assert everything(gzip.compress(zipped(a=b"1")), "z.zip.gz") == {"z.zip/a": b"1"}


@pytest.mark.parametrize("bad", ["../up", "/etc/passwd", "a/../../up", "C:/x", "..\\up"])
def test_names_that_lead_out_are_refused(bad):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(bad), b"x")
        archive.writestr("good", b"y")
    info = tarfile.TarInfo(bad)
    tape = io.BytesIO()
    with tarfile.open(fileobj=tape, mode="w") as archive:
        archive.addfile(info)
        archive.addfile(tarfile.TarInfo("good"))
    for data in (out.getvalue(), tape.getvalue()):
        found = everything(data)
        assert found.pop("x/good") in (b"y", b"")
        assert all("leads out" in why for why in found.values())
        assert len(found) == 1


def test_links_are_not_followed():
    info = tarfile.TarInfo("link")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(info)
    assert "link" in everything(out.getvalue())["x/link"]
    entry = zipfile.ZipInfo("link")
    entry.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert "link" in everything(out.getvalue())["x/link"]


@pytest.mark.parametrize(
    "packing", [gzip.compress, bz2.compress, lzma.compress, lambda d: zipped(a=d)]
)
def test_a_bomb_is_left(packing):
    why = next(iter(everything(packing(b"\0" * 4 * MiB), "x", SMALL).values()))
    assert "beyond all measure" in why


def test_many_small_files_that_are_large_together_are_left():
    data = os.urandom(MiB)
    found = everything(zipped(**{f"f{i:02}": data for i in range(12)}), "x", SMALL)
    assert sum(isinstance(v, bytes) for v in found.values()) == 8
    assert "larger than may be read" in found["x/f08"]


def test_too_many_members_are_left():
    found = everything(zipped(**{f"f{i}": b"" for i in range(60)}), "x", SMALL)
    assert len(found) == 51


def test_a_locked_file_is_named():
    data = bytearray(zipped(a=b"secret", b=b"open"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    found = everything(bytes(data))
    assert "password" in found["x/a"]
    assert found["x/b"] == b"open"


def test_an_office_document_is_refused_in_plain_words():
    assert (
        "office"
        in everything(
            zipped(**{"[Content_Types]__xml": b"<x/>", "word/document.xml": b""}), "a.docx"
        )["a.docx"]
    )


def test_a_tar_that_asks_for_memory_is_refused():
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 8 * 1024 * MiB
    assert "too long" in everything(info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 4096)["x"]


def test_a_folder_in_order_with_its_traps(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_text("2")
    (tmp_path / "a.txt").write_text("1")
    (tmp_path / "out").symlink_to("/etc/hostname")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe")
    found = everything(tmp_path, "")
    assert (found["a.txt"], found["b/two.txt"]) == (b"1", b"2")
    assert "leads out" in found["out"]
    assert "ordinary" in found["pipe"]
    assert "no such" in found["gone"]
    assert len(found) == 6
    assert everything(tmp_path / "missing", "") == {"missing": "There is no such file."}


@pytest.mark.parametrize("name", ["z", "t", "g", "b", "x", "s"])
def test_cut_and_damaged_archives_end_in_a_sentence(name):
    body = os.urandom(5000)
    data = {
        "z": zipped(a=body),
        "t": tarred(a=body, b=body),
        "g": gzip.compress(body),
        "b": bz2.compress(body),
        "x": lzma.compress(body),
        "s": zstandard.ZstdCompressor().compress(body),
    }[name]
    for end in (20, 300, len(data) // 2, len(data) - 3):
        for found in everything(data[:end]).values():
            assert isinstance(found, bytes) or found.endswith(".")


@given(st.data())
def test_any_damage_ends_in_a_sentence(data):
    good = data.draw(
        st.sampled_from(
            [zipped(a=b"1" * 99, b=b"2"), tarred(a=b"1" * 99), gzip.compress(b"1" * 99)]
        )
    )
    broken = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    everything(bytes(broken), "x", SMALL)
