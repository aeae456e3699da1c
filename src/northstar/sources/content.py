"""What bytes are, whatever they call themselves; how long a recording plays, how many pages a scan has."""

import struct

from northstar.sources.decoding import wordlike

PAPERS = ("application/pdf", "image/tiff", "image/jpeg", "image/png")
_STARTS = (
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"#!AMR", "audio/amr"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
)
_BRANDS = {b"M4A": "audio/mp4", b"3gp": "audio/3gpp", b"hei": "image/heic", b"mif": "image/heic"}
_MOST_PAGES = 10_000
# What names a type in different words: the first word stands for all.
_SAME = {
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/mp3": "audio/mpeg",
    "audio/x-mp3": "audio/mpeg",
    "audio/m4a": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "video/mp4": "audio/mp4",
    "video/3gpp": "audio/3gpp",
    "application/ogg": "audio/ogg",
    "audio/opus": "audio/ogg",
    "audio/amr-nb": "audio/amr",
    "image/tif": "image/tiff",
    "image/x-tiff": "image/tiff",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "application/x-pdf": "application/pdf",
}


def kind(data: bytes) -> str:
    """The content type the bytes show; '' where they show none."""
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data[:4] in (b"RIFF", b"RIFX") and data[8:12] == b"WAVE":
        return "audio/wav"
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:11], "audio/mp4" if data[8:12] in (b"mp42", b"isom") else "")
    # An MP3 without a tag begins with a frame: eleven set bits, layer III.
    if len(data) > 3 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2:
        return "audio/mpeg"
    found = next((name for start, name in _STARTS if data.startswith(start)), "")
    return found or ("text/plain" if wordlike(data[:65536]) else "")


def same(declared: str, seen: str) -> bool:
    """Do a declared type and the one the bytes show mean the same?"""
    declared = _SAME.get(declared, declared)
    if not seen or declared in (seen, "", "application/octet-stream"):
        return True
    return seen == "text/plain" and declared.startswith(("text/", "message/", "application/"))


def seconds(data: bytes) -> float | None:
    """How long a WAV recording plays; None for other recordings and for damaged ones.

    Carriers write telephone codecs (mu-law, GSM) into their WAV files, which Python's own reader
    refuses; the bytes per second stand in every header.
    """
    if kind(data) != "audio/wav" or data[:4] != b"RIFF":
        return None
    at, rate = 12, 0
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<L", data, at + 4)[0]
        if name == b"fmt " and at + 20 <= len(data):
            rate = struct.unpack_from("<L", data, at + 16)[0]
        if name == b"data":
            return round(min(size, len(data) - at - 8) / rate, 2) if rate else None
        at += 8 + size + size % 2
    return None


def tiff_pages(data: bytes) -> int | None:
    """How many pages a TIFF has; None where its chain of directories is damaged or goes round."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(data[:4])
    if not order or len(data) < 8:
        return None
    seen: set[int] = set()
    at = struct.unpack_from(order + "L", data, 4)[0]
    while at:
        if at in seen or at + 2 > len(data) or len(seen) >= _MOST_PAGES:
            return None
        seen.add(at)
        after = at + 2 + 12 * struct.unpack_from(order + "H", data, at)[0]
        if after + 4 > len(data):
            return None
        at = struct.unpack_from(order + "L", data, after)[0]
    return len(seen) or None
