"""What lies ahead of a person: appointments, procedures, and the hospital they are in now."""

import re
from collections.abc import Iterator
from datetime import date, timedelta, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.chart.visits import Appointment
from northstar.rules.disagreement import Ahead
from northstar.rules.stays import INPATIENT
from northstar.rules.wording import day

_DAY = timedelta(days=1)
_COMING = frozenset({"booked", "pending", "proposed", "arrived"})
_ORDERED = frozenset({"active", "on-hold", "draft", ""})
_OPERATION = re.compile(
    r"surg|operat|procedure|replacement|arthroplast|catheter|endoscop|colonoscop|biops|anesth|anaesth|"
    r"implant|ablation|bypass|transplant|ectomy\b|ostomy\b|plasty\b|scopy\b|angiogra|dialysis access|fistula",
    re.IGNORECASE,
)


def appointments_ahead(chart: Chart, zone: tzinfo) -> Iterator[Ahead]:
    """Every booked visit, by its day."""
    for visit in chart.appointments:
        on = visit.start.day(zone) if visit.start and visit.status in _COMING else None
        if on:
            yield Ahead(f"{_named(visit)} {day(on)}", visit, on, on + _DAY)


def procedures_ahead(chart: Chart, zone: tzinfo) -> Iterator[Ahead]:
    """Operations and the like that are booked or ordered for a day."""
    for visit in appointments_ahead(chart, zone):
        if _OPERATION.search(f"{visit.says} {_words(visit.value)}"):
            yield visit
    for order in chart.requests:
        on = order.occurrence.day(zone) if order.occurrence and order.status in _ORDERED else None
        if on and _OPERATION.search(f"{order.code.words} {order.category}"):
            yield Ahead(f"{order.code.words} {day(on)}", order, on, on + _DAY)


def in_hospital(chart: Chart, zone: tzinfo) -> Iterator[Ahead]:
    """The stay that has not ended: it lies ahead as long as it lasts."""
    for stay in chart.encounters:
        on = stay.start.first_day(zone) if stay.start else None
        if on and not stay.end and stay.status != "finished" and stay.class_code in INPATIENT:
            yield Ahead(f"in {stay.facility or 'hospital'} since {day(on)}", stay, on, date.max)


def _named(visit: Appointment) -> str:
    return (visit.service or visit.code.words or "appointment")[:60]


def _words(visit: Value) -> str:
    names = ("service", "reason", "comment", "practitioner")
    return " ".join(
        (visit.main.words if visit.main else "", *(getattr(visit, n, "") for n in names))
    )
