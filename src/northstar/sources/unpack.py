"""Files, folders and archives as a plain sequence of members, each safe to read.

Nothing is written to the disk but a nameless temporary file where a zip lies inside another archive,
and nothing is loaded whole: a member is a stream, good until the next one is asked for.
"""

import bz2
import gzip
import io
import os
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import zstandard

from northstar.sources import tape, zips
from northstar.sources.guard import Budget, Guarded, Limits, Readable, Unreadable
from northstar.sources.reading import Trouble
from northstar.sources.xz import XzReader

_WINDOW = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside whatever was given. `trouble` says why it cannot be read, and then has no stream.

    Reading the stream raises Unreadable, in one plain sentence, where the archive turns out damaged
    or far larger unpacked than packed.
    """

    name: str
    stream: "io.BufferedReader[Guarded] | None" = None
    trouble: Trouble | None = None

    @property
    def head(self) -> bytes:
        """The first 4 KiB, without taking them from the stream."""
        return self.stream.peek(4096)[:4096] if self.stream else b""


def members(
    given: str | Path | Readable, name: str = "", limits: Limits | None = None
) -> Iterator[Member]:
    """Every file in a file, folder or archive, by name; what is not safe to read comes as a trouble."""
    limits = limits or Limits()
    budget = Budget(limits)
    if not isinstance(given, (str, Path)):
        yield from _counted(_file(given, name, budget, 0), budget)
        return
    path = Path(given)
    if path.is_dir():
        yield from _counted(_folder(path, name, budget), budget)
    else:
        yield from _counted(_on_disk(path, name or path.name, budget), budget)


def troubled(name: str, why: str) -> Member:
    """A member that is named and not read."""
    return Member(name, trouble=Trouble(name, "", why))


def _counted(found: Iterator[Member], budget: Budget) -> Iterator[Member]:
    for count, member in enumerate(found, 1):
        if count > budget.limits.members:
            yield troubled(
                member.name,
                "The archive holds more files than are read at once; the rest was left.",
            )
            return
        yield member


def _folder(root: Path, prefix: str, budget: Budget) -> Iterator[Member]:
    inside = root.resolve()
    for here, folders, files in os.walk(root):
        folders.sort()
        for entry in sorted(files + [f for f in folders if (Path(here) / f).is_symlink()]):
            path = Path(here) / entry
            name = "/".join(filter(None, (prefix, path.relative_to(root).as_posix())))
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                yield troubled(name, "This link leads out of the folder and was not followed.")
            elif path.is_symlink() and path.is_dir():
                yield troubled(name, "This link leads to a folder that is read where it lies.")
            else:
                yield from _on_disk(path, name, budget)


def _on_disk(path: Path, name: str, budget: Budget) -> Iterator[Member]:
    try:
        # A pipe or a device would block for ever once it is opened.
        if not stat.S_ISREG(path.stat().st_mode):
            yield troubled(name, "This is not an ordinary file.")
            return
        stream = path.open("rb")
    except FileNotFoundError:
        yield troubled(name, "There is no such file.")
        return
    except (OSError, ValueError):
        yield troubled(name, "The file cannot be opened.")
        return
    with stream:
        yield from _file(stream, name, budget, 0)


def _file(raw: Readable, name: str, budget: Budget, depth: int) -> Iterator[Member]:
    """A stream as the member it is, or as the members inside it."""
    stream = io.BufferedReader(Guarded(raw, budget, inside=depth > 0), 1 << 16)
    try:
        head = stream.peek(4096)[:4096]
        opener = _opener(head)
        if opener is None:
            yield Member(name, stream)
        elif depth >= budget.limits.depth:
            yield troubled(name, "This archive lies too deep inside other archives.")
        else:
            yield from opener(stream, name, budget, depth)
    except Unreadable as problem:
        yield troubled(name, str(problem))


def _opener(head: bytes) -> Callable | None:
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip
    if head[257:262] == b"ustar":
        return _tar
    return next((opener for mark, opener in _COMPRESSED.items() if head.startswith(mark)), None)


def _gzip(stream, name, budget, depth):
    yield from _one(gzip.GzipFile(fileobj=stream), stream, name, budget, depth)


def _bzip(stream, name, budget, depth):
    yield from _one(bz2.BZ2File(stream), stream, name, budget, depth)


def _xz(stream, name, budget, depth):
    yield from _one(XzReader(stream), stream, name, budget, depth)


def _zstd(stream, name, budget, depth):
    opened = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    yield from _one(
        opened.stream_reader(stream, read_across_frames=True), stream, name, budget, depth
    )


_COMPRESSED = {
    b"\x1f\x8b\x08": _gzip,
    b"BZh": _bzip,
    b"\xfd7zXZ\x00": _xz,
    b"\x28\xb5\x2f\xfd": _zstd,
}
_ENDINGS = (".gz", ".bz2", ".xz", ".zst", ".gzip")


def _one(opened, stream, name: str, budget: Budget, depth: int) -> Iterator[Member]:
    """The one file inside a compressed file: it bears its name without the ending."""
    ending = next((e for e in _ENDINGS if name.lower().endswith(e)), "")
    inner = name[: len(name) - len(ending)] if len(ending) < len(name) else name
    guarded = Guarded(opened, budget, packed=lambda: stream.raw.given)
    yield from _file(guarded, inner, budget, depth + 1)


def _zip(stream, name: str, budget: Budget, depth: int) -> Iterator[Member]:
    with tempfile.TemporaryFile() as spool:
        seekable = zips.seekable(stream, spool, depth)
        for entry, opened in zips.entries(seekable):
            full = f"{name}/{entry.filename}"
            why = zips.unsafe(entry) or unsafe_name(entry.filename)
            if why:
                yield troubled(full, why)
                continue
            yield from _zipped(opened, entry, full, budget, depth)


def _zipped(
    opened, entry: zipfile.ZipInfo, full: str, budget: Budget, depth: int
) -> Iterator[Member]:
    try:
        with opened() as raw:
            guarded = Guarded(raw, budget, packed=lambda: max(entry.compress_size, 1))
            yield from _file(guarded, full, budget, depth + 1)
    except zips.DAMAGED:
        yield troubled(full, "This file inside the archive is damaged or packed in an unknown way.")


def _tar(stream, name: str, budget: Budget, depth: int) -> Iterator[Member]:
    for entry, opened in tape.entries(stream):
        full = f"{name}/{entry.name}"
        why = tape.unsafe(entry) or unsafe_name(entry.name)
        if why:
            yield troubled(full, why)
        elif opened is not None:
            guarded = Guarded(opened, budget, packed=lambda: stream.raw.given)
            yield from _file(guarded, full, budget, depth + 1)


def unsafe_name(name: str) -> str:
    """Why a name inside an archive is refused; '' for an ordinary one."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or parts[0].endswith(":") or "\x00" in name:
        return "The name of this file leads out of its archive; it was not read."
    return "The name of this file is far too long." if len(name) > 1024 else ""
