"""A message: its headers, its words, and what came with it to play or to look at. Papers likewise."""

import re

from django.utils.html import escape

from northstar.sources import content, sheets
from northstar.sources.decoding import decode
from northstar.sources.mail.message import Message, NotAMessage, Part, message

_HEADERS = ("From", "To", "Date", "Subject", "Reply-To", "Message-ID")
_PART = re.compile(r"part:(\d{1,4})(?:#(\d{1,8})-(\d{1,8}))?")
_TEXT = re.compile(r"text#(\d{1,9})-(\d{1,9})")
_LONGEST, _MOST_SHEETS = 100_000, 20
_PLAYS = frozenset(
    {"audio/wav", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/flac", "audio/3gpp"}
)


def shown(data: bytes, at: str, address: str) -> str:
    """Headers, then every part in its order."""
    try:
        found = message(data)
    except NotAMessage as problem:
        raise ValueError(str(problem)) from None
    parts = "".join(_part(part, at, address) for part in found.parts)
    return f"{_headers(found, at)}{parts}"


def shown_paper(data: bytes, at: str, address: str) -> str:
    """A scan, a photo, a PDF or a text."""
    pages = _sheets(data, 0, address)
    text = _TEXT.fullmatch(at)
    if pages:
        quote = sheets.words(data)[int(text[1]) : int(text[2])] if text else ""
        said = (
            f"<blockquote class='quote'><p><mark>{escape(quote)}</mark></p></blockquote>"
            if quote
            else ""
        )
        return said + pages
    words = decode(data)[0].replace("\r\n", "\n")[:_LONGEST]
    return _words(words, (int(text[1]), int(text[2])) if text else None)


def _headers(found: Message, at: str) -> str:
    marked = at.removeprefix("header:") if at.startswith("header:") else ""
    rows = []
    for name in _HEADERS:
        words = escape(found.header(name)[:500])
        if words:
            said = f"<mark>{words}</mark>" if name.casefold() == marked.casefold() else words
            rows.append(f"<div><dt>{name}</dt><dd>{said}</dd></div>")
    return f"<dl class='headers'>{''.join(rows)}</dl>"


def _part(part: Part, at: str, address: str) -> str:
    aim = _PART.fullmatch(at)
    aimed = bool(aim and int(aim[1]) == part.number)
    name = escape(part.filename or f"Part {part.number}")
    kind = part.content_type
    if part.audio:
        return _sound(part, kind, name, address)
    if kind in content.PAPERS or kind == "image/gif":
        pages = _sheets(part.data, part.number, address)
        return f"<figure><figcaption>{name}</figcaption>{pages or _saved(part, address)}</figure>"
    if part.text:
        span = (int(aim[2]), int(aim[3])) if aim and aimed and aim[2] else None
        return _words(part.text[:_LONGEST], span)
    return f"<p>{name}: {_saved(part, address)}</p>" if part.data else ""


def _sound(part: Part, kind: str, name: str, address: str) -> str:
    seconds = content.seconds(part.data)
    long = f", {int(seconds) // 60}:{int(seconds) % 60:02}" if seconds else ""
    if kind not in _PLAYS:
        return (
            f"<p>{name}{long}: a recording that browsers do not play. {_saved(part, address)}</p>"
        )
    source = f"{address}part/{part.number}/"
    return (
        f"<figure><figcaption>{name}{long}</figcaption>"
        f"<audio controls preload='none' src='{source}' aria-label='{name}'></audio></figure>"
    )


def _saved(part: Part, address: str) -> str:
    return f"<a href='{address}part/{part.number}/' download>Save this part ({len(part.data):,} bytes)</a>"


def _sheets(data: bytes, part: int, address: str) -> str:
    """The pages as pictures that we drew ourselves."""
    count = sheets.count(data)
    out = [
        f"<img class='sheet' loading='lazy' src='{address}sheet/{part}/{number}.png' "
        f"alt='Page {number} of {count}'>"
        for number in range(1, min(count, _MOST_SHEETS) + 1)
    ]
    if count > _MOST_SHEETS:
        out.append(f"<p>{count - _MOST_SHEETS} more pages are in the file as it came.</p>")
    return "".join(out)


def _words(text: str, span: tuple[int, int] | None) -> str:
    if span is None or not span[0] < span[1] <= len(text):
        return f"<div class='letter'>{escape(text)}</div>"
    first, last = span
    return (
        f"<div class='letter'>{escape(text[:first])}<mark>{escape(text[first:last])}</mark>"
        f"{escape(text[last:])}</div>"
    )
