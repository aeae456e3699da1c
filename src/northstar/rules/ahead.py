"""What lies ahead of a person: appointments, procedures, and the hospital they are in now."""

from collections.abc import Iterator
from datetime import timedelta, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.visits import Appointment
from northstar.rules.disagreement import Ahead, Matter
from northstar.rules.procedures_ahead import every_plan
from northstar.rules.stays import ending, stays
from northstar.rules.wording import day

_DAY = timedelta(days=1)
_COMING = frozenset({"booked", "pending", "proposed", "arrived"})


def appointments_ahead(chart: Chart, zone: tzinfo) -> Iterator[Ahead]:
    """Every booked visit, by its day."""
    for visit in chart.appointments:
        on = visit.start.day(zone) if visit.start and visit.status in _COMING else None
        if on:
            yield Ahead(f"{_named(visit)} {day(on)}", visit, on, on + _DAY)


def procedures_ahead(chart: Chart, zone: tzinfo) -> Iterator[Ahead]:
    """Operations and the like, by whichever booking or order plans them."""
    for plan in every_plan(chart, zone):
        on = plan.at.date()
        if not plan.mention.imaging:
            yield Ahead(f"{plan.name} {day(on)}", plan.value, on, on + _DAY)


def procedures_and_stays(chart: Chart, matter: Matter, zone: tzinfo) -> Iterator[Ahead]:
    """An operation, or the hospital they are in: where what is written is read in a hurry."""
    yield from procedures_ahead(chart, zone)
    yield from in_hospital(chart, zone)


def in_hospital(chart: Chart, zone: tzinfo) -> Iterator[Ahead]:
    """The stay that has not ended: it lies ahead as long as it lasts."""
    for stay in stays(chart, zone):
        on = stay.admitted.first_day(zone) if stay.admitted else None
        if on and not stay.is_over:
            until = ending(chart, stay, zone).astimezone(zone).date()
            yield Ahead(f"in {stay.facility} since {day(on)}", stay.last, on, until)


def _named(visit: Appointment) -> str:
    return (visit.service or visit.code.words or "appointment")[:60]
