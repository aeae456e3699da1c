"""Visits, stays and appointments."""

from northstar.chart.value import Concept
from northstar.chart.visits import Appointment, Encounter
from northstar.sources.fhir_r4.arrival import Arrival, own_key, tokens
from northstar.sources.fhir_r4.classes import class_code
from northstar.sources.fhir_r4.dispositions import disposition
from northstar.sources.fhir_r4.fields import (
    code_of,
    concept,
    concepts,
    moment,
    names,
    part,
    parts,
    period,
    pointed,
    reasons,
    text,
    whole,
)

_STATUS = {"triaged": "arrived", "onleave": "in-progress", "unknown": ""}
_ATTENDING = ("ATND", "PPRF", "")  # the attender, the primary performer, else whoever is named


def encounter(on: Arrival, raw: dict) -> Encounter:
    """A visit or stay."""
    start, end = period(on, raw, "period")
    stay = part(on, raw, "hospitalization")
    ended = concept(on, stay, "dischargeDisposition", "hospitalization")
    status = text(on, raw, "status")
    return Encounter(
        code=concept(on, raw, "type"),
        status=_STATUS.get(status, status),
        class_code=class_code(on, raw),
        start=start,
        end=end,
        visit=visit(raw),
        facility=names(on, raw, "serviceProvider"),
        location=_where(on, raw),
        service=concept(on, raw, "serviceType").words,
        admit_source=concept(on, stay, "admitSource", "hospitalization").words,
        admission_type=concept(on, raw, "priority").words,
        disposition=disposition(ended),
        disposition_text=ended.words,
        reason=reasons(on, raw),
        diagnoses=_diagnoses(on, raw),
        attending=_attending(on, raw),
    )


def visit(raw: dict) -> str:
    """The number of the visit with its authority: a visit number, else the first identifier."""
    given = raw.get("identifier")
    for one in given if type(given) is list else ():
        if type(one) is dict and '"VN"' in str(one.get("type")).replace("'", '"'):
            return "|".join(next(tokens({"identifier": [one]}), ("", own_key(raw)))).lstrip("|")
    system, value = next(tokens(raw), ("", own_key(raw)))
    return f"{system}|{value}" if system else value


def _where(on: Arrival, raw: dict) -> str:
    places = parts(on, raw, "location")
    now = [one for one in places if one.get("status") == "active"] or places[::-1]
    return next((name for one in now if (name := names(on, one, "location", "location"))), "")


def _diagnoses(on: Arrival, raw: dict) -> tuple[Concept, ...]:
    if "diagnosis" not in raw:
        return ()
    found = [
        pointed(on, part(on, one, "condition", "diagnosis")) for one in parts(on, raw, "diagnosis")
    ]
    return tuple(one for one in found if one.words)


def _attending(on: Arrival, raw: dict) -> str:
    by_role: dict[str, str] = {}
    for one in parts(on, raw, "participant"):
        name = on.named(one.get("individual"))
        if name:
            by_role.setdefault(code_of(on, one, "type", "participant"), name)
            by_role.setdefault("", name)
    return next((by_role[role] for role in _ATTENDING if role in by_role), "")


def appointment(on: Arrival, raw: dict) -> Appointment:
    """A booking, with whom and where; the slot's times as booked."""
    with_whom = _participants(on, raw)
    services = concepts(on, raw, "serviceType")
    return Appointment(
        code=concept(on, raw, "appointmentType") if "appointmentType" in raw else _one(services),
        status=text(on, raw, "status"),
        start=moment(on, raw, "start"),
        end=moment(on, raw, "end"),
        minutes=whole(on, raw, "minutesDuration"),
        practitioner=with_whom.get("Practitioner") or with_whom.get("PractitionerRole", ""),
        location=with_whom.get("Location") or with_whom.get("HealthcareService", ""),
        service=_one(services).words or concept(on, raw, "specialty").words,
        reason=reasons(on, raw) or text(on, raw, "description"),
        cancel_reason=concept(on, raw, "cancelationReason").words,
        comment=text(on, raw, "comment") or text(on, raw, "patientInstruction"),
        created=moment(on, raw, "created"),
        virtual="virtual" in _one(services).words.lower() or _by_video(on, raw),
    )


def appointment_response(on: Arrival, raw: dict) -> str:
    """What somebody answered to an appointment, in one line."""
    return " ".join(
        filter(None, (names(on, raw, "actor"), text(on, raw, "participantStatus")))
    ).strip()


def _by_video(on: Arrival, raw: dict) -> bool:
    kind = concept(on, raw, "appointmentType")
    return any(one.code in ("VR", "virtual", "telehealth") for one in kind.codings)


def _one(services: tuple[Concept, ...]) -> Concept:
    return services[0] if services else Concept()


def _participants(on: Arrival, raw: dict) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in parts(on, raw, "participant"):
        actor = part(on, one, "actor", "participant")
        name = on.named(actor)
        if name:
            found.setdefault(on.of(actor)[0], name)
    return found
