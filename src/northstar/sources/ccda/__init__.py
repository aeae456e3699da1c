"""C-CDA documents: what another practice or hospital wrote about a person, entries and narrative."""

from northstar.sources.ccda.places import place
from northstar.sources.ccda.reader import NAME, VERSION, read
from northstar.sources.reading import Format


def _recognises(head: bytes, name: str) -> float:
    if b"\0" in head[:200]:
        head = head.decode("utf-16", "ignore").encode()
    if b"ClinicalDocument" in head:
        return 0.95
    xml = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if xml and (b"urn:hl7-org:v3" in head or b"2.16.840.1.113883.10.20." in head):
        return 0.8
    return 0.3 if xml and name.lower().endswith((".xml", ".ccda", ".cda")) else 0.0


FORMAT = Format(
    name=NAME,
    title="C-CDA clinical document",
    version=VERSION,
    recognises=_recognises,
    read=read,
    place=place,
)
