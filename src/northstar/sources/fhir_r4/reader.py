"""A FHIR R4 arrival becomes people, facts, and an account of every resource.

One pass enters every resource under its addresses, the next reads each with the reader of its type.
A resource is kept, or doubted as a whole (and why), or dropped; there is no fourth way.
"""

from datetime import UTC, datetime

from msgspec.structs import force_setattr

from northstar.chart.people import Patient
from northstar.chart.when import NotATime, When, when
from northstar.sources.fhir_r4.arrival import Arrival, patient_key
from northstar.sources.fhir_r4.kinds import KINDS, OTHER, Kind
from northstar.sources.fhir_r4.labels import label, of_codings
from northstar.sources.fhir_r4.merges import merges
from northstar.sources.fhir_r4.narrative import NARRATIVE, named_by_narrative
from northstar.sources.fhir_r4.resource_types import R4
from northstar.sources.fhir_r4.take_people import patient
from northstar.sources.fhir_r4.telling import telling
from northstar.sources.fhir_r4.walk import Element, Unreadable, walk
from northstar.sources.reading import Feed, Found, Reading, Trouble, refused

NAME, VERSION = "fhir_r4", "2"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_LARGEST_COUNT = 2**62
_BUNDLES = {
    "document", "message", "transaction", "transaction-response", "batch", "batch-response",
    "history", "searchset", "collection",
}  # fmt: skip
UNFORESEEN = "this resource is built in a way we cannot read"
_MODIFIED = "a modifier we do not know may change what this says: read the original"
_NO_PATIENT = "names no patient, so it cannot be filed with anyone"


def read(data: bytes, feed: Feed, name: str = "") -> Reading:
    """The account of one arrival. Never raises for bad input: it refuses."""
    try:
        walked = walk(data, name)
    except Unreadable as why:
        return refused(NAME, VERSION, str(why))
    reading = Reading(format=NAME, version=VERSION, dropped=walked.dropped, doubted=walked.remarks)
    on = Arrival(feed, reading, walked.elements)
    for element in walked.elements:
        _account(on, element)
    _introduce_contained(on)
    _describe(on, walked.bundle)
    if on.more_doubts:
        reading.doubted.append(Trouble("#", "", f"and {on.more_doubts} more remarks of this kind"))
    return reading


def _account(on: Arrival, element: Element) -> None:
    """Keep one resource, or say why not."""
    raw = element.resource
    on.locator = element.locator
    if type(raw) is not dict:
        return _doubted(on, raw, "expected a resource here")
    on.resource = raw
    kind = raw.get("resourceType")
    if type(kind) is not str or kind not in R4:
        return _doubted(on, kind, "this is not a resource type of FHIR R4")
    try:
        why = _file(on, element, kind, KINDS.get(kind, OTHER))
    except (TypeError, ValueError, LookupError, AttributeError, RecursionError, OverflowError):
        why = UNFORESEEN
    return _doubted(on, kind, why) if why else None


def _file(on: Arrival, element: Element, kind: str, how: Kind) -> str:
    raw, reading = on.resource, on.reading
    key = on.own(raw, element.url)
    person = patient_key(key) if kind == "Patient" else _whose(on, raw, how)
    if person is None:
        if not how.alone:
            return _NO_PATIENT
        person = ""
    value = how.take(on, named_by_narrative(raw))
    place, quote = telling(raw, how.tells)
    force_setattr(value, "quote", quote)
    meta = raw.get("meta")
    recorded, sequence = _version(on, raw, meta, how) if meta else (_written(on, raw, how), 0)
    if isinstance(value, Patient):
        _introduce(on, person, value, (recorded.start if recorded else _LONG_AGO, sequence))
        if "link" in raw:
            reading.found += merges(on, raw, key)
    reading.found.append(
        Found(
            person,
            kind,
            key,
            value,
            f"{element.locator}#{place}",
            recorded,
            sequence,
            _label(on, element, meta),
        )
    )
    reading.kept[kind] += 1
    if "modifierExtension" in raw:
        on.doubt("modifierExtension", _modifier(raw), _MODIFIED)
    if not how.uses.issuperset(raw):
        for name in raw:
            if name not in how.uses and not (name == "text" and place == NARRATIVE):
                reading.unmapped[f"{kind}.{name}"] += 1
    return ""


def _modifier(raw: dict) -> str:
    given = raw["modifierExtension"]
    first = given[0] if type(given) is list and given else given
    return str(first.get("url", "")) if type(first) is dict else ""


def _introduce(on: Arrival, person: str, value: Patient, version: tuple) -> None:
    """The demographics of a person; a history bundle may bring the newest version first."""
    if version >= on.versions.get(person, version):
        on.versions[person] = version
        on.reading.people[person] = value


