"""HL7 version 2 messages: admissions, results, appointments, documents, as they really come."""

import re

from northstar.sources.hl7v2.place import place
from northstar.sources.hl7v2.reader import NAME, VERSION, read
from northstar.sources.hl7v2.splitting import split
from northstar.sources.reading import Format

_HEADER = re.compile(rb"[\s\x0b\0]*(?:\xef\xbb\xbf)?[\s\x0b\0]*(?:MSH|FHS|BHS)[^A-Za-z0-9\s]")
_LATER = re.compile(rb"(?:^|[\r\n\x0b])MSH[^A-Za-z0-9\s]{2,6}")


def recognises(head: bytes, name: str) -> float:
    """A header at the very start is certain; one after some lines of anything is likely."""
    if _HEADER.match(head) or head.replace(b"\0", b"")[:5].lstrip(b"\xff\xfe").startswith(b"MSH|"):
        return 1.0
    if _LATER.search(head):
        return 0.8
    return 0.3 if name.lower().endswith((".hl7", ".adt", ".oru")) else 0.0


FORMAT = Format(
    name=NAME,
    title="HL7 v2 message",
    version=VERSION,
    recognises=recognises,
    read=read,
    place=place,
    split=split,
)
