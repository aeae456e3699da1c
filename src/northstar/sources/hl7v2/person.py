"""PID, PD1, ROL, NK1: who the person is and who stands around them."""

import re

from northstar.chart.people import Patient, RelatedPerson
from northstar.chart.value import Concept
from northstar.chart.when import NotATime, When, when
from northstar.sources.hl7v2 import datatypes, identity
from northstar.sources.hl7v2.scribe import Scribe, digest
from northstar.sources.hl7v2.segment import Segment
from northstar.sources.hl7v2.tables import GENDERS

_REGISTRATION = ("ADT", "BAR")
_LEFT = ("A23", "A29")
_MERGES = ("A18", "A30", "A34", "A35", "A36", "A39", "A40", "A41", "A42", "A43", "A45", "A47")
_YES = {"Y": True, "N": False, "1": True, "0": False, "YES": True, "NO": False}
_INTERPRETER = "54588-9"  # LOINC: interpreter needed


def read(scribe: Scribe) -> None:
    """The person as this message gives them, and their contacts."""
    pid = scribe.first("PID")
    if not pid:
        return
    value = _patient(scribe, pid)
    seen = scribe.reading.people.get(scribe.person)
    if seen is None or len(value.names) + len(value.telecoms) >= len(seen.names) + len(
        seen.telecoms
    ):
        scribe.reading.people[scribe.person] = value
    cite = pid.cite((5, 0), *_number_place(scribe, pid), 3, 2)
    fields = {name: getattr(value, name) for name in value.__struct_fields__}
    fields.pop("quote"), fields.pop("source")
    scribe.fact(Patient, _key(scribe), cite, **fields)
    for contact in scribe.all("NK1"):
        _contact(scribe, contact)


def _key(scribe: Scribe) -> str:
    """A laboratory's thin PID must not replace what registration said: each has a key of its own."""
    kind, trigger = scribe.message.kind, scribe.message.trigger
    if trigger in _MERGES:
        return "PID#merge"
    return "PID" if kind in _REGISTRATION else f"PID#{kind or 'unknown'}"


def _number_place(scribe: Scribe, pid: Segment) -> list[tuple]:
    _, field, rep = identity.key(pid, (3, 2, 4), scribe.home)
    return [(field, 1, rep)] if field else []


def _patient(scribe: Scribe, pid: Segment) -> Patient:
    pd1 = scribe.first("PD1")
    died_at = scribe.when(pid, 29)
    return Patient(
        identifiers=identity.identifiers(pid, scribe.home),
        names=tuple(
            dict.fromkeys(
                (*datatypes.names(pid, 5, "official"), *datatypes.names(pid, 9, "nickname"))
            )
        ),
        birth_date=_birth_date(scribe, pid),
        gender=_gender(scribe, pid),
        telecoms=datatypes.telecoms(pid, (13, "home"), (14, "work")),
        addresses=datatypes.addresses(pid, 11, scribe.feed.settings.get("address_types")),
        language=datatypes.words(pid, 15),
        interpreter=_interpreter(scribe),
        deceased=True if died_at or _certified(scribe) else _YES.get(pid.text(30, 1).upper()),
        deceased_at=died_at,
        marital=datatypes.words(pid, 16),
        race=_many(pid, 10),
        ethnicity=datatypes.words(pid, 22),
        religion=datatypes.words(pid, 17),
        birth_order=_whole(pid.text(25)),
        multiple_birth=_YES.get(pid.text(24, 1).upper()),
        mother_maiden=pid.text(6, 1, 1, 1),
        practitioner=_practitioner(scribe, pd1),
        organization=pd1.text(3, 1) if pd1 else "",
        active=scribe.message.trigger not in _LEFT,
    )


def _certified(scribe: Scribe) -> bool:
    """PDA-3: a death certificate has been signed."""
    return any(pda.text(3).upper() == "Y" for pda in scribe.all("PDA"))


def _birth_date(scribe: Scribe, pid: Segment) -> When | None:
    """The day, month or year of birth; a time of day behind it is a system's filling."""
    text = pid.text(7, 1)
    day = re.match(r"\d{4}-?\d{2}-?\d{2}(?=[T ]?\d{2})|", text)
    cut = day.group() if day else ""
    try:
        return when(cut or text, scribe.feed.zone) if text else None
    except NotATime as error:
        scribe.doubt(pid, 7, text, f"{error}; the birth date was left out")
        return None


def _gender(scribe: Scribe, pid: Segment) -> str:
    text = pid.text(8, 1)
    gender = GENDERS.get(text.upper(), "")
    if text and not gender:
        scribe.doubt(pid, 8, text, "no administrative sex of HL7 table 0001")
    return gender


def _many(seg: Segment, field: int) -> tuple[str, ...]:
    found = (datatypes.words(seg, field, rep) for rep in range(1, seg.count(field) + 1))
    return tuple(dict.fromkeys(word for word in found if word))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _practitioner(scribe: Scribe, pd1: Segment | None) -> str:
    """The person's own doctor: PD1-4, else the ROL with role PP (primary care provider)."""
    if pd1 and pd1.has(4):
        return datatypes.person(pd1, 4)
    own = (rol for rol in scribe.all("ROL") if rol.text(3, 1).upper() in ("PP", "PCP", "FHCP"))
    return next((datatypes.person(rol, 4) for rol in own), "")


def _interpreter(scribe: Scribe) -> bool | None:
    for obx in scribe.all("OBX"):
        if obx.text(3, 1) == _INTERPRETER:
            said = f"{obx.text(5, 1)} {obx.text(5, 2)}".upper().split()
            return next((_YES[word] for word in said if word in _YES), None)
    return None


def _contact(scribe: Scribe, nk1: Segment) -> None:
    names = datatypes.names(nk1, 2)
    phones = datatypes.telecoms(nk1, (5, "home"), (6, "work"))
    kin = datatypes.concept(nk1, 3)
    role = datatypes.words(nk1, 7)
    if not names and not phones and not nk1.has(13):
        return scribe.lose(nk1, "The contact has neither a name nor a phone.")
    if not names:  # an organization: NK1-13
        names = datatypes.names(nk1, 30)
    known = " ".join(n.plain for n in names[:1]) or nk1.text(13, 1) or digest(nk1.line)
    scribe.fact(
        RelatedPerson,
        f"NK1|{known}|{kin.words}",
        nk1.cite((2, 0), (13, 1), 5),
        names=names,
        relationship=kin if kin != Concept() else Concept(role),
        telecoms=phones,
        addresses=datatypes.addresses(nk1, 4, scribe.feed.settings.get("address_types")),
        start=scribe.when(nk1, 8),
        end=scribe.when(nk1, 9),
    )
    return None
