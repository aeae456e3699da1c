"""Text that travels inside a resource as base64: decoded where it is text, capped, never executed."""

import base64
import binascii

from lxml import etree, html

from northstar.sources.fhir_r4.arrival import Arrival

MOST_TEXT = 100_000  # characters kept of one attachment; the original holds the rest


def decoded(on: Arrival, attachment: dict) -> str:
    """Plain text of a `text/*` attachment; '' for anything else."""
    kind, data = attachment.get("contentType"), attachment.get("data")
    if type(kind) is not str or not kind.startswith("text/") or type(data) is not str:
        return ""
    try:
        raw = base64.b64decode(data[: MOST_TEXT * 6])
    except (binascii.Error, ValueError):
        on.doubt(
            "data", data[:20], "this attachment is not proper base64, so its text is not shown"
        )
        return ""
    words = raw.decode("utf-8", "replace").replace("\x00", "")
    return (_plain(words) if "html" in kind else words).strip()[:MOST_TEXT]


def _plain(words: str) -> str:
    try:
        return " ".join(html.fromstring(words.encode()).text_content().split())
    except (etree.LxmlError, ValueError, AssertionError):
        return words
