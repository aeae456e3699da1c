"""PV1 and PV2: each message about a stay is one dated step of it."""

from northstar.chart.visits import Encounter
from northstar.chart.when import When
from northstar.knowledge.discharge_status import by_status
from northstar.sources.hl7v2 import datatypes, identity
from northstar.sources.hl7v2.scribe import Scribe
from northstar.sources.hl7v2.segment import Segment
from northstar.sources.hl7v2.tables import CLASSES, DISPOSITIONS

_STATUS = {
    "A01": "in-progress",
    "A02": "in-progress",
    "A03": "finished",
    "A04": "in-progress",
    "A05": "planned",
    "A06": "in-progress",
    "A07": "in-progress",
    "A11": "cancelled",
    "A12": "in-progress",
    "A13": "in-progress",
    "A14": "planned",
    "A23": "entered-in-error",
    "A27": "cancelled",
    "A38": "cancelled",
}
_CLASS = {"A01": "IMP", "A06": "IMP", "A07": "AMB", "A05": "PRENC", "A14": "PRENC"}
MOVES = ("A42", "A45", "A50")  # a visit gets another number, or turns out to be another person's


def thread(scribe: Scribe, pv1: Segment | None) -> str:
    """The number of the visit with its authority: PV1-19, else PV1-50; '' where none is given."""
    if not pv1:
        return ""
    for field in (19, 50):
        if pv1.has(field):
            number = pv1.text(field, 1)
            if number:
                return f"{identity.authority(pv1, field, 1, scribe.home)}|{number}"
    return ""


def read(scribe: Scribe) -> None:
    """The step this message tells of, where it tells of a visit at all."""
    for pv1 in scribe.all("PV1"):
        scribe.visit = thread(scribe, pv1)
        if _tells(scribe, pv1):
            _step(scribe, pv1)


def _tells(scribe: Scribe, pv1: Segment) -> bool:
    """Results and orders carry a PV1 out of habit; it tells of a visit only with a number or times."""
    if pv1.text(2, 1).upper() == "N":
        return False
    if scribe.visit or pv1.has(44) or pv1.has(45):
        return True
    return scribe.message.kind in ("ADT", "BAR") and (
        scribe.message.trigger in _STATUS or pv1.has(2) or pv1.has(3)
    )


def occurred(scribe: Scribe) -> When | None:
    """When it happened: EVN-6, else EVN-2, else MSH-7."""
    event = scribe.message.first("EVN")
    found = event and (
        (event.has(6) and scribe.when(event, 6)) or (event.has(2) and scribe.when(event, 2))
    )
    return found or scribe.reading.written


def _step(scribe: Scribe, pv1: Segment) -> None:
    trigger = scribe.message.trigger or scribe.message.kind
    pv2, at = scribe.first("PV2"), occurred(scribe)
    start, end = scribe.when(pv1, 44), scribe.when(pv1, 45)
    disposition, disposition_text = _disposition(scribe, pv1)
    known = scribe.visit or (start.text if start else "")
    scribe.fact(
        Encounter,
        f"{known}#{trigger}#{at.text if at else scribe.reading.control}",
        pv1.cite(*_quoted(trigger)),
        status=_STATUS.get(trigger, ""),
        class_code=_class(scribe, pv1, trigger),
        start=start,
        end=end,
        visit=scribe.visit,
        event=trigger,
        occurred=at,
        facility=pv1.text(3, 4, 1, 1) or scribe.message.head.text(4, 1),
        location=datatypes.place_name(pv1, 3),
        service=datatypes.words(pv1, 10),
        admission_type=datatypes.words(pv1, 4),
        admit_source=datatypes.words(pv1, 14),
        disposition=disposition,
        disposition_text=disposition_text,
        reason=datatypes.words(pv2, 3) if pv2 else "",
        diagnoses=tuple(
            dict.fromkeys(datatypes.concept(dg1, 3) for dg1 in scribe.all("DG1") if dg1.has(3))
        ),
        attending=datatypes.person(pv1, 7),
        expected_end=scribe.when(pv2, 9) if pv2 and pv2.has(9) else None,
    )


def _quoted(trigger: str) -> tuple:
    if trigger == "A03":
        return ((36, 0), 45, (19, 1), 44, 3, 2)
    return ((19, 1), 44, 3, 2)


def _class(scribe: Scribe, pv1: Segment, trigger: str) -> str:
    """PV1-2; a patient type (PV1-18) that says observation overrules it, as US hospitals send it."""
    if CLASSES.get(pv1.text(18, 1).upper()) == "OBSENC":
        return "OBSENC"
    written = pv1.text(2, 1)
    found = CLASSES.get(written.upper(), "")
    if written and not found and written.upper() not in ("N", "U", "C"):
        scribe.doubt(pv1, 2, written, "a patient class we do not know (HL7 table 0004)")
    return found or ("" if written else _CLASS.get(trigger, ""))


def _disposition(scribe: Scribe, pv1: Segment) -> tuple[str, str]:
    """Our word for PV1-36 and the source's own, with where to (PV1-37)."""
    code, said = pv1.text(36, 1), pv1.text(36, 2)
    where = pv1.text(37, 2) or pv1.text(37, 1)
    text = ", ".join(dict.fromkeys(word for word in (said or code, where) if word))
    plain = code.zfill(2) if code.isdigit() else code.upper()
    if not code or plain == "09":
        return "", text
    word = by_status(plain) or DISPOSITIONS.get(plain) or DISPOSITIONS.get(said.upper(), "")
    if not word:
        scribe.doubt(pv1, 36, code, "a discharge disposition we do not know (HL7 table 0112)")
    return word, text


def moved(scribe: Scribe, mrg: Segment, old_person: str) -> bool:
    """A42, A45, A50: the visit's old number, or its old owner, was wrong."""
    if scribe.message.trigger not in MOVES:
        return False
    field = 5 if mrg.has(5) else 19
    number = mrg.text(5, 1) or (
        scribe.visit.partition("|")[2] if old_person not in ("", scribe.person) else ""
    )
    if not number:
        return False
    issuer = identity.authority(mrg, field, 1, scribe.home)
    at, who = occurred(scribe), old_person or scribe.person
    visit = f"{issuer}|{number}" if mrg.has(5) else scribe.visit
    scribe.fact(
        Encounter,
        f"{visit}#{scribe.message.trigger}#{at.text if at else ''}#moved",
        mrg.cite((5, 1), (1, 1)),
        person=who,
        status="entered-in-error",
        visit=visit,
        event=scribe.message.trigger,
        occurred=at,
    )
    return True
