"""What follows a stay and who has done it: the summary, and the visit in one or two weeks."""

from datetime import UTC, date, datetime, tzinfo
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.visits import Appointment
from northstar.chart.words import DocumentReference
from northstar.knowledge.seen_by import sees_clinician
from northstar.rules.departures import Departure
from northstar.rules.risk.lace import HIGH, lace
from northstar.rules.same_booking import plain
from northstar.rules.stays import Stay

COMING = frozenset({"booked", "pending", "arrived", "checked-in"})
_NEVER = datetime.max.replace(tzinfo=UTC)
_NOTHING = frozenset({"noshow", "cancelled", "entered-in-error"})
_SUMMARIES = frozenset({"18842-5", "28655-9", "34105-7", "34106-5", "59283-2"})


def summary_of(chart: Chart, stay: Stay, zone: tzinfo | None) -> DocumentReference | None:
    """The discharge summary of this stay, if it has come; of an earlier stay it tells nothing."""
    return next((d for d in chart.documents if _summary(d, stay, zone)), None)


def how_soon(chart: Chart, stay: Stay, zone: tzinfo | None) -> str:
    """Which clock the visit has: seven days at high risk, else fourteen (knowledge.transitions)."""
    return "visit-high" if lace(chart, stay, zone).low >= HIGH else "visit"


def may_be_the_visit(appointment: Appointment) -> bool:
    """A dialysis chair or a scan is booked too, and is not the visit after a stay."""
    return sees_clinician(appointment.code.words, appointment.service)


def booked_in_time(chart: Chart, left: Departure, due: date, now: datetime) -> list[Any]:
    """Appointments still to come, after the day of leaving and no later than `due`."""
    return [a for a in _coming(chart) if _in_time(a, left, due, now)]


def booked_ahead(chart: Chart, now: datetime) -> list[Any]:
    """Appointments from tomorrow on, the nearest first."""
    return [a for a in _coming(chart) if _on(a, now) > now.date()]


def booked_too_late(chart: Chart, due: date, now: datetime) -> list[Any]:
    """Appointments still to come that lie beyond it."""
    return [a for a in _coming(chart) if _on(a, now) > due]


def come_to_nothing(chart: Chart, left: Departure, now: datetime) -> Appointment | None:
    """The latest visit since they left to which they did not come, or that was called off."""
    found = [
        a
        for a in chart.appointments
        if a.status in _NOTHING and a.start and may_be_the_visit(a) and _on(a, now) > left.left_day
    ]
    return max(found, key=lambda a: a.start.start if a.start else now, default=None)


def _coming(chart: Chart) -> list[Appointment]:
    """What is booked and may be the visit, the nearest first."""
    told = [a for a in chart.appointments if a.start]
    nothing = [a for a in told if a.status in _NOTHING]
    found = [
        a
        for a in told
        if a.status in COMING
        and may_be_the_visit(a)
        and not any(_called_off(a, by) for by in nothing)
    ]
    return sorted(found, key=lambda a: a.start.start if a.start else _NEVER)


def _called_off(booked: Appointment, by: Appointment) -> bool:
    """What one of us wrote down as booked falls with the later word of the office it is booked with: no
    one sits in two rooms in the same minute."""
    if not (booked.start and by.start and booked.source and by.source):
        return False
    if booked.start.start != by.start.start or booked.source.feed == by.source.feed:
        return False
    seen_by = plain(booked.practitioner), plain(by.practitioner)
    if all(seen_by) and seen_by[0] != seen_by[1]:
        return False
    said, later = (s.written or s.received for s in (booked.source, by.source))
    return bool(said and later and said <= later)


def _on(appointment: Appointment, now: datetime) -> date:
    return appointment.start.first_day(now.tzinfo) if appointment.start else date.min


def _in_time(appointment: Appointment, left: Departure, due: date, now: datetime) -> bool:
    at = appointment.start and appointment.start.day(now.tzinfo)
    return bool(at and left.left_day < at <= due and at >= now.date())


def _summary(document: DocumentReference, stay: Stay, zone: tzinfo | None) -> bool:
    named = document.code.has("loinc", _SUMMARIES) or "discharge summary" in document.title.lower()
    if not named or document.status == "entered-in-error":
        return False
    if document.encounter and document.encounter in {p.visit for p in stay.parts}:
        return True
    began = stay.admitted or stay.left
    return bool(document.date and began and document.date.first_day(zone) >= began.first_day(zone))
