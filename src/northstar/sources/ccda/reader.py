"""Reads a clinical document: every entry and every narrative section ends up somewhere, with a reason."""

import hashlib

from northstar.chart.people import Patient
from northstar.chart.value import Concept
from northstar.chart.words import Section
from northstar.sources.ccda import sensitivity
from northstar.sources.ccda.demographics import identity_of
from northstar.sources.ccda.dispatch import is_empty, read_statement, statements_of
from northstar.sources.ccda.document import Document, every, local_name, one, templates
from northstar.sources.ccda.entry import Entry, Part
from northstar.sources.ccda.header import key_of, read_header, read_patient
from northstar.sources.ccda.parse import Opened, Unreadable, opened
from northstar.sources.ccda.places import words
from northstar.sources.ccda.tables import LOINC, SECTION
from northstar.sources.reading import Feed, Reading, Trouble, refused

NAME, VERSION = "ccda", "2"
MOST_TEXT = 8000
MOST_ELEMENTS = 50_000


def read(data: bytes, feed: Feed, name: str = "") -> Reading:
    """The account of one document or snippet. Bad input is refused in a sentence, never raised."""
    try:
        found = opened(data)
    except Unreadable as error:
        return refused(NAME, VERSION, str(error))
    reading = Reading(NAME, VERSION)
    doc = Document(found, feed, reading)
    for remark in found.remarks:
        reading.doubted.append(Trouble(_top(doc) + "#", "XML", remark))
    try:
        _whose(doc, found, data)
        _elements(doc)
    except Unreadable as error:
        return refused(NAME, VERSION, str(error))
    return reading


def _top(doc: Document) -> str:
    return "" if doc.snippet else "/ClinicalDocument"


def _whose(doc: Document, found: Opened, data: bytes) -> None:
    """Sets whose document it is and reads its head."""
    root, reading = doc.root, doc.reading
    digest = hashlib.sha256(data).hexdigest()[:24]
    doc.key = key_of(root) or f"sha256|{digest}"
    # Who cannot be told apart by an identifier is a person of this one document, not a shared "nobody".
    doc.person = identity_of(root) or f"nobody|{digest}"
    doc.written = doc.when(one(root, "effectiveTime"))
    # Minutes since 1970: which of two documents is the later statement of one fact.
    doc.version = max(int(doc.written.start.timestamp() // 60), 0) if doc.written else 0
    if not found.snippet:
        author = next(
            (a for a in every(root, "author") if doc.actor(one(a, "assignedAuthor"))), None
        )
        doc.author = doc.actor(one(author, "assignedAuthor")) if author is not None else ""
        doc.label |= sensitivity.of_document(root)
        doc.marked = "2.16.840.1.113883.3.3251.1.1" in templates(root)
        title = one(root, "title")
        reading.title = (
            words(title) if title is not None else doc.concept(one(root, "code")).words
        )[:200]
        reading.sort = doc.concept(one(root, "code")).words[:80]
    reading.written, reading.control = doc.written, doc.key
    reading.sender = doc.actor(one(root, "custodian", "assignedCustodian"))
    head = Entry(doc, Part("header", "header", "", _top(doc), doc.label), _top(doc))
    has_patient = one(root, "recordTarget", "patientRole") is not None
    reading.people[doc.person] = Patient()
    if not found.snippet:
        read_header(doc, head)
    _doubt_identity(doc, has_patient)


def _doubt_identity(doc: Document, has_patient: bool) -> None:
    if not has_patient:
        why = "It names no patient: what it says stands apart until a person says whose it is."
    elif doc.person.startswith("nobody|"):
        why = "The patient has no usable identifier: the document stands apart until a person links it."
    else:
        patients = len(every(doc.root, "recordTarget"))
        if patients < 2:
            return
        why = f"It names {patients} patients; it was read as the first one's."
    doc.reading.doubted.append(Trouble(_top(doc) + "#", "recordTarget", why))


def _elements(doc: Document) -> None:
    counted = 0
    for section in doc.root.iter("{*}section"):
        part = _part(doc, section)
        if one(section, "text") is not None:
            counted += 1
            _narrative(doc, part, section)
        for element in every(section, "entry"):
            counted += 1
            _entry(doc, part, element)
            doc.leave(element)
        if counted > MOST_ELEMENTS:
            raise Unreadable(f"The document has more than {MOST_ELEMENTS} entries and sections.")
    if doc.snippet and not counted:
        _loose(doc)


def _part(doc: Document, section) -> Part:
    code = one(section, "code")
    loinc = (code.get("code") or "") if code is not None else ""
    name = SECTION.get(loinc, "")
    if not name:
        name = next((SECTION[t] for t in sorted(templates(section)) if t in SECTION), "other")
    title = one(section, "title")
    label = sensitivity.of_section(section, doc.label)
    if loinc not in SECTION:
        loinc = LOINC.get(name) or loinc or "unknown"
    return Part(
        name, loinc, words(title) if title is not None else "", doc.paths.of(section), label
    )


def _narrative(doc: Document, part: Part, section) -> None:
    text = one(section, "text")
    said = words(text)
    if not said:
        _drop(doc, section, "The narrative is empty.", "text")
        return
    entry = Entry(doc, part, part.path)
    written, author = doc.wrote(section)
    code = doc.concept(one(section, "code"), "loinc")
    entry.add(
        Section,
        section,
        proof=entry.passage(text, said),
        key=f"{doc.key}|{part.code}",
        code=code if code.words else Concept(part.title or part.name),
        title=part.title[:200],
        text=said[:MOST_TEXT],
        document=doc.key,
        date=written,
        author=author,
    )
    if len(said) > MOST_TEXT:
        doc.doubt(
            text, f"{len(said)} characters", f"Only the first {MOST_TEXT} are kept as a fact."
        )
    doc.reading.kept[f"section {part.name}"] += 1


def _entry(doc: Document, part: Part, element) -> None:
    inside = statements_of(element)
    if not inside:
        _drop(doc, element, "The entry holds no statement.")
        return
    entry = Entry(doc, part, doc.paths.of(element))
    if doc.marked:
        entry.label |= sensitivity.of_markings(element)
    for statement in inside:
        read_statement(entry, statement)
    if entry.facts:
        doc.reading.kept[f"entry {part.name}"] += 1
    elif all(is_empty(statement) for statement in inside):
        _drop(doc, element, "The sender marks it as holding no information.")
    else:
        doc.reading.doubted_elements += 1
        doc.doubt(
            element, local_name(inside[0].tag), "Neither a code nor words say what it is about."
        )


def _loose(doc: Document) -> None:
    """A snippet without a section: each of its elements is an element."""
    for element in doc.root.iterchildren("*"):
        inside = statements_of(element) or (
            [element] if statements_of(doc.root).count(element) else []
        )
        path = doc.paths.of(element)
        entry = Entry(doc, Part("snippet", "snippet", "", "", doc.label), path)
        for statement in inside:
            read_statement(entry, statement)
        if local_name(element.tag) == "recordTarget" and doc.patient is None:
            read_patient(doc, entry)
        if entry.facts:
            doc.reading.kept["entry snippet"] += 1
        else:
            _drop(
                doc,
                element,
                "A piece of a document's head or body that says nothing of a person by itself.",
            )


def _drop(doc: Document, element, why: str, inside: str = "") -> None:
    doc.reading.dropped.append(
        Trouble(f"{doc.paths.of(element)}#{inside}", local_name(element.tag), why)
    )
