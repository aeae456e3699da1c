"""Visits and appointments: what is coming up and what it lacks, and what has been."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from northstar.chart.chart import Chart
from northstar.chart.visits import Appointment
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import CLASSES, join

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
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit or stay that has been."""

    what: str
    detail: str
    when: str
    chip: Chip | None


def coming(chart: Chart, lines: Iterable[Line], now: datetime, chips: Chips) -> list[Coming]:
    """What is missing first, then appointments in their order."""
    lacking = [
        Coming(line.says, line.suggests, "now", "i-alert", "Missing")
        for line in lines
        if line.signal in _MISSING
    ]
    wants = next(
        (p.interpreter for p in reversed(chart.persons) if p.interpreter is not None), None
    )
    ahead = [a for a in chart.appointments if a.start and a.start.end > now and a.status in _COMING]
    ahead.sort(key=lambda a: a.start.start if a.start else now)
    return lacking + [_coming(a, bool(wants), chips) for a in ahead]


def _coming(booked: Appointment, wants_interpreter: bool, chips: Chips) -> Coming:
    what = join(booked.service or booked.code.words or "Appointment", booked.practitioner)
    where = "by video or phone" if booked.virtual else booked.location
    said = join(booked.comment, booked.reason, booked.service)
    lacks = []
    if not where:
        lacks.append("no place given")
    if wants_interpreter and not _INTERPRETER.search(said):
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
    return Coming(what, detail, tone, glyph, state, chips.of(booked))


def been(chart: Chart, now: datetime, chips: Chips) -> list[Visit]:
    """Visits, stays and missed appointments, the latest first."""
    found = [
        (
            visit.began.start,
            Visit(
                join(
                    CLASSES.get(visit.class_code, "") or visit.code.words or "Visit",
                    visit.facility or visit.location,
                ),
                join(
                    visit.reason, _left(visit.ended, chips), visit.disposition_text, visit.attending
                ),
                chips.calendar.full(visit.began),
                chips.of(visit),
            ),
        )
        for visit in chart.encounters
        if visit.began and visit.began.start <= now
    ]
    for booked in chart.appointments:
        if booked.start and booked.start.start <= now and booked.status in ("noshow", "cancelled"):
            what = "Missed visit" if booked.status == "noshow" else "Cancelled visit"
            words = join(what, booked.service or booked.code.words, booked.practitioner)
            visit = Visit(
                words, booked.cancel_reason, chips.calendar.full(booked.start), chips.of(booked)
            )
            found.append((booked.start.start, visit))
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [visit for _, visit in found]


def _left(ended, chips: Chips) -> str:
    return f"until {chips.calendar.short(ended)}" if ended else ""
