"""A very long table cut into arrivals, each a small table that starts with the header."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from northstar.sources.decoding import marked

CHUNK = 4 * 1024 * 1024
_LONGEST_LINE = 1024 * 1024


def split(stream: BinaryIO, chunk: int = CHUNK) -> Iterator[bytes]:
    """Cut between rows, never inside a quoted cell. The bytes of the rows are not touched.

    A row number in a locator counts inside its own arrival.
    """
    mark, lines = _lines(stream)
    header, quoted = b"", False
    for line, quotes in lines:
        header += line
        quoted ^= bool(quotes % 2)
        if (not quoted and _says_something(line)) or len(header) > _LONGEST_LINE:
            break
    yield from _chunks(mark + header, lines, chunk)


def _chunks(header: bytes, lines: Iterator[tuple[bytes, int]], chunk: int) -> Iterator[bytes]:
    held, size, quoted, sent = [header], 0, False, False
    for line, quotes in lines:
        held.append(line)
        size += len(line)
        quoted ^= bool(quotes % 2)
        # A stray quote (5" tape) would hold everything back: past twice the size any line end will do.
        if size >= chunk and (not quoted or size >= 2 * chunk):
            yield b"".join(held)
            held, size, quoted, sent = [header], 0, False, True
    if size or not sent:
        yield b"".join(held)


def _says_something(line: bytes) -> bool:
    """Neither blank nor Excel's own declaration of its delimiter, which stands before the header."""
    bare = line.replace(b"\x00", b"").strip(b"\r\n ,;\t|")
    return bool(bare) and not bare.lower().startswith(b"sep=")


def _lines(stream: BinaryIO) -> tuple[bytes, Iterator[tuple[bytes, int]]]:
    """The byte order mark, and each line's own bytes with its number of quotes."""
    head = stream.read(400)
    size, encoding = marked(head)
    if not encoding.startswith("utf-16"):
        # Latin-1 gives every byte back as it came, and a line end is the same byte in all the others.
        encoding = "latin-1"
    rest = io.BufferedReader(_Joined(head[size:], stream), 1 << 16)
    text = io.TextIOWrapper(rest, encoding, errors=_errors(encoding), newline="")
    return head[:size], _cut(text, encoding)


def _cut(text: io.TextIOWrapper, encoding: str) -> Iterator[tuple[bytes, int]]:
    while line := text.readline(_LONGEST_LINE):
        yield line.encode(encoding, _errors(encoding)), line.count('"')


def _errors(encoding: str) -> str:
    return "strict" if encoding == "latin-1" else "replace"


class _Joined(io.RawIOBase):
    """The first bytes, then the rest of the stream."""

    def __init__(self, head: bytes, rest: BinaryIO):
        self.head, self.rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, into) -> int:
        data = self.head[: len(into)] or self.rest.read(len(into))
        self.head = self.head[len(data) :]
        into[: len(data)] = data
        return len(data)
