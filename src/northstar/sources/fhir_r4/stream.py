"""Cuts a long export into arrivals without loading it whole."""

from collections.abc import Iterator
from typing import BinaryIO

from northstar.sources.fhir_r4.walk import LARGEST, several_lines

LINES = 500  # resources in one arrival: enough to be fast, few enough to answer in a blink
BYTES = 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024


def split(stream: BinaryIO) -> Iterator[bytes]:
    """NDJSON in chunks of about 500 lines or 1 MiB; anything else is one arrival."""
    first = stream.readline(LONGEST_LINE)
    second = stream.readline(LONGEST_LINE) if first.endswith(b"\n") else b""
    if not several_lines((first + second).removeprefix(b"\xef\xbb\xbf")):
        # One byte more than may be read, so that the reader sees that it is too large.
        yield first + second + stream.read(max(0, LARGEST + 1 - len(first) - len(second)))
        return
    yield from _chunks(stream, first, second)


def _chunks(stream: BinaryIO, *begun: bytes) -> Iterator[bytes]:
    chunk: list[bytes] = []
    size = 0
    for line in _lines(stream, begun):
        alone = len(line) > LONGEST_LINE
        if chunk and (alone or len(chunk) >= LINES or size + len(line) > BYTES):
            yield b"".join(chunk)
            chunk, size = [], 0
        if alone:
            yield line
            continue
        chunk.append(line)
        size += len(line)
    if chunk:
        yield b"".join(chunk)


def _lines(stream: BinaryIO, begun: tuple[bytes, ...]) -> Iterator[bytes]:
    yield from (_whole(stream, line) for line in begun if line)
    while line := stream.readline(LONGEST_LINE + 1):
        yield _whole(stream, line)


def _whole(stream: BinaryIO, line: bytes) -> bytes:
    """The rest of a line longer than one reading, cut just past what may be read at all."""
    if line.endswith(b"\n") or len(line) < LONGEST_LINE:
        return line
    pieces, size = [line], len(line)
    while not pieces[-1].endswith(b"\n"):
        piece = stream.readline(LONGEST_LINE)
        if not piece:
            break
        if size <= LARGEST:
            pieces.append(piece)
            size += len(piece)
        else:
            pieces[-1] = pieces[-1] if not piece.endswith(b"\n") else piece[-1:]
    return b"".join(pieces)
