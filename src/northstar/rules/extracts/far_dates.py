"""Days that are counted from another day: "the Friday after next", "a week from Thursday", "the 15th".

Each would read as a nearer day if only its last word were heard: a promise kept a week early, or asked
after a week too soon. English usage differs for "the Friday after next": here it is the Friday after what
`dates` calls next Friday, and the day stands beside the words to be changed.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COUNTS = {
    "a": 1, "an": 1, "one": 1, "a couple of": 2, "a couple": 2, "couple of": 2, "two": 2, "a few": 3, "three": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
COUNT = rf"\d+|{'|'.join(sorted(COUNTS, key=len, reverse=True))}"
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_WEEK = timedelta(weeks=1)
# What may stand after a day of the month, so that "the 2nd dose" is none.
_ENDS = r"(?=\s*(?:[.,;:!?)\n]|$|of\b|at\b|to\b|for\b|and\b|or\b|with\b|if\b|in the\b|by\b))"
Found = tuple[int, int, date]


def far_days(text: str, today: date) -> Iterator[Found]:
    """(start, end, day) of each; a stretch of the text is read once, by the first way that fits."""
    taken: list[tuple[int, int]] = []
    for pattern, day_of in _WAYS:
        for found in pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            taken.append(found.span())
            on = _tried(day_of, found, today)
            if on is not None:
                yield found.start(), found.end(), on


def number(said: str) -> int:
    """How many, in digits or as a word."""
    return int(said) if said.isdigit() else COUNTS[" ".join(said.lower().split())]


def coming(said: str, today: date) -> date:
    """The next day of that name; said on the day itself it is the one a week on."""
    return today + timedelta(days=(_number_of(said) - today.weekday()) % 7 or 7)


def months_on(today: date, count: int) -> date:
    """The same day so many months later; the month's last where it is shorter."""
    months = today.month - 1 + count
    year, month = today.year + months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(today.day, last))


def _tried(
    day_of: Callable[[re.Match[str], date], date], found: re.Match[str], today: date
) -> date | None:
    try:
        return day_of(found, today)
    except (ValueError, OverflowError):
        return None


def _number_of(said: str) -> int:
    return next(n for n, name in enumerate(DAYS) if name.startswith(said.lower()[:3]))


def _of_week(said: str, today: date, weeks: int) -> date:
    """That weekday of this week (0), of next week (1), of the one after (2)."""
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(weeks=weeks, days=_number_of(said))


def _after_next(found: re.Match[str], today: date) -> date:
    said = found["what"].lower()
    if said == "month":
        return months_on(today.replace(day=1), 2)
    return _of_week("monday" if said == "week" else said, today, 2)


def _from_a_day(found: re.Match[str], today: date) -> date:
    start = {"today": today, "now": today, "tomorrow": today + timedelta(days=1)}.get(
        found["day"].lower()
    )
    if start is None:
        near = (found["which"] or "").strip().lower() == "next"
        start = _of_week(found["day"], today, 1) if near else coming(found["day"], today)
    return start + number(found["count"]) * (
        _WEEK if found["unit"][0] in "wW" else timedelta(days=1)
    )


def _weekday_week(found: re.Match[str], today: date) -> date:
    return coming(found["day"], today) + _WEEK


def _weekday_of(found: re.Match[str], today: date) -> date:
    said = " ".join(found["week"].lower().split())
    weeks = 2 if said.endswith("after next") else 0 if said.startswith("this") else 1
    return _of_week(found["day"], today, weeks)


def _ends_next(found: re.Match[str], today: date) -> date:
    if found["unit"].lower() == "week":
        return _of_week("friday", today, 1)
    return months_on(today.replace(day=1), 2) - timedelta(days=1)


def _in_hours(found: re.Match[str], today: date) -> date:
    hours = number(found["count"])
    return today + timedelta(days=-(-hours // 24) if hours >= 24 else 0)


def _fortnight(found: re.Match[str], today: date) -> date:
    return today + 2 * _WEEK


def _day_of_month(found: re.Match[str], today: date) -> date:
    """The next such day, or that of next month where it is said; the 31st is only in months that have it."""
    day = 1 if found["number"].lower() == "first" else int(re.sub(r"\D", "", found["number"]))
    month = months_on(today.replace(day=1), 1) if found["next"] else today.replace(day=1)
    for _ in range(3):
        if _has(month, day) and month.replace(day=day) >= today:
            return month.replace(day=day)
        month = months_on(month, 1)
    raise ValueError("no month near has this day")


def _has(month: date, day: int) -> bool:
    return 1 <= day <= (months_on(month, 1) - timedelta(days=1)).day


def _month_and_day(found: re.Match[str], today: date) -> date:
    this = date(today.year, int(found["m"]), int(found["d"]))
    return (
        this if this >= today - timedelta(days=180) else date(today.year + 1, this.month, this.day)
    )


def _way(pattern: str, day_of: Callable[[re.Match[str], date], date]):
    return re.compile(rf"\b{pattern}", re.IGNORECASE), day_of


_WAYS = (
    _way(
        rf"(?P<day>{WEEKDAY})(?:,|\s+of|\s+in)?\s+(?P<week>the\s+week\s+after\s+next|(?:the\s+following|next|this)\s+week)\b",
        _weekday_of,
    ),
    _way(rf"(?P<what>{WEEKDAY}|week|month)\s+after\s+next\b", _after_next),
    _way(
        rf"(?P<count>{COUNT})\s+(?P<unit>weeks?|days?)\s+(?:from|after|on)\s+(?P<which>next\s+|this\s+)?(?P<day>{WEEKDAY}|today|tomorrow|now)\b",
        _from_a_day,
    ),
    _way(rf"(?P<week>next\s+week|this\s+week)(?:,|\s+on)?\s+(?P<day>{WEEKDAY})\b", _weekday_of),
    _way(rf"(?P<day>{WEEKDAY})\s+week\b(?!\s+(?:after|before|of))", _weekday_week),
    _way(r"end\s+of\s+next\s+(?P<unit>week|month)\b", _ends_next),
    _way(rf"(?:in|within)\s+(?:the\s+next\s+)?(?P<count>{COUNT})\s+(?:hours?|hrs?)\b", _in_hours),
    _way(r"(?:in|within)\s+(?:a|one)\s+fortnight\b", _fortnight),
    _way(
        rf"(?:(?:on|by|until|before|{WEEKDAY},?)\s+)the\s+(?P<number>first|\d{{1,2}}(?:st|nd|rd|th))\b(?:\s+of\s+(?:(?P<next>next)|the|this)\s+month\b|(?!\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)){_ENDS})",
        _day_of_month,
    ),
    _way(
        r"(?:on|by|until|before)\s+(?P<m>1[0-2]|0?[1-9])/(?P<d>[0-3]?\d)\b(?!/)(?!\s*(?:tab|pill|mg|dose|of\b|a\b|cup|strength))",
        _month_and_day,
    ),
)  # fmt: skip
