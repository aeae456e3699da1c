"""The answer key's own small calendar: business days and federal holidays, by arithmetic of its own."""

from datetime import date, timedelta

_DAY = timedelta(days=1)


def business_days_after(day: date, count: int) -> date:
    """The last day of so many business days, the first day not counted."""
    while count:
        day += _DAY
        if day.weekday() < 5 and day not in holidays(day.year):
            count -= 1
    return day


def business_day_before(day: date) -> date:
    """The last business day before a day."""
    day -= _DAY
    while day.weekday() > 4 or day in holidays(day.year):
        day -= _DAY
    return day


def holidays(year: int) -> set[date]:
    """The days on which federal offices are closed in a year."""
    fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25),
             date(year + 1, 1, 1)]  # fmt: skip
    moving = [_nth(year, 1, 0, 3), _nth(year, 2, 0, 3), _nth(year, 9, 0, 1), _nth(year, 10, 0, 2), _nth(year, 11, 3, 4)]  # fmt: skip
    last_of_may = max(d for d in (date(year, 5, n) for n in range(25, 32)) if d.weekday() == 0)
    return {_observed(day) for day in fixed} | set(moving) | {last_of_may}


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _observed(day: date) -> date:
    """A Saturday's holiday is kept on Friday, a Sunday's on Monday."""
    return day + {5: -_DAY, 6: _DAY}.get(day.weekday(), timedelta(0))
