"""One e-mail taken apart: headers that cannot hurt, and its parts by number."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mail
from email.policy import EmailPolicy
from functools import lru_cache

from northstar.sources import content, pdf
from northstar.sources.decoding import decode
from northstar.sources.mail.html import words_of

LARGEST = 40 * 1024 * 1024
MOST_PARTS = 500
_MOST_NESTED = 300
_LONGEST_HEADER = 4000
_LONGEST_TEXT = 1_000_000
_KNOWN = re.compile(
    rb"^(?:received|from|to|date|subject|message-id|mime-version|content-type|return-path|delivered-to|x-[\w-]+)"
    rb"[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,76}[ \t]*:")
# What a browser plays or shows without running anything; all else is offered for saving only.
_SHOWN = {*content.PAPERS, "image/gif", "text/plain"}


class NotAMessage(ValueError):
    """Why a message cannot be read, in one sentence."""


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the message, numbered from 1 in the order it stands."""

    number: int
    declared: str
    seen: str
    filename: str
    disposition: str
    inline: bool
    data: bytes
    text: str
    misread: bool
    language: str
    forwarded: bool = False  # it belongs to a message inside this one

    @property
    def audio(self) -> bool:
        return self.seen.startswith("audio/") or (
            not self.seen and self.declared.startswith("audio/")
        )

    @property
    def content_type(self) -> str:
        """What it is by its bytes; by its label only where the bytes show nothing."""
        if self.seen == "text/plain" and self.declared == "text/html":
            return "text/html"
        return self.seen or (self.declared if self.audio else "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Message:
    """The headers and all parts."""

    headers: Mail
    parts: tuple[Part, ...]

    def header(self, name: str) -> str:
        """A header in readable words, the first where there are several; '' where there is none."""
        value = str(self.headers.get(name) or "")
        return re.sub(r"\s+", " ", readable(value)).strip()


@lru_cache(maxsize=2)
def message(data: bytes) -> Message:
    """Take a message apart. Raises NotAMessage."""
    if len(data) > LARGEST:
        raise NotAMessage("This message is too large to be opened.")
    if len(re.findall(rb"(?i)boundary|message/rfc822", data)) > _MOST_NESTED:
        raise NotAMessage("This message has far too many parts inside parts.")
    try:
        found = email.message_from_bytes(data, policy=_Careful())
        leaves = list(_leaves(found))
    except Exception:
        raise NotAMessage("This message is damaged and cannot be taken apart.") from None
    if len(leaves) > MOST_PARTS:
        raise NotAMessage("This message has far too many parts.")
    return Message(found, tuple(_part(n, *leaf) for n, leaf in enumerate(leaves, 1)))


def _leaves(mail: Mail, forwarded: bool = False) -> Iterator[tuple[Mail, bool]]:
    """Parts that hold no others, in the order they stand, and whether they came in a message inside."""
    waiting = [(mail, forwarded)]
    while waiting:
        part, inside = waiting.pop()
        held = part.get_payload() if part.is_multipart() else None
        if not isinstance(held, list):
            yield part, inside
            continue
        inside = inside or part.get_content_type() == "message/rfc822"
        waiting += [(one, inside) for one in reversed(held) if isinstance(one, Mail)]


def recognises(head: bytes, name: str) -> float:
    """Begins with header lines, at least two of them of the kind that mail has."""
    start = re.sub(rb"\AFrom [^\n]*\n", b"", head.lstrip(b"\xef\xbb\xbf\r\n"))
    if not _HEADER_LINE.match(start):
        return 0.0
    lines = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    known = {mark.split(b":")[0].strip().lower() for mark in _KNOWN.findall(lines)}
    if len(known) >= 2:
        return 0.9
    return 0.6 if known and name.lower().endswith(".eml") else 0.0


def attachment(data: bytes, locator: str) -> tuple[str, str, bytes]:
    """Content type, file name and bytes of `part:2`, for the viewer. Raises LookupError.

    A type that a browser would run or render (a web page, a program) is given as a plain download.
    """
    part = part_at(data, locator)
    kind = part.content_type
    shown = kind in _SHOWN or kind.startswith("audio/")
    return (kind if shown else "application/octet-stream"), part.filename, part.data


def part_at(data: bytes, locator: str) -> Part:
    """The part a locator names, whatever place inside it. Raises LookupError."""
    found = re.match(r"part:(\d{1,4})(?:#|\Z)", locator)
    try:
        parts = message(data).parts
    except NotAMessage as problem:
        raise LookupError(str(problem)) from None
    if not found or not 1 <= int(found[1]) <= len(parts):
        raise LookupError(f"The message has no part “{locator[:40]}”")
    return parts[int(found[1]) - 1]


def readable(value: str) -> str:
    """Header text without line ends, stray bytes and control characters."""
    if any("\udc80" <= c <= "\udcff" for c in value):
        value = decode(value.encode("utf-8", "surrogateescape"))[0]
    value = value.encode("utf-8", "replace").decode()
    return re.sub(r"[\x00-\x08\x0a-\x1f\x7f]+", " ", value)


class _Careful(EmailPolicy):
    """Python's policy, without its faith: long headers are cut, and one that breaks its parser stays text."""

    def header_source_parse(self, sourcelines):
        name, value = super().header_source_parse(sourcelines)
        return name, readable(value[:_LONGEST_HEADER]) if len(
            value
        ) > 76 or not value.isascii() else value

    def header_fetch_parse(self, name, value):
        try:
            return super().header_fetch_parse(name, value)
        except Exception:
            return readable(value)


def _part(number: int, leaf: Mail, forwarded: bool) -> Part:
    data = _payload(leaf)
    seen = content.kind(data)
    declared = _safely(leaf.get_content_type).lower()[:100] or "text/plain"
    text, misread = _text(leaf, data, seen, declared)
    return Part(
        number=number,
        declared=declared,
        seen=seen,
        filename=_filename(leaf),
        disposition=_safely(leaf.get_content_disposition) or "",
        inline=bool(leaf.get("Content-ID")),
        data=data,
        text=text,
        misread=misread,
        language=readable(str(leaf.get("Content-Language") or ""))[:35],
        forwarded=forwarded,
    )


def _payload(leaf: Mail) -> bytes:
    try:
        data = leaf.get_payload(decode=True)
        return data if isinstance(data, bytes) else b""
    except Exception:
        return b""


def _text(leaf: Mail, data: bytes, seen: str, declared: str) -> tuple[str, bool]:
    if seen == "application/pdf":
        return pdf.look(data).text, False
    if seen != "text/plain":
        return "", False
    charset = _safely(leaf.get_content_charset) or ""
    text, used = decode(data, charset)
    text = re.sub(r"\r\n?", "\n", text)[:_LONGEST_TEXT]
    misread = bool(charset) and charset != used and not (charset == "us-ascii" and used == "utf-8")
    return (words_of(text) if declared == "text/html" else text), misread


def _filename(leaf: Mail) -> str:
    name = readable(_safely(leaf.get_filename) or "")
    return re.sub(r"[\u202a-\u202e\u2066-\u2069]", "", re.split(r"[/\\]", name)[-1]).strip(" .")[
        :200
    ]


def _safely(ask) -> str:
    try:
        return str(ask() or "")
    except Exception:
        return ""
