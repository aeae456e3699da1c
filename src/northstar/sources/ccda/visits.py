"""Where the person was and will be."""

from msgspec import structs

from northstar.chart.value import Concept
from northstar.chart.visits import Appointment, Encounter
from northstar.knowledge.discharge_status import by_disposition, by_status
from northstar.sources.ccda.document import Document, code_of, every, one, statements, templates
from northstar.sources.ccda.entry import Entry
from northstar.sources.ccda.places import words
from northstar.sources.ccda.problems import diagnoses, problem
from northstar.sources.ccda.procedures import named, requested
from northstar.sources.ccda.tables import CLASS
from northstar.sources.reading import Found

_T = "2.16.840.1.113883.10.20.22.4."


def encounter(entry: Entry, visit, within=None) -> None:
    """A visit or stay and the diagnoses made at it."""
    if (visit.get("moodCode") or "EVN") != "EVN":
        planned(entry, visit, within)
        return
    doc = entry.doc
    code = named(doc, visit)
    start, end = doc.interval(one(visit, "effectiveTime"))
    place, sort, facility = _location(doc, visit)
    if not (code.words or start or place):
        return
    disposition = one(visit, "dischargeDispositionCode")
    if doc.visit is not None and key_of(visit) == doc.visit.key:
        said = {"start": start, "end": end, "location": place, "facility": facility}
        _same_visit(entry, visit, doc.visit, code, class_of(code, sort), said)
        return
    entry.add(
        Encounter,
        visit,
        (one(visit, "code"), one(visit, "effectiveTime", "low"), one(visit, "effectiveTime")),
        within=within,
        key=key_of(visit),
        code=code,
        status=_STATUS.get(code_of(visit, "statusCode"), "finished"),
        class_code=class_of(code, sort),
        start=start,
        end=end,
        visit=id_of(visit),
        facility=facility,
        location=place,
        disposition=disposition_of(disposition),
        disposition_text=doc.concept(disposition).words,
        reason=_reason(doc, visit),
        diagnoses=tuple(_diagnoses(doc, visit)),
        attending=doc.actor(one(visit, "performer", "assignedEntity")),
    )
    _made_at(entry, visit)


def _same_visit(entry: Entry, visit, fact: Found, code: Concept, sort: str, said: dict) -> None:
    """The visit at which the document was written, told a second time: one fact, the fuller of both."""
    doc, head = entry.doc, fact.value
    said |= {
        "class_code": sort,
        "reason": _reason(doc, visit),
        "diagnoses": tuple(_diagnoses(doc, visit)),
        "attending": doc.actor(one(visit, "performer", "assignedEntity")),
    }
    told = {name: getattr(head, name) or found for name, found in said.items()}
    if code.words and not (head.main and head.main.codings):
        told["code"] = code
    if told["class_code"] in STAYS and not (told["end"] or getattr(head, "disposition", "")):
        told["status"] = "in-progress"
    fact.value = structs.replace(head, **told)
    entry.facts += 1
    _made_at(entry, visit)


def _made_at(entry: Entry, visit) -> None:
    for _, inner in statements(visit):
        claimed = templates(inner)
        if _T + "80" in claimed:
            diagnoses(entry, inner)
        elif _T + "4" in claimed:
            problem(entry, inner, within=visit)


_STATUS = {
    "active": "in-progress",
    "cancelled": "cancelled",
    "aborted": "cancelled",
    "new": "planned",
}


def planned(entry: Entry, visit, within=None) -> None:
    """A visit that is proposed, asked for or booked."""
    doc = entry.doc
    start, end = doc.interval(one(visit, "effectiveTime"))
    code = named(doc, visit)
    if not start:
        # A visit to no day is not yet an appointment: somebody still has to make it.
        requested(entry, visit, within)
        return
    place, _, facility = _location(doc, visit)
    entry.add(
        Appointment,
        visit,
        (one(visit, "code"), one(visit, "effectiveTime", "low"), one(visit, "effectiveTime")),
        within=within,
        code=code,
        status="cancelled"
        if code_of(visit, "statusCode") in ("cancelled", "aborted")
        else _MOOD.get(visit.get("moodCode") or "", "proposed"),
        start=start,
        end=end,
        practitioner=doc.actor(one(visit, "performer", "assignedEntity")),
        location=place or facility,
        service=code.words,
        reason=_reason(doc, visit),
    )


