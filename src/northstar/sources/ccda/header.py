"""The head of a document: whose it is, who wrote and keeps it, and at which visit it was written."""

from northstar.chart.people import (
    Address,
    ContactPoint,
    HumanName,
    Identifier,
    Patient,
    RelatedPerson,
)
from northstar.chart.value import Concept
from northstar.chart.visits import Encounter
from northstar.chart.words import Attachment, CareTeam, DocumentReference
from northstar.sources.ccda.document import Document, code_of, every, one
from northstar.sources.ccda.entry import Entry
from northstar.sources.ccda.places import words
from northstar.sources.ccda.plans import member_of
from northstar.sources.ccda.visits import STAYS, class_of, disposition_of, id_of
from northstar.sources.ccda.visits import key_of as visit_key

SSN = "2.16.840.1.113883.4.1"
_GENDER = {"F": "female", "M": "male", "UN": "other", "UNK": "unknown"}
_USE = {
    "L": "official",
    "C": "official",
    "P": "nickname",
    "ASGN": "usual",
    "BR": "maiden",
    "BIR": "maiden",
}
_PLACE = {
    "HP": "home",
    "H": "home",
    "HV": "home",
    "WP": "work",
    "TMP": "temp",
    "BAD": "old",
    "MC": "mobile",
}


def identity_of(root) -> str:
    """`root|extension` of the first usable id of the patient, a social security number last; or ''."""
    ids = (
        [i for i in every(one(root, "recordTarget", "patientRole"), "id") if _usable(i)]
        if _has(root)
        else []
    )
    best = next((i for i in ids if i.get("root") != SSN), ids[0] if ids else None)
    return f"{best.get('root') or ''}|{best.get('extension') or ''}" if best is not None else ""


def _has(root) -> bool:
    return one(root, "recordTarget", "patientRole") is not None


def _usable(el) -> bool:
    return not el.get("nullFlavor") and bool((el.get("extension") or el.get("root") or "").strip())


def read_header(doc: Document, entry: Entry) -> Patient:
    """The facts of the head; gives back the demographics."""
    root = doc.root
    role = one(root, "recordTarget", "patientRole")
    demographics = Patient()
    if role is not None:
        fields = patient_fields(doc, role)
        person = one(role, "patient")
        name = one(person, "name") if person is not None else None
        fact = entry.add(Patient, role, (name, one(role, "id")), key=doc.person, **fields)
        demographics = fact.value
        if person is not None:
            for guardian in every(person, "guardian"):
                _related(doc, entry, guardian, Concept("guardian"))
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
    return demographics


_ROLES = {
    "NOK": "next of kin",
    "ECON": "emergency contact",
    "CAREGIVER": "caregiver",
    "GUARD": "guardian",
}


def patient_fields(doc: Document, role) -> dict:
    """Demographics from a patientRole."""
    person = one(role, "patient")
    fields = {
        "identifiers": tuple(
            Identifier(
                i.get("root") or "", i.get("extension") or "", "SS" if i.get("root") == SSN else ""
            )
            for i in every(role, "id")
            if _usable(i)
        ),
        "telecoms": telecoms(role),
        "addresses": addresses(role),
        "organization": _name(one(role, "providerOrganization")),
    }
    if person is None:
        return fields
    deceased = one(person, "deceasedInd")
    language = next((c for c in every(person, "languageCommunication")), None)
    return {
        **fields,
        "names": names(person),
        "birth_date": doc.when(one(person, "birthTime")),
        "gender": _GENDER.get(code_of(person, "administrativeGenderCode"), ""),
        "language": code_of(language, "languageCode") if language is not None else "",
        "deceased": deceased.get("value") == "true"
        if deceased is not None and deceased.get("value")
        else None,
        "deceased_at": doc.when(one(person, "deceasedTime")),
        "marital": doc.concept(one(person, "maritalStatusCode")).words,
        "religion": doc.concept(one(person, "religiousAffiliationCode")).words,
        "race": tuple(filter(None, (doc.concept(r).words for r in every(person, "raceCode")))),
        "ethnicity": doc.concept(one(person, "ethnicGroupCode")).words,
    }


def names(el) -> tuple[HumanName, ...]:
    """All names of a person or role."""
    return tuple(filter(None, map(_human, every(el, "name"))))


def _human(el) -> HumanName | None:
    def parts(kind: str) -> list[str]:
        return [text for text in map(words, every(el, kind)) if text]

    family, given = " ".join(parts("family")), tuple(parts("given"))
    text = "" if family or given else words(el)
    if not (family or given or text):
        return None
    qualified = {p.get("qualifier") for p in every(el, "family")} | {
        p.get("qualifier") for p in every(el, "given")
    }
    use = "maiden" if "BR" in qualified else _USE.get((el.get("use") or "").split(" ")[0], "")
    return HumanName(family, given, use, " ".join(parts("prefix")), " ".join(parts("suffix")), text)


def telecoms(el) -> tuple[ContactPoint, ...]:
    """Telephone numbers and addresses of mail."""
    found = []
    for each in every(el, "telecom"):
        scheme, _, value = (each.get("value") or "").strip().rpartition(":")
        if value and not each.get("nullFlavor"):
            system = {
                "mailto": "email",
                "fax": "fax",
                "sms": "sms",
                "http": "url",
                "https": "url",
            }.get(scheme.lower(), "email" if "@" in value else "phone")
            found.append(ContactPoint(system, value.strip(), _use(each)))
    return tuple(found)


def addresses(el) -> tuple[Address, ...]:
    """Postal addresses; one without parts keeps its text as a line."""
    found = []
    for each in every(el, "addr"):
        if each.get("nullFlavor"):
            continue
        lines = tuple(filter(None, map(words, every(each, "streetAddressLine"))))
        city, state, postal, country = (
            _text(each, n) for n in ("city", "state", "postalCode", "country")
        )
        if not (lines or city or postal or state):
            lines = tuple(filter(None, (words(each),)))
        if lines or city or state or postal:
            found.append(Address(lines, city, state, postal, country, _use(each)))
    return tuple(found)


def _use(el) -> str:
    return next((_PLACE[u] for u in (el.get("use") or "").split() if u in _PLACE), "")


def _text(el, name: str) -> str:
    found = one(el, name)
    return words(found) if found is not None else ""


def _name(el) -> str:
    return _text(el, "name") if el is not None else ""


def _related(doc: Document, entry: Entry, el, default: Concept) -> None:
    person = next(
        (p for n in ("guardianPerson", "associatedPerson") if (p := one(el, n)) is not None), None
    )
    called = names(person) if person is not None else ()
    if not called:
        text = _name(one(el, "guardianOrganization"))
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
        custodian=_name(custodian),
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
    if found is None or not _usable(found):
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
        facility=_name(one(facility, "serviceProviderOrganization"))
        if facility is not None
        else "",
        location=_name(one(facility, "location")) if facility is not None else "",
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
