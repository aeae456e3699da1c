"""Which days count as business days, and how a deadline was counted, in words.

A business day is Monday to Friday without the federal holidays of the United States, each on the day
it is observed. A site that closes on more days says so; the law counts these.
"""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

_DAY = timedelta(days=1)


def add_business_days(moment: datetime | date, count: int, zone: tzinfo | None = None) -> date:
    """The last day of a clock of `count` business days; the day of the event itself does not count.

    A moment is taken as the calendar day it is in `zone`. The clock ends when that day ends.
    """
    return _counted(_day(moment, zone), count)


@lru_cache(maxsize=8192)
def _counted(day: date, count: int) -> date:
    while count > 0:
        day += _DAY
        count -= is_business_day(day)
    return day


def is_business_day(day: date) -> bool:
    """True from Monday to Friday, except on an observed federal holiday."""
    return day.weekday() < 5 and not holiday(day)


def holiday(day: date) -> str:
    """The name of the federal holiday observed on this day, or ''."""
    return _observed(day.year).get(day, "")


def in_words(moment: datetime | date, count: int, zone: tzinfo | None = None) -> str:
    """How the clock was counted: "Sat 5 and Sun 6 Sep are a weekend, Mon 7 Sep is Labor Day; ..."."""
    return _worded(_day(moment, zone), count)


@lru_cache(maxsize=2048)
def _worded(day: date, count: int) -> str:
    passed: list[str] = []
    counted: list[str] = []
    for number in range(1, count + 1):
        day += _DAY
        while not is_business_day(day):
            passed.append(_why_not(day, begun=bool(passed)))
            day += _DAY
        counted.append(f"{short_day(day)} is business day {number}")
    over = f"{', '.join(p for p in passed if p)}; " if passed else ""
    return over + ", ".join(counted)


def short_day(day: date) -> str:
    """Wed 9 Sep."""
    return f"{day:%a} {day.day} {day:%b}"


def _why_not(day: date, *, begun: bool) -> str:
    name = holiday(day)
    if name:
        return f"{short_day(day)} is {name}"
    if day.weekday() == 5:
        sunday = day + _DAY
        return f"{short_day(day)} and {short_day(sunday)} are a weekend"
    return "" if begun else f"{short_day(day)} is a Sunday"  # its Saturday has named it already


def _day(moment: datetime | date, zone: tzinfo | None) -> date:
    if isinstance(moment, datetime):
        return (moment.astimezone(zone) if zone else moment).date()
    return moment


@lru_cache(maxsize=64)
def _observed(year: int) -> dict[date, str]:
    import holidays  # takes a while to load, and only clocks need it

    federal = holidays.country_holidays("US", years=(year, year + 1), categories=("public",))
    return {
        day: name.removesuffix(" (observed)").split("; ")[0]
        for day, name in federal.items()
        if day.year == year
    }