_MOOD = {"APT": "booked", "ARQ": "pending"}


def id_of(el) -> str:
    """The first identifier as `root|extension`, or ''."""
    for each in every(el, "id"):
        if not each.get("nullFlavor") and (each.get("extension") or each.get("root")):
            return f"{each.get('root') or ''}|{each.get('extension') or ''}"
    return ""


def key_of(visit) -> str:
    """A visit with a number is known by it wherever it is told of; a bare UUID changes each time."""
    number = id_of(visit)
    return f"visit|{number}" if not number.endswith("|") and number else ""


def class_of(*concepts: Concept) -> str:
    """AMB, EMER, IMP ... from the codes of a visit and its place; '' where they do not say."""
    for concept in concepts:
        for coding in concept.codings:
            if coding.code in CLASS:
                return CLASS[coding.code]
            if coding.system == "cpt" and coding.code.isdigit():
                found = _by_cpt(int(coding.code))
                if found:
                    return found
    told = " ".join(concept.words.lower() for concept in concepts)
    return next((sort for word, sort in _CLASS_WORDS if word in told), "")


_CLASS_WORDS = (
    ("inpatient", "IMP"),
    ("observation", "OBSENC"),
    ("emergency", "EMER"),
    ("outpatient", "AMB"),
    ("ambulatory", "AMB"),
    ("office visit", "AMB"),
)
STAYS = frozenset(("IMP", "ACUTE", "OBSENC", "EMER", "SS"))


def _by_cpt(code: int) -> str:
    # The ranges of evaluation and management services (AMA CPT, as CMS pays them).
    if 99281 <= code <= 99288:
        return "EMER"
    if 99221 <= code <= 99223 or 99231 <= code <= 99239:
        return "IMP"
    if 99202 <= code <= 99215 or code == 99201 or 99241 <= code <= 99245 or 99381 <= code <= 99397:
        return "AMB"
    if 99217 <= code <= 99220 or 99224 <= code <= 99226:
        return "OBSENC"
    return "HH" if 99341 <= code <= 99350 else ""


def disposition_of(el) -> str:
    """Our word for where the person went."""
    if el is None:
        return ""
    for each in (el, *every(el, "translation")):
        code = (each.get("code") or "").strip()
        if code:
            return by_status(code) or by_disposition(code) or "other"
    return ""


def _location(doc: Document, visit) -> tuple[str, Concept, str]:
    """(name of the place, what sort of place, the organization it belongs to)."""
    for participant in every(visit, "participant"):
        if participant.get("typeCode") == "LOC":
            role = one(participant, "participantRole")
            if role is None:
                continue
            name, sort = one(role, "playingEntity", "name"), doc.concept(one(role, "code"))
            owner = one(role, "scopingEntity", "desc")
            return (
                (words(name) if name is not None else sort.words),
                sort,
                words(owner) if owner is not None else "",
            )
    return "", Concept(), ""


def _reason(doc: Document, visit) -> str:
    for kind, inner in statements(visit):
        if kind == "RSON" or _T + "19" in templates(inner):
            found = doc.concept(one(inner, "value")).words or doc.said(one(inner, "text"))[0]
            if found:
                return found[:500]
    return ""


def _diagnoses(doc: Document, visit):
    for _, inner in statements(visit):
        if _T + "80" in templates(inner):
            for _, observation in statements(inner):
                concept = doc.concept(one(observation, "value"))
                if concept.words:
                    yield concept


TEMPLATES = {
    _T + "49": encounter,
    _T + "40": planned,
    "2.16.840.1.113883.10.20.1.21": encounter,
}
