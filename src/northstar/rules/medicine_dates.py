"""Until when an entry of a medicine list shows use, and when a medicine was stopped, by what sources date.

Systems leave orders "active" for years. What they say of the length (a course of ten days, a
prescription that ran out last winter) tells more than the status.
"""

from collections.abc import Mapping
from datetime import date, timedelta, tzinfo

from northstar.chart.medicines import MedicationRequest
from northstar.chart.value import Value
from northstar.chart.when import When
from northstar.knowledge.medicine_clocks import days

_DAY = timedelta(days=1)
_COURSE = timedelta(days=31)  # up to a month: a course, or a first box; longer: a prescription


def over_on(listed: Value, zone: tzinfo) -> date | None:
    """The first day on which it shows no use any more; None where nothing says when it ends.

    A statement ends when it says. What was ordered may be taken later than ordered, so an order shows
    use for a while after its end: a course shorter than a prescription for a year.
    """
    ends, began = _end(listed, zone), listed.began
    if ends is None or not isinstance(listed, MedicationRequest):
        return ends
    first = began.first_day(zone) if began else ends
    return ends + days("course-outlived" if ends - first <= _COURSE else "order-outlived", first)


def list_outlived(listed: Value, papers: Mapping[str, When], zone: tzinfo) -> date | None:
    """The day on which a list in a document is too old to show use; None for an entry of a record system,
    which stands until it is changed. `papers`: the date of each document, by its arrival."""
    source = listed.source
    if source is None or not source.locator.startswith("/ClinicalDocument"):
        return None
    written = papers.get(source.arrival)
    on = written.first_day(zone) if written else None
    return on + days("list-is-fresh", on) if on else None


def stop_days(stopped: Value, zone: tzinfo) -> tuple[date, date] | None:
    """(the earliest day it can have been stopped, the day by which it surely was); None where untold.

    An end that lay ahead when we heard of the stop was only planned. What says nothing of the day was
    stopped some time between its beginning and the day we heard so.
    """
    heard = _day(stopped.source.received, zone) if stopped.source else None
    wrote = _day(stopped.source.written, zone) if stopped.source else None
    ended = stopped.ended.first_day(zone) if stopped.ended else None
    if ended and not (heard and heard < ended):
        return ended, ended
    asserted, began = getattr(stopped, "asserted", None), stopped.began
    first = began.first_day(zone) if began else None
    told = wrote if wrote and not (first and wrote <= first) else None
    told = told or (asserted.first_day(zone) if asserted else None)
    if told:
        return told, told
    first = first or wrote
    return (first, max(first, heard or first)) if first else None


def _end(listed: Value, zone: tzinfo) -> date | None:
    """The day after the end it gives, or after the days and refills that were ordered."""
    if listed.ended:
        return _after(listed.ended, zone)
    if not isinstance(listed, MedicationRequest) or not listed.began:
        return None
    if not listed.days_supply or listed.refills is None or listed.days_supply > 400:
        return None
    whole = timedelta(days=round(listed.days_supply) * (1 + max(0, listed.refills)))
    return listed.began.first_day(zone) + whole


def _after(end: When, zone: tzinfo) -> date:
    day = end.day(zone)
    return day + _DAY if day else end.end.astimezone(zone).date()


def _day(moment, zone: tzinfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None
