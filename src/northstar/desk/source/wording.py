"""A fact in a few words, kind by kind: a title and a line of detail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.clinical import Observation
from northstar.chart.value import Value
from northstar.desk.source.calendar import Calendar
from northstar.rules.wording import unit

CLASSES = {
    "AMB": "Visit", "EMER": "Emergency department", "IMP": "Hospital stay", "ACUTE": "Hospital stay",
    "NONAC": "Facility stay", "OBSENC": "Observation stay", "SS": "Day surgery", "HH": "Home visit",
    "VR": "Video or phone visit", "PRENC": "Pre-admission",
}  # fmt: skip
MEDIA = {
    "voicemail": "Voicemail", "portal": "Portal message", "fax": "Fax", "email": "E-mail",
    "text": "Text message", "letter": "Letter", "upload": "Uploaded paper",
}  # fmt: skip
_FLAGS = {
    "HH": "very high", "H": "high", "LL": "very low", "L": "low", "AA": "very abnormal",
    "A": "abnormal", "POS": "positive",
}  # fmt: skip
SYSTOLIC, DIASTOLIC = "8480-6", "8462-4"


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one fact."""

    title: str
    detail: str = ""


def said(kind: str, value: Value, calendar: Calendar) -> Said:
    """What a fact says, in words; never empty."""
    words = value.main.words if value.main else ""
    title, detail = _KINDS.get(kind, _plain)(value, calendar)
    return Said(title or words or kind, detail)


def possessive(chart: Chart) -> str:
    """Her, His, Their: by the pronouns given, else by the recorded gender."""
    given = next((p.pronouns.casefold() for p in reversed(chart.persons) if p.pronouns), "")
    said_as = given or {"female": "she", "male": "he"}.get(chart.gender, "they")
    return "Her" if said_as.startswith("she") else "His" if said_as.startswith("he") else "Their"


def figure(value: float) -> str:
    """A number without a tail of zeros: 3.4, 58, 0.05."""
    return f"{value:.4g}" if abs(value) < 10_000 else f"{value:,.0f}"


def unit_of(value: Observation) -> str:
    """The unit in words."""
    return unit(value.unit) or ("mmHg" if pressure(value) else "")


def pressure(value: Observation) -> str:
    """142/88, where this is a blood pressure."""
    upper, lower = value.part(SYSTOLIC), value.part(DIASTOLIC)
    return f"{upper:.0f}/{lower:.0f}" if upper is not None and lower is not None else ""


def answer(value: Observation) -> str:
    """What was measured, without its unit: the number, the words, or the parts."""
    if value.number is not None:
        return f"{value.comparator}{figure(value.number)}"
    if both := pressure(value):
        return both
    words = value.text or (value.value.words if value.value else "")
    return words or "; ".join(
        f"{part.code.words} {figure(part.number) if part.number is not None else part.text}"
        for part in value.components[:4]
    )


def judged(value: Observation) -> str:
    """High, low or abnormal in words: the laboratory's flag first, else its own range."""
    flag = _FLAGS.get(value.interpretation.upper(), "")
    if flag or value.interpretation or value.number is None:
        return flag
    if value.high is not None and value.number > value.high:
        return "high"
    return "low" if value.low is not None and value.number < value.low else ""


def bounds(value: Observation) -> str:
    """The range its source gives: 2 to 3."""
    if value.low is not None and value.high is not None:
        return f"{figure(value.low)} to {figure(value.high)}"
    if value.high is not None:
        return f"up to {figure(value.high)}"
    return f"from {figure(value.low)}" if value.low is not None else value.range_text


def join(*parts: str, by: str = ", ") -> str:
    return by.join(part for part in parts if part)


def _plain(value: Any, calendar: Calendar) -> tuple[str, str]:
    return getattr(value, "title", ""), getattr(value, "status", "")


def _condition(value: Any, calendar: Calendar) -> tuple[str, str]:
    if value.absent:
        return f"No known {value.code.words or 'problems'}".replace(
            "No known No known", "No known"
        ), ""
    return "", join(value.clinical_status, value.severity)


