"""Bytes into words: the encoding a text really has, whatever it was said to have."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text without its byte order mark, and the encoding it was read in. Never raises.

    A declared encoding is used where the bytes fit it; else what the bytes themselves show, and
    Windows-1252 last, because that is what office programs write without saying so. NUL becomes
    the replacement character: no store can hold it.
    """
    mark, encoding = marked(data)
    for name in (encoding or declared, "utf-8"):
        text = _fits(data[mark:], name)
        if text is not None:
            return _storable(text), name.lower()
    name = encoding or "cp1252"
    return _storable(data[mark:].decode(name, "replace")), name


def marked(data: bytes) -> tuple[int, str]:
    """How long the byte order mark is, and the encoding it or the pattern of NULs shows ('' if none)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return len(mark), name
    head = data[:400]
    if len(head) >= 4 and not head[0] and head[1] and head[0::2].count(0) > len(head) * 0.4:
        return 0, "utf-16-be"
    if len(head) >= 4 and head[0] and not head[1] and head[1::2].count(0) > len(head) * 0.4:
        return 0, "utf-16-le"
    return 0, ""


def wordlike(data: bytes) -> bool:
    """Could these bytes be text at all? Says no to pictures, programs and other binary files."""
    if not data:
        return False
    mark, encoding = marked(data)
    text = data[mark:].decode(encoding or "utf-8", "ignore" if encoding else "replace")
    strange = len(_CONTROLS.findall(text))
    return bool(text) and strange <= max(2, len(text) // 200)


def _fits(data: bytes, name: str) -> str | None:
    if not name:
        return None
    try:
        return data.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _storable(text: str) -> str:
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    return text.encode("utf-8", "replace").decode() if _has_surrogates(text) else text


def _has_surrogates(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