def _introduce_contained(on: Arrival) -> None:
    """Patients who exist only inside another resource: not elements, but people all the same."""
    for person, (locator, resource) in on.contained_patients.items():
        if person not in on.versions:
            on.locator, on.resource = locator, resource
            on.reading.people[person] = patient(on, resource)


def _doubted(on: Arrival, what, why: str) -> None:
    on.reading.doubted_elements += 1
    what = what[:80] if type(what) is str else ""
    on.reading.doubted.append(Trouble(f"{on.locator}#", what, why))


def _whose(on: Arrival, raw: dict, how: Kind) -> str | None:
    """The identity key; '' where it is about no patient, None where nobody is named."""
    person = None
    for field in how.whose:
        if field in raw:
            subject = raw[field]
            if type(subject) is list:
                subject = subject[0] if subject else None
            found = on.person(subject)
            if found:
                return found
            person = person if found is None else found
    return _through_others(on, raw) or person


def _through_others(on: Arrival, raw: dict) -> str | None:
    """Appointments name the patient among the participants; provenance names what it vouches for."""
    kind = raw["resourceType"]
    if kind == "Appointment":
        return _among(on, raw)
    if kind == "AppointmentResponse":
        booked = on.of(raw.get("appointment"))[2]
        return _among(on, booked) if booked else None
    if kind in ("Provenance", "MessageHeader"):
        targets = raw.get("target" if kind == "Provenance" else "focus")
        return _behind(on, targets[0]) if type(targets) is list and targets else None
    return None


def _among(on: Arrival, raw: dict) -> str | None:
    people = raw.get("participant")
    for one in people if type(people) is list else ():
        actor = one.get("actor") if type(one) is dict else None
        if on.of(actor, "")[0] in ("Patient", ""):
            person = on.person(actor)
            if person:
                return person
    return None


def _behind(on: Arrival, reference) -> str | None:
    kind, _, resource = on.of(reference)
    if kind == "Patient":
        return on.person(reference)
    if type(resource) is not dict or kind in ("Provenance", "MessageHeader"):
        return None
    return _whose(on, resource, KINDS.get(kind, OTHER))


def _version(on: Arrival, raw: dict, meta, how: Kind) -> tuple[When | None, int]:
    """When the source wrote this version, and its own count."""
    if type(meta) is not dict:
        on.doubt("meta", meta, "expected a group of fields here")
        return _written(on, raw, how), 0
    count, updated = meta.get("versionId"), meta.get("lastUpdated")
    sequence = 0
    if type(count) is str and count.isascii() and count.isdigit() and len(count) < 19:
        sequence = min(int(count), _LARGEST_COUNT)
    if type(updated) is not str:
        return _written(on, raw, how), sequence
    try:
        return when(updated, on.zone), sequence
    except NotATime as why:
        on.doubt("meta/lastUpdated", updated, str(why))
        return _written(on, raw, how), sequence


def _written(on: Arrival, raw: dict, how: Kind) -> When | None:
    for field in how.written:
        said = raw.get(field)
        if type(said) is str:
            try:
                return when(said, on.zone)
            except NotATime:
                continue  # the reader of the type has already doubted it
    return None


def _label(on: Arrival, element: Element, meta) -> int:
    """What the resource, its document and its bundle say of secrecy, and at least the feed's label."""
    found = on.feed.label | element.label
    if meta:
        found |= label(meta)
    if "securityLabel" in on.resource:
        found |= _document_label(on.resource["securityLabel"])
    return found


def _document_label(marks) -> int:
    found = 0
    for one in marks if type(marks) is list else (marks,):
        if type(one) is dict:
            found |= of_codings(one.get("coding"))
    return found


def _describe(on: Arrival, bundle: dict) -> None:
    """The bundle's own time, title and number."""
    reading = on.reading
    count = len(reading.found)
    sort = bundle.get("type")
    reading.title = f"FHIR {sort if type(sort) is str else 'resources'}, {count} kept"
    known = type(sort) is str and sort in _BUNDLES
    reading.sort = f"Bundle of type {sort}" if known else "Resources"
    stamp = bundle.get("timestamp")
    if type(stamp) is str:
        try:
            reading.written = when(stamp, on.zone)
        except NotATime as why:
            reading.doubted.append(Trouble("#/timestamp", stamp[:80], str(why)))
    number = bundle.get("identifier")
    if sort == "message" and type(number) is dict and type(number.get("value")) is str:
        system = number.get("system")
        reading.sender = system if type(system) is str else ""
        reading.control = number["value"]
