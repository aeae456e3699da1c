"""The head of a document: whose it is, who wrote and keeps it, and at which visit it was written."""

from northstar.chart.people import (
    HumanName,
    Patient,
    RelatedPerson,
)
from northstar.chart.value import Concept
from northstar.chart.visits import Encounter
from northstar.chart.words import Attachment, CareTeam, DocumentReference
from northstar.sources.ccda.demographics import (
    addresses,
    name_of,
    names,
    patient_fields,
    telecoms,
    usable,
)
from northstar.sources.ccda.document import Document, code_of, every, one
from northstar.sources.ccda.entry import Entry
from northstar.sources.ccda.places import words
from northstar.sources.ccda.plans import member_of
from northstar.sources.ccda.visits import STAYS, class_of, disposition_of, id_of
from northstar.sources.ccda.visits import key_of as visit_key


def read_header(doc: Document, entry: Entry) -> None:
    """The facts of the head."""
    root = doc.root
    read_patient(doc, entry)
    for participant in every(root, "participant"):
        associated = one(participant, "associatedEntity")
        if associated is not None and associated.get("classCode") in (
            "NOK",
            "ECON",
            "CAREGIVER",
            "PRS",
            "GUARD",
        ):
            _related(doc, entry, associated, Concept(_ROLES.get(associated.get("classCode"), "")))
    _document(doc, entry)
    _visit(doc, entry)
    _team(doc, entry)


def read_patient(doc: Document, entry: Entry) -> None:
    """Who it is about, and the guardians."""
    role = one(doc.root, "recordTarget", "patientRole")
    if role is None:
        return
    fields = patient_fields(doc, role)
    person = one(role, "patient")
    name = one(person, "name") if person is not None else None
    doc.patient = entry.add(Patient, role, (name, one(role, "id")), key=doc.person, **fields)
    doc.reading.people[doc.person] = Patient(**fields)
    if person is not None:
        for guardian in every(person, "guardian"):
            _related(doc, entry, guardian, Concept("guardian"))


_ROLES = {
    "NOK": "next of kin",
    "ECON": "emergency contact",
    "CAREGIVER": "caregiver",
    "GUARD": "guardian",
}


def _related(doc: Document, entry: Entry, el, default: Concept) -> None:
    person = next(
        (p for n in ("guardianPerson", "associatedPerson") if (p := one(el, n)) is not None), None
    )
    called = names(person) if person is not None else ()
    if not called:
        text = name_of(one(el, "guardianOrganization"))
        called = (HumanName(text=text),) if text else ()
    if called:
        relationship = doc.concept(one(el, "code"))
        entry.add(
            RelatedPerson, el, (one(person, "name") if person is not None else None,),
            key=f"related|{called[0].plain.lower()}", names=called, telecoms=telecoms(el), addresses=addresses(el),
            relationship=relationship if relationship.words else default,
        )  # fmt: skip


def _document(doc: Document, entry: Entry) -> None:
    root = doc.root
    title, code = one(root, "title"), doc.concept(one(root, "code"), "loinc")
    custodian = one(root, "custodian", "assignedCustodian", "representedCustodianOrganization")
    body = one(root, "component", "nonXMLBody", "text")
    visit = one(root, "componentOf", "encompassingEncounter")
    entry.add(
        DocumentReference,
        root,
        (title, one(root, "code"), one(root, "id")),
        key=doc.key,
        code=code,
        status="current",
        title=(words(title) if title is not None else "")[:200] or code.words,
        date=doc.written,
        author=doc.author,
        custodian=name_of(custodian),
        text=words(body)[:8000] if body is not None and body.get("representation") != "B64" else "",
        encounter=id_of(visit) if visit is not None else "",
        replaces=_replaced(doc),
        confidentiality=code_of(root, "confidentialityCode"),
        attachments=tuple(_attachments(doc, body)),
    )


def _replaced(doc: Document) -> str:
    for related in every(doc.root, "relatedDocument"):
        parent = one(related, "parentDocument")
        if related.get("typeCode") == "RPLC" and parent is not None:
            key = key_of(parent)
            # A later version of one set has the set's key itself, and its sequence replaces the former.
            return key if key != doc.key else ""
    return ""


def _set_of(el) -> str:
    found = one(el, "setId")
    if found is None or not usable(found):
        return ""
    return f"{found.get('root') or ''}|{found.get('extension') or ''}"


def key_of(root) -> str:
    """The key of a document: its set, which later versions share, else its own id."""
    return _set_of(root) or id_of(root)


def _attachments(doc: Document, body):
    if body is not None and body.get("representation") == "B64":
        size = len("".join(body.itertext()).strip()) * 3 // 4
        yield Attachment(
            body.get("mediaType") or "application/octet-stream",
            locator=f"{doc.paths.of(body)}#",
            size=size,
        )


def _visit(doc: Document, entry: Entry) -> None:
    visit = one(doc.root, "componentOf", "encompassingEncounter")
    if visit is None:
        return
    start, end = doc.interval(one(visit, "effectiveTime"))
    code, facility = doc.concept(one(visit, "code")), one(visit, "location", "healthCareFacility")
    sort = doc.concept(one(facility, "code")) if facility is not None else Concept()
    if not (code.words or start or id_of(visit)):
        return
    disposition = one(visit, "dischargeDispositionCode")
    class_code = class_of(code, sort)
    # A stay without an end goes on; an office visit is often written with its beginning only.
    going_on = not end and class_code in STAYS and one(visit, "effectiveTime", "low") is not None
    doc.visit = entry.add(
        Encounter,
        visit,
        (
            one(visit, "code"),
            one(visit, "effectiveTime", "low"),
            one(visit, "effectiveTime"),
            one(visit, "id"),
        ),
        key=visit_key(visit),
        code=code,
        status="in-progress" if going_on else "finished",
        class_code=class_code,
        start=start,
        end=end,
        visit=id_of(visit),
        facility=name_of(one(facility, "serviceProviderOrganization"))
        if facility is not None
        else "",
        location=name_of(one(facility, "location")) if facility is not None else "",
        disposition=disposition_of(disposition),
        disposition_text=doc.concept(disposition).words,
        attending=doc.actor(one(visit, "responsibleParty", "assignedEntity")),
    )


def _team(doc: Document, entry: Entry) -> None:
    for service in every(doc.root, "documentationOf"):
        event = one(service, "serviceEvent")
        if event is None:
            continue
        members = tuple(filter(None, (member_of(doc, p) for p in every(event, "performer"))))
        if members:
            start, end = doc.interval(one(event, "effectiveTime"))
            first = one(event, "performer", "assignedEntity", "assignedPerson", "name")
            entry.add(
                CareTeam, event, (first,), key="serviceEvent", code=Concept("Care team named by the document"),
                status="active", start=start, end=end, members=members,
            )  # fmt: skip
