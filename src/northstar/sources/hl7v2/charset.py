"""Bytes to letters: what MSH-18 promises, and what senders really do."""

import codecs
import re

_DECLARED = {
    "": "",
    "ASCII": "ascii",
    "UTF-8": "utf-8",
    "UTF8": "utf-8",
    "UNICODE UTF-8": "utf-8",
    "UNICODE": "utf-8",
    "UNICODE UTF-16": "utf-16",
    "UNICODE UTF-32": "utf-32",
    "GB 18030-2000": "gb18030",
    "KS X 1001": "euc_kr",
    "BIG-5": "big5",
    "ISO IR87": "iso2022_jp",
    "ISO IR159": "iso2022_jp_1",
    "ISO IR14": "shift_jis",
    "WINDOWS-1252": "cp1252",
    "CP1252": "cp1252",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FIRST_LINE = re.compile(rb"MSH(.)[^\r\n]*", re.DOTALL)


def decoded(data: bytes) -> tuple[str, str, str]:
    """The text, the character set it was read with, and a doubt in words ('' for none)."""
    if data.isascii():
        return _plain(data)
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data.decode(codec, "replace"), codec, ""
    if data[1:6:2] == b"\0\0\0":
        return data.decode("utf-16-le", "replace"), "utf-16-le", ""
    return _accented(data, declared(data))


def declared(data: bytes) -> str:
    """What MSH-18 says, in capitals; '' where it says nothing."""
    line = _FIRST_LINE.search(data)
    if not line:
        return ""
    fields = line.group().split(line.group(1))
    said = fields[17] if len(fields) > 17 else b""
    return re.split(rb"[~^&]", said)[0].decode("ascii", "replace").strip().upper()


def codec_of(name: str) -> str:
    """The Python codec of an HL7 table 0211 name; '' for one we do not know."""
    if name in _DECLARED:
        return _DECLARED[name]
    part = re.fullmatch(r"(?:ISO[ -]?)?8859[/-](\d{1,2})", name)
    codec = f"iso8859_{part.group(1)}" if part else name.lower()
    try:
        return codecs.lookup(codec).name if _text_codec(codec) else ""
    except (LookupError, ValueError):
        return ""


def _text_codec(codec: str) -> bool:
    return codecs.lookup(codec)._is_text_encoding


def _plain(data: bytes) -> tuple[str, str, str]:
    if data[1:6:2] == b"\0\0\0":  # UTF-16 of plain letters is ASCII with a zero between
        return data.decode("utf-16-le", "replace"), "utf-16-le", ""
    if b"\x1b" in data and codec_of(declared(data)).startswith("iso2022"):
        codec = codec_of(declared(data))
        return data.decode(codec, "replace"), codec, ""
    return data.decode("ascii"), "utf-8", ""


def _accented(data: bytes, said: str) -> tuple[str, str, str]:
    codec = codec_of(said)
    utf8 = _strictly(data, "utf-8")
    # Letters that happen to be valid UTF-8 are UTF-8, whatever the label: chance does not spell it.
    if utf8 is not None and codec in ("", "ascii", "utf-8", "iso8859-1", "cp1252"):
        fine = codec in ("", "utf-8")
        return utf8, "utf-8", "" if fine else f"MSH-18 says {said} but the bytes are UTF-8"
    text = _strictly(data, codec) if codec not in ("", "ascii", "utf-8", "iso8859-1") else None
    if text is not None:
        return text, codec, ""
    text = _strictly(data, "cp1252")
    if text is None:
        return data.decode("latin-1"), "latin-1", _doubt(said)
    return text, "cp1252", "" if codec == "iso8859-1" else _doubt(said)


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeError:
        return None


def _doubt(said: str) -> str:
    claim = f"MSH-18 says {said[:30]}" if said else "MSH-18 names no character set"
    return f"{claim}, but the letters do not fit it; they were read as Windows-1252"
