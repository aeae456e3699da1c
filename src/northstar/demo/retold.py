"""The same files told of other people at another time: names and dates changed in any format, as text.

It knows nothing of the formats beyond where text is: base64 is opened where it holds text and passed over
where it holds sound or a scan. What stands in a picture or is spoken stays as it was.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_MESES = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
          "noviembre", "diciembre")  # fmt: skip
_NAMED = "|".join(_MONTHS)
_ISO = re.compile(
    r"(?<![\d-])((?:19|20)\d\d-\d\d-\d\d)(?:(T)(\d\d:\d\d(?::\d\d)?)([+-]\d\d:\d\d)?)?(?![\d])"
)
_PACKED = re.compile(r"(?<![\d.])((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))((?:\d{4}){0,1}(?:\d\d)?)([+-]\d{4})?(?![\d.])")  # fmt: skip
_SLASHED = re.compile(r"(?<!\d)(\d\d)/(\d\d)/((?:19|20)\d\d)(?!\d)")
_MAILED = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d \w{3} \d{4} \d\d:\d\d:\d\d) [+-]\d{4}"
)
_WORDED = re.compile(rf"\b({_NAMED}) (\d{{1,2}})(?:, (\d{{4}}))?(?!\d)")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}}) ({_NAMED})(?: (\d{{4}}))?(?!\d)")
_SPANISH = re.compile(rf"\b(\d{{1,2}}) de ({'|'.join(_MESES)})\b")
_FORMS = {
    "mailed": _MAILED, "iso": _ISO, "packed": _PACKED, "slashed": _SLASHED, "worded": _WORDED,
    "day_first": _DAY_FIRST, "spanish": _SPANISH,
}  # fmt: skip
_ANY_DATE = re.compile("|".join(f"(?P<{form}>{how.pattern})" for form, how in _FORMS.items()))
_DATA = re.compile(r'("data": ")([A-Za-z0-9+/=]+)(")')
_LONG = re.compile(r"[A-Za-z0-9+/=]{60,}\s*")


@dataclass(frozen=True, slots=True)
class Retold:
    """Other names, all dates some weeks on, some sentences left out."""

    weeks: int = 0
    names: dict[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    zone: str = "America/Los_Angeles"
    year: int = 2026

    def file(self, name: str, data: bytes) -> bytes:
        """A file with everything changed that is text."""
        text = data.decode()
        if name.endswith(".eml"):
            return "".join(_by_runs(text, self.text)).encode()
        return self.text(_DATA.sub(self._opened, text)).encode()

    def text(self, text: str) -> str:
        """Any text: sentences out, dates moved, names changed."""
        for sentence in self.without:
            text = text.replace(sentence, "")
        return self._renamed(self._moved(text))

    def day(self, day: date) -> date:
        """A date, moved."""
        return day + timedelta(weeks=self.weeks)

    def moment(self, at: datetime) -> datetime:
        """A local time, moved: the same hour by the clock, whatever the season."""
        return (at.replace(tzinfo=None) + timedelta(weeks=self.weeks)).replace(tzinfo=at.tzinfo)

    def _opened(self, found: re.Match) -> str:
        words = self.text(base64.b64decode(found[2]).decode())
        return f"{found[1]}{base64.b64encode(words.encode()).decode()}{found[3]}"

    def _renamed(self, text: str) -> str:
        if not self.names:
            return text
        longest = sorted(self.names, key=len, reverse=True)
        found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
        return found.sub(lambda hit: self.names[hit[0]], text)

    def _moved(self, text: str) -> str:
        if not self.weeks:
            return text
        return _ANY_DATE.sub(self._date, text)

    def _date(self, found: re.Match) -> str:
        """One pass over the text, so that nothing moves twice: "30 May" may be of a mail or of a sentence."""
        form = found.lastgroup or ""
        alone = _FORMS[form].fullmatch(found[0])
        try:
            return getattr(self, f"_{form}")(alone) if alone else found[0]
        except ValueError:  # it only looked like a date
            return found[0]

    def _offset(self, local: datetime, colon: bool) -> str:
        offset = f"{local.replace(tzinfo=ZoneInfo(self.zone)):%z}"
        return f"{offset[:3]}:{offset[3:]}" if colon else offset

    def _iso(self, found: re.Match) -> str:
        day = self.day(date.fromisoformat(found[1]))
        if not found[2]:
            return day.isoformat()
        local = datetime.fromisoformat(f"{day}T{found[3]}")
        return f"{day}T{found[3]}{self._offset(local, colon=True) if found[4] else ''}"

    def _packed(self, found: re.Match) -> str:
        day = self.day(date.fromisoformat(found[1]))
        local = datetime.fromisoformat(f"{day:%Y%m%d}T{(found[2] or '0000')[:4]}")
        return f"{day:%Y%m%d}{found[2]}{self._offset(local, colon=False) if found[3] else ''}"

    def _slashed(self, found: re.Match) -> str:
        return f"{self.day(date(int(found[3]), int(found[1]), int(found[2]))):%m/%d/%Y}"

    def _mailed(self, found: re.Match) -> str:
        written = parsedate_to_datetime(found[0]).replace(tzinfo=None)
        local = written + timedelta(weeks=self.weeks)
        return f"{local:%a, %d %b %Y %H:%M:%S} {self._offset(local, colon=False)}"

    def _worded(self, found: re.Match) -> str:
        day = self._said(found[3], _MONTHS.index(found[1]), found[2])
        return f"{_MONTHS[day.month - 1]} {day.day}" + (f", {day.year}" if found[3] else "")

    def _day_first(self, found: re.Match) -> str:
        day = self._said(found[3], _MONTHS.index(found[2]), found[1])
        return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if found[3] else "")

    def _spanish(self, found: re.Match) -> str:
        day = self._said("", _MESES.index(found[2]), found[1])
        return f"{day.day} de {_MESES[day.month - 1]}"

    def _said(self, year: str | None, month: int, day: str) -> date:
        return self.day(date(int(year or self.year), month + 1, int(day)))


def _by_runs(text: str, change: Callable[[str], str]):
    """Lines of text together, so that a sentence over two lines is found; base64 as it is."""
    run: list[str] = []
    for line in text.splitlines(keepends=True):
        if _LONG.fullmatch(line):
            yield change("".join(run))
            yield line
            run = []
        else:
            run.append(line)
    yield change("".join(run))
