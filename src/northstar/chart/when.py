"""A moment as somebody wrote it: the text, its precision, and the UTC interval it can mean.

A source may know only the year. Nothing here invents a month or a day: `When` keeps the written
precision and the half-open interval `[start, end)` that follows from it. A time without a zone
takes the zone its feed declares.
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

_SHAPE = re.compile(
    r"(\d{4})(?:-?(\d{2})(?:-?(\d{2})(?:[T ]?(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?)?)?)?"
    r"\s*(Z|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
# A whole day, and behind it at least an hour: nine digits may as well be a day with one too many.
_DAY_AND_MORE = re.compile(r"(\d{4}-?\d{2}-?\d{2})[T ]?\d{2}.*", re.ASCII | re.IGNORECASE)
_SECOND = timedelta(seconds=1)
# Systems write 0001, 1600, 2999 or 9999 for "none"; clocks reckoned from them would be nonsense.
_FIRST, _LAST = "1800", "2200"
_SHORT = {4: "year", 7: "month", 10: "day"}


class NotATime(ValueError):
    """The text cannot be a calendar date or time."""


class When(Struct, gc=False, frozen=True, array_like=True, order=False):
    """`text` is ISO 8601 cut at the written precision; `start` and `end` are aware UTC datetimes."""

    text: str
    start: datetime
    end: datetime

    @property
    def precision(self) -> str:
        """`year`, `month`, `day`, `minute` or `second`."""
        return _SHORT.get(len(self.text)) or (
            "second" if self.end - self.start <= timedelta(seconds=1) else "minute"
        )

    def day(self, zone) -> date | None:
        """The calendar day in a zone; None where the source did not know the day.

        A written day is a day wherever it is read; only a written time moves with the zone.
        """
        if len(self.text) == 10:
            return date.fromisoformat(self.text)
        return None if len(self.text) < 10 else self.start.astimezone(zone).date()

    def first_day(self, zone) -> date:
        """The earliest calendar day it can mean."""
        known = self.day(zone)
        if known:
            return known
        year, month = int(self.text[:4]), int(self.text[5:7] or 1)
        return date(year, month, 1)

    def __lt__(self, other: "When") -> bool:
        return (self.start, self.end) < (other.start, other.end)


def when(text: str, zone: str = "UTC") -> When:
    """Read an ISO 8601, FHIR or HL7 v2 time of any precision. Raises NotATime in one sentence.

    `zone` is the IANA name to assume where the text has none.
    """
    return _read(text.strip(), zone)


def sound_day(text: str, zone: str = "UTC") -> When | None:
    """The day of a time that is none: hour 26, a digit too few, an offset of fifty hours.

    None where no sound day with something behind it stands first.
    """
    found = _DAY_AND_MORE.fullmatch(text.strip())
    try:
        return when(found[1], zone) if found else None
    except NotATime:
        return None


@lru_cache(maxsize=65536)
def _read(text: str, zone: str) -> When:
    return _instant(text) or _shaped(text, zone)


def _instant(text: str) -> When | None:
    """The commonest shape by far, `2026-09-04T22:40:00-07:00`, the short way; None for any other."""
    if len(text) < 20 or text[10] != "T" or not (text[4] == text[7] == "-"):
        return None
    if text[13] != ":" or text[16] != ":":
        return None
    # Python would take "+00.00" for an offset.
    if text[-1] != "Z" and (text[-6] not in "+-" or text[-3] != ":"):
        return None
    if not _FIRST <= text[:4] <= _LAST:
        return None
    if text[19] not in "Z+-" and (text[19] != "." or not text[20].isdigit()):
        return None
    try:
        moment = datetime.fromisoformat(text)
        begins = moment.astimezone(UTC)
        return When(moment.isoformat().replace("+00:00", "Z"), begins, begins + _SECOND)
    except (ValueError, OverflowError):
        return None  # 24:00, a leap second, or no time at all: the long way knows


def _shaped(text: str, zone: str) -> When:
    shape = _SHAPE.fullmatch(text)
    if not shape:
        raise NotATime(f"“{text[:40]}” is not a date or time")
    year, month, day, hour, minute, second, fraction, offset = shape.groups()
    if not int(_FIRST) <= int(year) <= int(_LAST):
        raise NotATime(f"“{text[:40]}” lies outside the years {_FIRST} to {_LAST}")
    try:
        return _interval(year, month, day, hour, minute, second, fraction, offset, zone)
    except (ValueError, OverflowError) as error:
        raise NotATime(f"“{text[:40]}” is not a day of the calendar ({error})") from None


def _interval(year, month, day, hour, minute, second, fraction, offset, zone) -> When:
    tz = _zone(offset, zone)
    if hour is None or day is None:
        return _whole_days(int(year), month and int(month), day and int(day), _zone(None, zone))
    whole_day = hour == "24" and not int(minute or 0) and not int(second or 0)
    moment = datetime(
        int(year),
        int(month),
        int(day),
        0 if whole_day else int(hour),
        int(minute or 0),
        min(int(second or 0), 59),
        tzinfo=tz,
    )
    if whole_day:
        moment += timedelta(days=1)
    written = moment.isoformat(timespec="seconds" if second else "minutes")
    if fraction and int(fraction):
        moment = moment.replace(microsecond=int(fraction[:6].ljust(6, "0")))
        written = moment.isoformat()
    length = (
        timedelta(seconds=1) if second else timedelta(minutes=1) if minute else timedelta(hours=1)
    )
    begins = moment.astimezone(UTC)
    return When(written.replace("+00:00", "Z"), begins, begins + length)


def _whole_days(year: int, month: int | None, day: int | None, tz) -> When:
    first = date(year, month or 1, day or 1)
    if day:
        after, text = first + timedelta(days=1), first.isoformat()
    elif month:
        after, text = (
            (first.replace(day=28) + timedelta(days=4)).replace(day=1),
            f"{year:04}-{month:02}",
        )
    else:
        after, text = date(year + 1, 1, 1), f"{year:04}"
    return When(text, _midnight(first, tz), _midnight(after, tz))


def _midnight(day: date, tz) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=tz).astimezone(UTC)


@lru_cache(maxsize=512)
def _zone(offset: str | None, zone: str):
    if not offset:
        return ZoneInfo(zone)
    if offset in "zZ":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    from datetime import timezone

    return timezone(-away if offset[0] == "-" else away)
