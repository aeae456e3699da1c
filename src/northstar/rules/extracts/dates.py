"""Dates: "Thursday", "in two weeks", "3 Dec", resolved against the day on which it was said."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from northstar.rules.extracts.extract import Extract, Kind, Said
from northstar.rules.extracts.far_dates import COUNT, DAYS, WEEKDAY, far_days, months_on, number

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
# A weekday beside a whole date is that date's: "Thursday, September 17".
_NO_DATE_AFTER = rf"(?!,?\s+(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{'|'.join(_MONTHS)})|(?:{'|'.join(_MONTHS)})[a-z]*\.?\s+\d|\d{{1,2}}/\d|20\d\d-))"
_SAID = re.compile(
    rf"\b(?:(?P<iso>20\d\d-\d\d-\d\d)"
    rf"|(?P<near>today|tonight|tomorrow|day after tomorrow|this (?:afternoon|evening|morning))"
    rf"|(?P<which>next|this|coming|on|by|until|before|last)?\s*\b(?P<weekday>{WEEKDAY})\b{_NO_DATE_AFTER}"
    rf"|(?:in|within|after)\s+(?:about\s+|the next\s+)?(?P<count>\d+|{COUNT})(?:\s*(?:to|or|-|–)\s*(?P<upto>\d+|{COUNT}))?\s*(?P<unit>days?|weeks?|months?|d|wks?)\b"
    rf"|(?P<nextunit>next (?:week|month)|end of (?:the )?(?:week|month))"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('month')}(?:,?\s+(?P<year>20\d\d))?\b"
    rf"|{_MONTH.format('month2')}\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year2>20\d\d))?"
    rf"|(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})(?:/(?P<y>20\d\d|\d\d))\b)",
    re.IGNORECASE,
)  # fmt: skip


# Beside what somebody will do, "9/14" is a day and no fraction.
_FIGURES = re.compile(
    r"(?<![\d/])(?:1[0-2]|0?[1-9])/[0-3]?\d\b(?!/)(?!\s*(?:tab|pill|mg|dose|of\b|cup))"
)


def find(text: str, now: datetime) -> Iterator[Extract]:
    """Every day that a text names and that can be told from today."""
    far = sorted(far_days(text, now.date()))
    for start, end, day in far:
        yield _told(start, end, day)
    for found in _SAID.finditer(text):
        on = _day(found, now.date())
        if on is not None and not any(found.start() < e and s < found.end() for s, e, _ in far):
            start = found.start() + len(found.group()) - len(found.group().lstrip())
            yield _told(start, found.end(), on)


def _told(start: int, end: int, on: date) -> Extract:
    return Extract("date", f"{on:%a} {on.day} {on:%b %Y}", start, end, on=on)


def first_day(text: str, now: datetime) -> date | None:
    """The first day a text names that is not past."""
    told = sorted(find(text, now), key=lambda one: one.start)
    return next((one.on for one in told if one.on and one.on >= now.date()), None)


def day_beside(text: str, now: datetime) -> date | None:
    """The same where the text says what somebody will do: "9/14" alone is a day there."""
    figures = _FIGURES.search(text)
    return first_day(text, now) or (first_day(f"by {figures.group()}", now) if figures else None)


def _day(found: re.Match[str], today: date) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["near"]:
            away = {"tomorrow": 1, "day after tomorrow": 2}.get(found["near"].lower(), 0)
            return today + timedelta(days=away)
        if found["weekday"]:
            return _weekday(found["weekday"], found["which"] or "", today)
        if found["count"]:
            return _later(today, number(found["upto"] or found["count"]), found["unit"])
        if found["nextunit"]:
            return _next(found["nextunit"].lower(), today)
        if found["m"]:
            year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
            return date(year, int(found["m"]), int(found["d"]))
        return _written(found, today)
    except ValueError:
        return None


def _weekday(said: str, which: str, today: date) -> date:
    number = next(n for n, name in enumerate(DAYS) if name.startswith(said.lower()[:3]))
    ahead = (number - today.weekday()) % 7
    if which.lower() == "last":
        return today - timedelta(days=(today.weekday() - number) % 7 or 7)
    if which.lower() == "next" and ahead < 7 - today.weekday():
        return today + timedelta(days=ahead + 7)  # of next week
    return today + timedelta(days=ahead or (0 if which.lower() == "this" else 7))


def _later(today: date, count: int, unit: str) -> date:
    if unit[0].lower() == "d":
        return today + timedelta(days=count)
    if unit[0].lower() == "w":
        return today + timedelta(weeks=count)
    return months_on(today, count)


def _next(said: str, today: date) -> date:
    if said.endswith("week"):
        monday = today + timedelta(days=7 - today.weekday())
        return monday if said.startswith("next") else monday - timedelta(days=3)
    first = _later(today.replace(day=1), 1, "months")
    return first if said.startswith("next") else first - timedelta(days=1)


def _written(found: re.Match[str], today: date) -> date:
    month = _MONTHS.index((found["month"] or found["month2"]).lower()[:3]) + 1
    day, year = int(found["day"] or found["day2"]), found["year"] or found["year2"]
    if year:
        return date(int(year), month, day)
    this = date(today.year, month, day)
    return this if this >= today - timedelta(days=180) else date(today.year + 1, month, day)


KIND = Kind(
    code="date",
    title="Date",
    why="A day said in passing is where promises slip.",
    files="Nothing by itself; it dates what is promised beside it",
    find=find,
    examples=(
        Said("a weekday", "I will call you Thursday.", ("Thu 10 Sep 2026",)),
        Said("today's weekday means the next", "Come on Tuesday.", ("Tue 15 Sep 2026",)),
        Said("next Friday is next week's", "See you next Friday.", ("Fri 18 Sep 2026",)),
        Said("weeks", "Back in two weeks.", ("Tue 22 Sep 2026",)),
        Said("the later end", "Review in 3 to 5 days.", ("Sun 13 Sep 2026",)),
        Said("a month's end", "In one month.", ("Sat 28 Feb 2026",), now="Sat 31 Jan 2026 08:00"),
        Said("day and month", "Surgery on 3 Dec.", ("Thu 3 Dec 2026",)),
        Said("over the new year", "On January 5th.", ("Tue 5 Jan 2027",)),
        Said("no such day", "On 31 Feb.", ()),
        Said("may is also a word", "She may come.", ()),
        Said("after next", "I'll call the Friday after next.", ("Fri 25 Sep 2026",)),
        Said("the week after next", "The week after next.", ("Mon 21 Sep 2026",)),
        Said("a week from a day", "A week from Thursday.", ("Thu 17 Sep 2026",)),
        Said("two weeks from a day", "Two weeks from next Monday.", ("Mon 28 Sep 2026",)),
        Said("a day of next week", "Friday next week.", ("Fri 18 Sep 2026",)),
        Said("next week, on a day", "Next week on Wednesday.", ("Wed 16 Sep 2026",)),
        Said("the end of next week", "By the end of next week.", ("Fri 18 Sep 2026",)),
        Said("hours", "Within 48 hours.", ("Thu 10 Sep 2026",)),
        Said("hours of today", "In two hours.", ("Tue 8 Sep 2026",)),
        Said("the day of a month", "I'll call on the 15th.", ("Tue 15 Sep 2026",)),
        Said("the day is past", "By the 3rd.", ("Sat 3 Oct 2026",)),
        Said(
            "over the new year, by day",
            "On the 3rd.",
            ("Sun 3 Jan 2027",),
            now="Wed 30 Dec 2026 09:00",
        ),
        Said("the first of next month", "On the first of next month.", ("Thu 1 Oct 2026",)),
        Said("the 31st of a month that has it", "On the 31st.", ("Sat 31 Oct 2026",)),
        Said("a weekday with its date", "Thursday, September 17.", ("Thu 17 Sep 2026",)),
        Said("a weekday with its day", "On Friday the 18th.", ("Fri 18 Sep 2026",)),
        Said("month and day in figures", "Call by 9/14.", ("Mon 14 Sep 2026",)),
        Said("half a tablet", "She is on 1/2 tablet.", ()),
        Said("the second dose", "On the 2nd dose.", ()),
    ),
)