def _allergy(value: Any, calendar: Calendar) -> tuple[str, str]:
    if value.absent:
        return "No known allergies", ""
    return f"Allergy: {value.code.words}", join(", ".join(value.reactions), value.severity)


def _observation(value: Any, calendar: Calendar) -> tuple[str, str]:
    name = value.code.text or value.code.words
    return join(name, join(answer(value), unit_of(value), by=" "), by=" "), judged(value)


def _prescribed(value: Any, calendar: Calendar) -> tuple[str, str]:
    verb = {"": "prescribed", "active": "prescribed"}.get(value.status, value.status)
    return f"{value.code.words} {verb}", join(value.dosage, value.status_reason or value.reason)


def _said_taken(value: Any, calendar: Calendar) -> tuple[str, str]:
    if value.absent:
        return "Said to take no medicines", ""
    if value.status in ("stopped", "not-taken", "completed"):
        return f"{value.code.words} said to be {value.status.replace('-', ' ')}", value.dosage
    return f"{value.code.words} said to be taken", join(value.dosage, value.reason)


def _dispensed(value: Any, calendar: Calendar) -> tuple[str, str]:
    supply = f"{figure(value.days_supply)} days" if value.days_supply else ""
    return f"{value.code.words} filled", join(supply, value.pharmacy)


def _encounter(value: Any, calendar: Calendar) -> tuple[str, str]:
    what = CLASSES.get(value.class_code, "") or value.code.words or "Visit"
    where = value.facility or value.location
    left = {"A03": "Left", "A11": "Admission cancelled", "A13": "Discharge cancelled"}.get(
        value.event
    )
    return join(left or what, where, by=", "), join(value.reason, value.disposition_text)


def _appointment(value: Any, calendar: Calendar) -> tuple[str, str]:
    what = value.service or value.code.words or "Appointment"
    state = {"noshow": "missed", "cancelled": "cancelled", "waitlist": "on the waiting list"}
    title = join(what, value.practitioner)
    return title, join(calendar.full(value.start), value.location, state.get(value.status, ""))


def _communication(value: Any, calendar: Calendar) -> tuple[str, str]:
    text = " ".join((value.text or value.subject).split())
    return MEDIA.get(value.medium, "Message"), text[:160] + ("…" if len(text) > 160 else "")


def _coverage(value: Any, calendar: Calendar) -> tuple[str, str]:
    ends = f"until {calendar.short(value.end)}" if value.end else ""
    return join(value.payer or value.code.words, value.plan), join(value.status, ends)


def _payer(value: Any, calendar: Calendar) -> tuple[str, str]:
    until = f"answer by {calendar.short(value.deadline)}" if value.deadline else ""
    return join(value.payer or "Payer", value.decision or value.status, by=": "), join(
        value.reason, until
    )


def _report(value: Any, calendar: Calendar) -> tuple[str, str]:
    return "", join(value.status, value.conclusion[:160])


def _document(value: Any, calendar: Calendar) -> tuple[str, str]:
    return value.title or value.code.words or "Document", join(value.author, value.custodian)


def _request(value: Any, calendar: Calendar) -> tuple[str, str]:
    what = "Referral" if value.category == "referral" else "Order"
    return f"{what}: {value.code.words}", join(value.status, value.reason)


def _person(value: Any, calendar: Calendar) -> tuple[str, str]:
    return "Name, address or contact", value.name.plain if value.name else ""


def _kin(value: Any, calendar: Calendar) -> tuple[str, str]:
    name = value.names[0].plain if value.names else ""
    return join(name, value.relationship.words), ""


_KINDS: dict[str, Callable[[Any, Calendar], tuple[str, str]]] = {
    "Condition": _condition,
    "AllergyIntolerance": _allergy,
    "Observation": _observation,
    "MedicationRequest": _prescribed,
    "MedicationStatement": _said_taken,
    "MedicationDispense": _dispensed,
    "Encounter": _encounter,
    "Appointment": _appointment,
    "Communication": _communication,
    "Coverage": _coverage,
    "ClaimResponse": _payer,
    "DiagnosticReport": _report,
    "DocumentReference": _document,
    "ServiceRequest": _request,
    "Patient": _person,
    "RelatedPerson": _kin,
}
