"""A zip archive, entry by entry, without trusting what it says of itself."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from northstar.sources.guard import Unreadable

# zipfile loads the whole directory into memory: some 400,000 names at this size.
_LONGEST_DIRECTORY = 32 * 1024 * 1024
_LARGEST_INSIDE = 4 * 1024 * 1024 * 1024
DAMAGED = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    zlib.error,
    OSError,
    ValueError,
)
_OFFICE = {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"}


def seekable(stream, spool: BinaryIO, depth: int) -> BinaryIO:
    """The stream itself where it lies on the disk; else a nameless copy, for a zip is read from its end."""
    raw = stream.raw.raw
    if depth == 0 and hasattr(raw, "seekable") and raw.seekable():
        return raw
    size = 0
    while block := stream.read(1 << 20):
        size += len(block)
        if size > _LARGEST_INSIDE:
            raise Unreadable("An archive inside an archive is too large to be opened.")
        spool.write(block)
    return spool


def entries(file: BinaryIO) -> Iterator[tuple[zipfile.ZipInfo, Callable]]:
    """Each file of the archive by name, and how to open it."""
    if _directory_size(file) > _LONGEST_DIRECTORY:
        raise Unreadable("The archive lists more files than can be held.")
    try:
        archive = zipfile.ZipFile(file)
    except (*DAMAGED, struct.error, UnicodeError):
        raise Unreadable("The zip archive is damaged or cut short.") from None
    with archive:
        if _OFFICE & {entry.filename for entry in archive.infolist()[:3]}:
            raise Unreadable(
                "This is an office document or a program; save it as PDF or CSV and send that."
            )
        for entry in sorted(archive.infolist(), key=lambda e: e.filename):
            if not entry.is_dir():
                yield entry, lambda entry=entry: archive.open(entry)


def unsafe(entry: zipfile.ZipInfo) -> str:
    """Why an entry is not opened; '' for an ordinary file."""
    if entry.flag_bits & 1:
        return "This file is locked with a password; send it unlocked."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "This is a link inside an archive; it was not followed."
    return ""


def _directory_size(file: BinaryIO) -> int:
    """What the end record says of the directory's length, 64-bit record included."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - 65_557))
    tail = file.read(65_557)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return 0
    long = tail.rfind(b"PK\x06\x06", 0, at)
    if long >= 0 and at - long >= 48:
        return max(struct.unpack_from("<Q", tail, long + 40)[0], 0)
    return struct.unpack_from("<L", tail, at + 12)[0]
