"""From bytes to resources: every resource of the input, with its place and the address it is known by."""

import re
from dataclasses import dataclass, field
from typing import Any

import orjson

from northstar.sources.fhir_r4 import fhir_xml
from northstar.sources.fhir_r4.labels import label
from northstar.sources.reading import Trouble

LARGEST = 128 * 1024 * 1024  # bytes of one arrival; a longer export comes as NDJSON
MOST_RESOURCES = 500_000
_INK = re.compile(rb"\S")


class Unreadable(ValueError):
    """Nothing can be read, for the reason given in one plain sentence."""


@dataclass(slots=True)
class Element:
    """One resource: `locator` is its JSON pointer, `url` its fullUrl, `label` what its bundles say."""

    locator: str
    url: str
    resource: Any
    label: int = 0


@dataclass(slots=True)
class Found:
    """What a walk met: resources, lines that are not JSON, remarks, and the outermost bundle."""

    elements: list[Element] = field(default_factory=list)
    dropped: list[Trouble] = field(default_factory=list)
    remarks: list[Trouble] = field(default_factory=list)
    bundle: dict = field(default_factory=dict)


def walk(data: bytes, name: str = "") -> Found:
    """Every resource of a bundle, a single resource, NDJSON lines or FHIR XML. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(f"this is larger than {LARGEST >> 20} MiB; export it as NDJSON instead")
    data = decoded(data)
    head = data[:64].lstrip()
    if not head:
        raise Unreadable("this file is empty")
    if head.startswith(b"<"):
        return _whole(_from_xml(data))
    if name.lower().endswith((".ndjson", ".jsonl")) or several_lines(data):
        return _lines(data)
    try:
        return _whole(orjson.loads(data))
    except orjson.JSONDecodeError as error:
        raise Unreadable(_sentence(error, head)) from None


def _from_xml(data: bytes) -> dict:
    try:
        return fhir_xml.read(data)
    except fhir_xml.NotXml as why:
        raise Unreadable(str(why)) from None


def decoded(data: bytes) -> bytes:
    """The same words as UTF-8 without a byte order mark."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16").encode()
        except UnicodeError:
            raise Unreadable("this says it is UTF-16 text, but it is not") from None
    return data.removeprefix(b"\xef\xbb\xbf")


def several_lines(data: bytes) -> bool:
    """True where the first line is a JSON object by itself and more follows."""
    begins = _INK.search(data)
    ends = data.find(b"\n", begins.start()) if begins else -1
    more = _INK.search(data, ends) if ends >= 0 else None
    if not begins or not more:
        return False
    first = data[begins.start() : ends].rstrip()
    if not first.startswith(b"{") or not first.endswith(b"}"):
        return False
    # No single document goes on like that, so a long first line need not be parsed to know.
    return more.group() == b"{" or _is_object(first)


def _is_object(line: bytes) -> bool:
    try:
        return type(orjson.loads(line)) is dict
    except orjson.JSONDecodeError:
        return False


def _sentence(error: orjson.JSONDecodeError, head: bytes) -> str:
    if not head.startswith((b"{", b"[")):
        return "this is neither JSON nor XML"
    said = str(error).lower()
    if "recursion" in said or "depth" in said:
        return "this JSON is nested deeper than any record is"
    return f"this is not proper JSON: it breaks at line {error.lineno}, column {error.colno}"


def _whole(parsed) -> Found:
    if type(parsed) is dict and type(parsed.get("resourceType")) is not str:
        raise Unreadable("this is JSON, but no FHIR: it names no resourceType")
    if type(parsed) not in (dict, list):
        raise Unreadable("this is JSON, but no FHIR resource")
    found = Found()
    if type(parsed) is list:
        for at, one in enumerate(parsed):
            _open(found, f"/{at}", "", one)
    else:
        found.bundle = parsed if parsed.get("resourceType") == "Bundle" else {}
        _open(found, "", "", parsed)
    return found


def _lines(data: bytes) -> Found:
    found = Found()
    for at, line in enumerate(data.split(b"\n"), 1):
        line = line.strip()
        if not line:
            continue
        locator = f"line:{at}"
        try:
            parsed = orjson.loads(line)
        except orjson.JSONDecodeError:
            found.dropped.append(Trouble(locator, "", "this line is not proper JSON"))
            continue
        _open(found, locator, "", parsed)
    return found


def _open(found: Found, locator: str, url: str, one) -> None:
    """Enter a resource, or the entries of a bundle, however deep bundles lie in bundles."""
    waiting = [(locator, url, one, 0)]
    while waiting:
        place, address, resource, marked = waiting.pop()
        if type(resource) is dict and resource.get("resourceType") == "Bundle":
            marked |= label(resource.get("meta"))
            waiting += reversed(_entries(found, place, resource, marked))
        elif len(found.elements) < MOST_RESOURCES:
            found.elements.append(Element(place, address, resource, marked))
        else:
            why = f"more than {MOST_RESOURCES} resources in one arrival"
            found.dropped.append(Trouble(place, "", why))


def _entries(found: Found, place: str, bundle: dict, marked: int) -> list[tuple]:
    entries = bundle.get("entry")
    if entries is None:
        return []
    if type(entries) is not list:
        entries = _lone(found, place, entries)
    inside = []
    for at, entry in enumerate(entries):
        if type(entry) is dict and "resource" in entry:
            url = entry.get("fullUrl")
            resource = entry["resource"]
            inside.append(
                (f"{place}/entry/{at}/resource", url if type(url) is str else "", resource, marked)
            )
        else:
            found.remarks.append(_empty(f"{place}/entry/{at}", entry))
    return inside


def _lone(found: Found, place: str, entries) -> list:
    found.remarks.append(Trouble(f"{place}/entry", "", "expected a list of entries here"))
    return []


def _empty(locator: str, entry) -> Trouble:
    asked = entry.get("request") if type(entry) is dict else None
    if type(asked) is dict and asked.get("method") == "DELETE":
        why = "asks for a deletion; nothing is deleted here, tell us with entered-in-error instead"
        return Trouble(locator, str(asked.get("url"))[:80], why)
    return Trouble(locator, "", "this entry holds no resource")
