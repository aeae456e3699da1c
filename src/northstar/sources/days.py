"""Day and month in the order the source writes them; never a silent guess."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from northstar.chart.when import NotATime, When, when

_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T].*)?")
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_NAMED = (
    re.compile(r"(?P<d>\d{1,2})[-/ .]*(?P<m>[A-Za-z]{3,9})[-/ .,]*(?P<y>\d{4}|\d{2})(?:[ T].*)?"),
    re.compile(r"(?P<m>[A-Za-z]{3,9})[-/ .]*(?P<d>\d{1,2})[-/ .,]+(?P<y>\d{4}|\d{2})(?:[ T].*)?"),
)


class Doubt(ValueError):
    """Why words cannot be taken as they stand, in one sentence."""


@dataclass(slots=True)
class Order:
    """What a column's dates show about themselves: the first row that proves each order."""

    declared: str = ""
    day_first: int = 0
    month_first: int = 0

    @property
    def known(self) -> str:
        """`MDY`, `DMY`, a declared pattern, or '' where nothing or both are proven."""
        if self.declared or bool(self.day_first) == bool(self.month_first):
            return self.declared
        return "DMY" if self.day_first else "MDY"

    def see(self, row: int, cell: str) -> None:
        """Take a cell as evidence: a number above 12 can only be a day."""
        found = _SLASHED.fullmatch(cell.strip())
        if found and int(found[1]) > 12 >= int(found[3]):
            self.day_first = self.day_first or row
        elif found and int(found[3]) > 12 >= int(found[1]):
            self.month_first = self.month_first or row


def settle(orders: Iterable[Order]) -> None:
    """A column that proves nothing takes the order which all other columns of the file prove."""
    orders = list(orders)
    proven = {order.known for order in orders} - {""}
    for order in orders:
        if len(proven) == 1 and not order.known and not order.day_first:
            order.declared = next(iter(proven))


def day(cell: str, order: str, zone: str, century: bool = True) -> When | None:
    """The day a cell names. Raises Doubt; its second argument is what may still be said (the year).

    `century` allows two-digit years to be of this century: true of a fill, not of a birth.
    """
    words = cell.strip()
    if not words or set(words) <= set("0/-. :"):
        return None
    if "%" in order:
        return _patterned(words, order, zone)
    named = next((m for m in (p.fullmatch(words) for p in _NAMED) if m), None)
    slashed = _SLASHED.fullmatch(words)
    if named:
        return _named(named, zone, century)
    if slashed:
        return _slashed(slashed, order, zone, century)
    return _iso(words, zone)


def _patterned(words: str, pattern: str, zone: str) -> When:
    try:
        found = datetime.strptime(words, pattern)  # noqa: DTZ007  a day, not a moment
    except (ValueError, re.error):
        raise Doubt("This date is not written as the feed declares.") from None
    return _made(found.year, found.month, found.day, zone)


def _named(found, zone: str, century: bool) -> When:
    month = found["m"][:3].casefold()
    if month not in _MONTHS or _MONTHS.index(month) % 3:
        raise Doubt("This is not a date.")
    return _made(_year(found["y"], century), _MONTHS.index(month) // 3 + 1, int(found["d"]), zone)


def _slashed(found, order: str, zone: str, century: bool) -> When:
    first, second, year = int(found[1]), int(found[3]), _year(found[4], century)
    if first == second or order == "MDY" or (not order and second > 12):
        return _made(year, first, second, zone)
    if order == "DMY" or (not order and first > 12):
        return _made(year, second, first, zone)
    raise Doubt(
        "This can be two different days, and the feed declares no order of day and month.",
        when(f"{year:04}", zone),
    )


def _year(text: str, century: bool) -> int:
    if len(text) == 4:
        return int(text)
    if not century:
        raise Doubt("A birth year of two digits can be of two centuries.")
    return 2000 + int(text)


def _iso(words: str, zone: str) -> When:
    if re.fullmatch(r"\d{5}(\.\d+)?", words):
        raise Doubt("This is a spreadsheet's own number for a day; the file should hold dates.")
    if not re.match(r"\d{4}(-|\d{4})", words):
        raise Doubt("This is not a date.")
    try:
        return _plausible(when(words, zone))
    except NotATime:
        raise Doubt("This is not a day of the calendar.") from None


def _made(year: int, month: int, day_: int, zone: str) -> When:
    try:
        return _plausible(when(f"{year:04}-{month:02}-{day_:02}", zone))
    except NotATime:
        raise Doubt("This is not a day of the calendar.") from None


def _plausible(found: When) -> When:
    if not 1880 <= int(found.text[:4]) <= 2199:
        raise Doubt("No person of today has a date in this year.")
    return found
