"""A stay that is over, and no source says since which day: found on the board and asked about by a line."""

from collections.abc import Iterator
from datetime import date, datetime

from northstar.chart.chart import Chart
from northstar.chart.visits import Encounter
from northstar.knowledge.calendar import add_business_days
from northstar.knowledge.transitions import days, until
from northstar.rules.contacts import contacts
from northstar.rules.signal import Because, LookAgain, because
from northstar.rules.stays import Stay, stays


def unsaid(chart: Chart, now: datetime) -> Stay | None:
    """The latest stay, where it is over and its last day is not known. Nobody asks after a stay that
    began long ago, nor once somebody of ours has spoken with or seen the person since we were told."""
    found = stays(chart, now.tzinfo)
    last = found[-1] if found else None
    if last is None or not last.day_unsaid(now.tzinfo):
        return None
    if not last.starts.first_day(now.tzinfo) <= now.date() <= closes(last, now):
        return None
    told = told_on(last, now)
    spoken = any(c.at.first_day(now.tzinfo) >= told for c in contacts(chart))
    return None if spoken else last


def told_ahead(chart: Chart, now: datetime) -> Iterator[LookAgain]:
    """Of a stay that is told as over before it has begun nobody asks until its first day."""
    found = stays(chart, now.tzinfo)
    begins = found[-1].starts.first_day(now.tzinfo) if found else now.date()
    if begins > now.date():
        yield LookAgain(begins)


def told_on(stay: Stay, now: datetime) -> date:
    """The day on which its end was told; where no source says so, the day on which it began."""
    written = _teller(stay).source
    told = written.written if written else None
    return told.astimezone(now.tzinfo).date() if told else stay.starts.first_day(now.tzinfo)


def ask_by(stay: Stay, now: datetime) -> date:
    """By when the day is asked for: our own limit."""
    told = told_on(stay, now)
    return add_business_days(told, days("left-unsaid", told))


def closes(stay: Stay, now: datetime) -> date:
    """The last day on which anybody asks: of the period that would have begun when it was told. A summary
    also lists stays of long ago without their end: of one that began so early that they have surely been home
    for thirty days nobody asks."""
    latest = until("stay-untold", stay.starts.first_day(now.tzinfo))
    return until("period", min(told_on(stay, now), latest))


def evidence(stay: Stay) -> Because:
    """Who says that it is over."""
    one = _teller(stay)
    where = one.facility or "the hospital"
    return because(one, f"{where} says that the stay is over, and not since which day")


def _teller(stay: Stay) -> Encounter:
    over = [p for p in stay.parts if p.status == "finished"]
    return over[-1] if over else stay.last
