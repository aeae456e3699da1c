"""A number from the outside world: who says it, since when, how sure we are, when it was last read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One dated statement. `code` names it, `scope` narrows it (a payer, a kind of request).

    `confidence` is A (read in the primary source), B (read in a source that restates it) or
    "unconfirmed" (general knowledge: shown as "verify", never a hard stop). `effective_to` is the
    last day it holds.
    """

    code: str
    value: Any
    unit: str = ""
    effective_from: date = date.min
    effective_to: date = date.max
    scope: str = ""
    source: str = ""
    section: str = ""
    year: int = 0
    confidence: str = "unconfirmed"
    reviewed: date = date.min
    note: str = ""

    @property
    def cites(self) -> str:
        """The citation as a page shows it."""
        where = ", ".join(part for part in (self.source, self.section) if part)
        verify = "" if self.confidence in ("A", "B") else "; verify"
        return f"{where}{f' ({self.year})' if self.year else ''}{verify}"


class NotKnown(LookupError):
    """No row of this code and scope was in force on that day."""


def at(rows: Iterable[Row], code: str, day: date, scope: str = "") -> Row:
    """The row in force on the day of the event. Raises NotKnown where there is none."""
    found = [
        row
        for row in rows
        if row.code == code and row.scope == scope and row.effective_from <= day <= row.effective_to
    ]
    if not found:
        raise NotKnown(f"no {code} for {scope or 'anyone'} on {day:%d %b %Y}")
    return max(found, key=lambda row: row.effective_from)


def known(rows: Iterable[Row], code: str, day: date, scope: str = "") -> Row | None:
    """As `at`, but None where nothing is known."""
    try:
        return at(rows, code, day, scope)
    except NotKnown:
        return None
