"""What follows a stay and who has done it: the summary, and the visit in one or two weeks."""

from datetime import date, datetime, tzinfo
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.visits import Appointment
from northstar.chart.words import DocumentReference
from northstar.knowledge.seen_by import sees_clinician
from northstar.rules.departures import Departure
from northstar.rules.risk.lace import HIGH, lace
from northstar.rules.stays import Stay

COMING = frozenset({"booked", "pending", "arrived", "checked-in"})
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
    return [a for a in chart.appointments if _in_time(a, left, due, now)]


def booked_ahead(chart: Chart, now: datetime) -> list[Any]:
    """Appointments from tomorrow on, the nearest first."""
    coming = [
        (a.start.start, number, a)
        for number, a in enumerate(chart.appointments)
        if a.start and a.status in COMING and a.start.first_day(now.tzinfo) > now.date()
    ]
    return [a for _, _, a in sorted(coming) if may_be_the_visit(a)]


def booked_too_late(chart: Chart, due: date, now: datetime) -> list[Any]:
    """Appointments still to come that lie beyond it."""
    return [
        a
        for a in chart.appointments
        if a.start
        and a.status in COMING
        and a.start.first_day(now.tzinfo) > due
        and may_be_the_visit(a)
    ]


def _in_time(appointment: Appointment, left: Departure, due: date, now: datetime) -> bool:
    at = appointment.start and appointment.start.day(now.tzinfo)
    if not may_be_the_visit(appointment):
        return False
    return bool(
        at and appointment.status in COMING and left.left_day < at <= due and at >= now.date()
    )


def _summary(document: DocumentReference, stay: Stay, zone: tzinfo | None) -> bool:
    named = document.code.has("loinc", _SUMMARIES) or "discharge summary" in document.title.lower()
    if not named or document.status == "entered-in-error":
        return False
    if document.encounter and document.encounter in {p.visit for p in stay.parts}:
        return True
    began = stay.admitted or stay.left
    return bool(document.date and began and document.date.first_day(zone) >= began.first_day(zone))
