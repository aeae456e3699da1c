"""FHIR R4: bundles, single resources and bulk exports become people and facts."""

from northstar.sources.fhir_r4.place import place
from northstar.sources.fhir_r4.reader import NAME, VERSION, read
from northstar.sources.fhir_r4.stream import split
from northstar.sources.reading import Format


def recognises(head: bytes, name: str) -> float:
    """How surely these first bytes are FHIR, as JSON, lines of JSON, or XML."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")):
        return _as_json(head, name.lower())
    if start.startswith(b"<") and b"http://hl7.org/fhir" in head and b"urn:hl7-org:v3" not in head:
        return 0.9
    return 0.0


def _as_json(head: bytes, name: str) -> float:
    if b'"resourceType"' in head:
        return 0.95
    # Some senders write resourceType last: far beyond the first bytes of a bundle.
    if any(sign in head for sign in (b'"fullUrl"', b'"entry"', b'"meta"', b"hl7.org/fhir")):
        return 0.6
    return 0.3 if name.endswith((".json", ".ndjson")) else 0.1


FORMAT = Format(
    name=NAME,
    title="FHIR R4",
    version=VERSION,
    recognises=recognises,
    read=read,
    place=place,
    split=split,
)
