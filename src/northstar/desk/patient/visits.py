"""Visits and appointments: what is coming up and what it lacks, and what has been."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from northstar.chart.chart import Chart
from northstar.chart.visits import Appointment, Encounter
from northstar.desk.patient.listed import Entry, Listed
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import CLASSES, join
from northstar.rules.interpreter import wants_interpreter
from northstar.rules.same_booking import one_booking

_COMING = frozenset({"booked", "pending", "proposed", "waitlist", ""})
_INTERPRETER = re.compile(r"interpret|translat", re.IGNORECASE)
# Lines that say something is not there yet.
_MISSING = frozenset(
    {
        "follow-up-visit-missing", "ordered-never-resulted", "referral-without-report",
        "discharge-summary-missing", "new-medicine-without-first-fill", "missed-appointment",
        "home-without-contact", "authorization-unanswered",
    }
)  # fmt: skip
_MISSED = {"noshow": "Missed visit", "cancelled": "Cancelled visit"}
MOST = 20


class Line(Protocol):
    signal: str
    says: str
    suggests: str


@dataclass(frozen=True, slots=True)
class Coming:
    """Something ahead, or something that should be there and is not."""

    what: str
    detail: str
    tone: str
    glyph: str
    state: str
    chips: tuple[Chip, ...] = ()


def coming(chart: Chart, lines: Iterable[Line], now: datetime, chips: Chips) -> list[Coming]:
    """What is missing first, then appointments in their order."""
    lacking = [
        Coming(line.says, line.suggests, "now", "i-alert", "Missing")
        for line in lines
        if line.signal in _MISSING
    ]
    wants = wants_interpreter(chart)
    ahead = [a for a in chart.appointments if a.start and a.start.end > now and a.status in _COMING]
    ahead.sort(key=lambda a: a.start.start if a.start else now)
    return lacking + [_coming(told, bool(wants), chips) for told in _bookings(ahead)]


def _bookings(ahead: list[Appointment]) -> list[list[Appointment]]:
    """What two systems tell of one visit stands once, as long as they agree how far it is."""
    found: list[list[Appointment]] = []
    for told in ahead:
        same = (one for one in reversed(found) if _is_told_in(one, told))
        if (one := next(same, None)) is not None:
            one.append(told)
        else:
            found.append([told])
    return found


def _is_told_in(booking: list[Appointment], told: Appointment) -> bool:
    return all(one_booking(one, told) and one.status == told.status for one in booking)


def _coming(told: list[Appointment], interpreted: bool, chips: Chips) -> Coming:
    booked = told[0]
    who = next((one.practitioner for one in told if one.practitioner), "")
    what = join(booked.service or booked.code.words or "Appointment", who)
    place = next((one.location for one in told if one.location), "")
    where = "by video or phone" if any(one.virtual for one in told) else place
    said = " ".join(join(one.comment, one.reason, one.service) for one in told)
    lacks = []
    if not where:
        lacks.append("no place given")
    if interpreted and not _INTERPRETER.search(said):
        lacks.append("interpreter not mentioned")
    tone, glyph, state = "ok", "i-check", "Booked"
    if booked.status in ("pending", "proposed", "waitlist"):
        tone, glyph, state = (
            "watch",
            "i-clock",
            {"waitlist": "Waiting list"}.get(booked.status, "Not confirmed"),
        )
    elif lacks:
        tone, glyph, state = "due", "i-clock", "Check"
    detail = join(chips.calendar.full(booked.start), where, *lacks)
    return Coming(what, detail, tone, glyph, state, tuple(filter(None, map(chips.of, told))))


def been(chart: Chart, now: datetime, chips: Chips) -> Listed:
    """Visits, stays and missed appointments, the latest first."""
    visits = [v for v in chart.encounters if v.began and v.began.start <= now]
    missed = [
        a for a in chart.appointments if a.start and a.start.start <= now and a.status in _MISSED
    ]
    found: list[Encounter | Appointment] = [*visits, *missed]
    found.sort(key=lambda one: one.began.start, reverse=True)
    return Listed(
        found, lambda one: (_visit if isinstance(one, Encounter) else _not_been)(one, chips)
    )


def _visit(visit: Encounter, chips: Chips) -> Entry:
    what = CLASSES.get(visit.class_code, "") or visit.code.words or "Visit"
    return Entry(
        title=join(what, visit.facility or visit.location),
        detail=join(
            visit.reason, _left(visit.ended, chips), visit.disposition_text, visit.attending
        ),
        when=chips.calendar.full(visit.began),
        chip=chips.of(visit),
        icon="cal",
    )


def _not_been(booked: Appointment, chips: Chips) -> Entry:
    return Entry(
        title=join(
            _MISSED[booked.status], booked.service or booked.code.words, booked.practitioner
        ),
        detail=booked.cancel_reason,
        when=chips.calendar.full(booked.start),
        chip=chips.of(booked),
        icon="cal",
    )


def _left(ended, chips: Chips) -> str:
    return f"until {chips.calendar.short(ended)}" if ended else ""
