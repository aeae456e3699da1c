"""Which format is it? The content decides, not the name."""

import logging
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO

from northstar.discover import declared
from northstar.sources.decoding import wordlike
from northstar.sources.guard import Limits, Unreadable
from northstar.sources.reading import Feed, Format, Reading, refused
from northstar.sources.unpack import Member

log = logging.getLogger(__name__)
_SURE = 0.5


@cache
def formats() -> dict[str, Format]:
    """Every source format there is, by name."""
    return {fmt.name: fmt for fmt in declared("northstar.sources", "FORMAT")}


def recognise(head: bytes, name: str) -> Format | None:
    """The format whose mark these first 4 KiB bear most clearly; None where no format knows them."""
    best, score = None, 0.0
    for fmt in formats().values():
        found = fmt.recognises(head, name)
        if found > score:
            best, score = fmt, found
    return best


def why_not(head: bytes, name: str) -> str:
    """Why nothing can be read here, in one plain sentence."""
    if not head.strip():
        return "The file is empty."
    mark = next((words for start, words in _MARKS.items() if head.startswith(start)), "")
    if mark:
        return f"This is {mark}, which no source format holds."
    if not wordlike(head):
        return "The file is neither readable text nor a document of a known kind."
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if start in (b"{", b"["):
        return "This is JSON, but neither a FHIR resource nor a bundle of them."
    if start == b"<":
        return "This is XML or a web page, but not a clinical document."
    if name.lower().endswith((".csv", ".tsv")):
        return "This table is not a list of pharmacy fills: its headers name no person, fill date and drug."
    return "No source format recognises this text."


_MARKS = {
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3": "a database",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"PAR1": "a Parquet table",
    b"ISA*": "an X12 claim, payment or enrolment file",
    b"UNB+": "an EDIFACT file",
}


def read_member(
    member: Member, feed: Feed, limits: Limits | None = None
) -> Iterator[tuple[bytes, Reading]]:
    """Each arrival in one file with its account. What cannot be read comes as a refused reading.

    Memory stays at one arrival; a file too large to be one, of a format that cannot be cut, is
    refused with no bytes.
    """
    limits = limits or Limits()
    try:
        if member.stream:
            yield from _read(member, member.stream, feed, limits)
        elif member.trouble:
            yield b"", _refused("", member.trouble.why, member.name)
    except Unreadable as problem:
        yield b"", _refused("", str(problem), member.name)
    except Exception as fault:  # one bad file must never stop the others
        log.error("a reader could not cut a file", exc_info=fault)
        yield (
            b"",
            _refused(
                "",
                "The file could not be cut into arrivals, which is a fault of the reader.",
                member.name,
            ),
        )


def _read(
    member: Member, stream: BinaryIO, feed: Feed, limits: Limits
) -> Iterator[tuple[bytes, Reading]]:
    head = member.head
    fmt, why = _choose(head, member.name, feed)
    if fmt and fmt.split:
        pieces = fmt.split(stream)
    else:
        pieces = iter((stream.read(limits.piece + 1),))
    for data in pieces:
        if len(data) > limits.piece:
            size = limits.piece // (1024 * 1024)
            yield (
                b"",
                _refused(
                    fmt.name if fmt else "",
                    f"The file is larger than {size} MiB in one piece.",
                    member.name,
                ),
            )
        elif fmt is None:
            yield data, _refused("", why, member.name)
        else:
            yield data, _account(fmt, data, feed, member.name)


def _choose(head: bytes, name: str, feed: Feed) -> tuple[Format | None, str]:
    """The feed's own format, unless the content is plainly of another."""
    own, seen = formats().get(feed.format), recognise(head, name)
    if not head.strip():
        return None, why_not(head, name)
    if own is None or seen is own or seen is None or own.recognises(head, name) > 0:
        return own or seen, "" if own or seen else why_not(head, name)
    if seen.recognises(head, name) < _SURE:
        return own, ""
    return None, f"This looks like {seen.title}, but the feed sends {own.title}."


def _account(fmt: Format, data: bytes, feed: Feed, name: str) -> Reading:
    try:
        reading = fmt.read(data, feed, name)
    except Exception as fault:  # what a sender wrote is kept and refused; the place is for us
        log.error("a reader stopped at a file", exc_info=fault)
        reading = refused(
            fmt.name,
            fmt.version,
            "The reader stopped at this file, which is a fault of the reader.",
        )
    reading.title = reading.title or name
    return reading


def _refused(fmt: str, why: str, name: str) -> Reading:
    reading = refused(fmt, "", why)
    reading.title = name
    return reading
