"""An original as harmless HTML, whatever its format, with the quoted place in `<mark>`."""

from collections.abc import Callable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from northstar.desk.source import as_document, as_json, as_mail, as_segments, as_table
from northstar.sources.decoding import decode, wordlike

_LONGEST = 100_000

# Each gets the bytes, the locator and the arrival's address, and escapes all that a sender wrote.
_SHOWN: dict[str, Callable[[bytes, str, str], str]] = {
    "ccda": as_document.shown,
    "fhir_r4": as_json.shown,
    "hl7v2": as_segments.shown,
    "fills": as_table.shown,
    "mail": as_mail.shown,
    "papers": as_mail.shown_paper,
    "staff": as_json.shown_act,
}


def shown(fmt: str, data: bytes, at: str, address: str) -> SafeString:
    """The original for the page; where its format cannot show it, its first letters as plain text."""
    try:
        html = _SHOWN.get(fmt, _plainly)(data, at, address)
    except (LookupError, ValueError, RecursionError):
        html = _plainly(data, at, address)
    first = html.replace("<mark>", '<mark id="here">', 1)
    return mark_safe(first)  # noqa: S308 - every format's module escapes what the sender wrote # nosec B308 B703


def _plainly(data: bytes, at: str, address: str) -> str:
    if not wordlike(data[:65536]):
        return "<p>This is not text. It can be saved as it came, below.</p>"
    text = decode(data[:_LONGEST])[0]
    cut = "<p>Only the beginning is shown.</p>" if len(data) > _LONGEST else ""
    return f"<pre>{escape(text)}</pre>{cut}"
