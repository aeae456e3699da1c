"""The day as a strip: what kinds of work wait, how long they take, and whether they fit the hours."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from northstar.casework.worklist.rows import Row

CALL, COORDINATE, DOCUMENT = "call", "coordinate", "document"
TITLES = {
    CALL: ("Calls", "phone"),
    COORDINATE: ("Coordinate", "link"),
    DOCUMENT: ("Document", "pen"),
}
QUARTER = 15
_CALLS = re.compile(r"(?:call|phone|ring|listen|bring in)\b", re.IGNORECASE)
_WRITES = re.compile(r"(?:file|answer|open it|write|sign|check|note)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the day. `width` is in quarters of an hour; `do` is the kind of work, if any."""

    title: str
    words: str
    width: int
    icon: str = ""
    do: str = ""
    now: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """The blocks, and the hours beneath them: (words, width)."""

    blocks: tuple[Block, ...]
    hours: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that want the same act, which may be done one after another."""

    words: str
    rows: tuple[Row, ...]

    @property
    def links(self) -> SafeString:
        """Each name, leading to its row."""
        here = reverse("today")
        links = (
            f'<a href="{here}?line={row.lead.public_id}#row-{row.lead.public_id}">{escape(row.name)}</a>'
            for row in self.rows
        )
        return mark_safe(", ".join(links))  # noqa: S308 - every name went through escape() # nosec B308 B703


def kind_of(row: Row) -> str:
    """What the suggested step is: a call, something to write or file, or work with others."""
    suggested = row.lead.suggests.strip()
    if _CALLS.match(suggested):
        return CALL
    return DOCUMENT if _WRITES.match(suggested) else COORDINATE


def strip(rows: list[Row], now: datetime, shift: tuple[time, time] | None) -> Strip | None:
    """The rest of the shift, filled with the rows' own minutes; None where nobody is at work."""
    if shift is None:
        return None
    begins = max(now, now.replace(hour=shift[0].hour, minute=shift[0].minute, second=0))
    ends = now.replace(hour=shift[1].hour, minute=shift[1].minute, second=0)
    if begins >= ends:
        return None
    at = begins
    blocks: list[Block] = []
    for kind, (title, icon) in TITLES.items():
        some = [row for row in rows if kind_of(row) == kind]
        if some:
            until = at + timedelta(minutes=sum(row.minutes for row in some))
            blocks.append(_block(title, icon, kind, some, at, until, ends, first=not blocks))
            at = until
    left = int((ends - at).total_seconds() // 60)
    if left >= QUARTER:
        blocks.append(Block("Open", f"{_duration(left)}, for what comes", _quarters(left)))
    return Strip(tuple(blocks), _hours(begins, max(ends, at)))


def batches(rows: list[Row]) -> list[Batch]:
    """Three or more rows that suggest the same act for the same reason. Never a bereavement, and
    nothing about life or safety."""
    alike: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.lead.band and not row.by_hand and kind_of(row) != DOCUMENT:
            gist = max(row.lead.factors, key=row.lead.factors.__getitem__, default="")
            alike.setdefault((row.lead.suggests, gist), []).append(row)
    return [
        Batch(f"{len(some)} {_plural(kind_of(some[0]))} about the same: {gist}", tuple(some))
        for (_, gist), some in alike.items()
        if len(some) >= 3 and gist != "something else"
    ]


def _plural(kind: str) -> str:
    return {CALL: "calls", DOCUMENT: "answers"}.get(kind, "pieces of work")


def _block(title, icon, kind, some, at, until, ends, *, first: bool) -> Block:
    late = until > ends
    people = f"{len(some)} {'row' if len(some) == 1 else 'rows'}"
    people += ", past your hours" if late else ""
    return Block(
        title=f"{title}, now" if first else title,
        words=f"{_clock(at)} to {_clock(until)}, {people}" if first else people,
        width=_quarters(int((until - at).total_seconds() // 60)),
        icon=icon,
        do=kind,
        now=first,
        late=late,
    )


def _hours(begins: datetime, ends: datetime) -> tuple[tuple[str, int], ...]:
    """Every full hour that the strip covers, each as wide as what of it is left."""
    found, at = [], begins
    while at < ends:
        following = min(at.replace(minute=0) + timedelta(hours=1), ends)
        found.append((_clock(at), _quarters(int((following - at).total_seconds() // 60))))
        at = following
    return tuple(found)


def _quarters(minutes: int) -> int:
    return max(1, min(48, round(minutes / QUARTER)))


def _clock(at: datetime) -> str:
    return f"{at.hour}:{at:%M}"


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{rest} min"
