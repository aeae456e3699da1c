"""The days and times of the examples that stand in every rule, written as a person would, in Los Angeles:
"Tue 8 Sep 2026 07:30", "8 Sep 2026", "Sep 2026", "2026". A weekday that does not fit the date is an
error, which guards the examples.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from northstar.chart.when import When, when

ZONE = ZoneInfo("America/Los_Angeles")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WRITTEN = re.compile(
    r"(?:([A-Z][a-z]{2}) )?(?:(\d{1,2}) )?(?:([A-Z][a-z]{2}) )?(\d{4})(?: (\d{1,2}:\d{2}(?::\d{2})?))?"
)


def moment(text: str) -> datetime:
    """An aware datetime in Los Angeles; a day alone means its first moment."""
    return at(text).start.astimezone(ZONE)


def at(text: str) -> When:
    """When, of the precision in which it is written."""
    shape = _WRITTEN.fullmatch(text.strip())
    if not shape:
        raise ValueError(f"write “{text}” like “Tue 8 Sep 2026 07:30”")
    weekday, day, month, year, clock = shape.groups()
    if weekday and not day:  # "Sep 2026" reads its month where a weekday may stand
        weekday, month = None, weekday
    iso = year
    if month:
        iso += f"-{_MONTHS.index(month) + 1:02}"
    if day:
        iso += f"-{int(day):02}"
    if clock:
        iso += f"T{clock.rjust(5, '0') if clock.count(':') == 1 else clock.rjust(8, '0')}"
    found = when(iso, str(ZONE))
    if weekday and found.start.astimezone(ZONE).strftime("%a") != weekday:
        raise ValueError(f"“{text}” is not a {weekday}")
    return found
