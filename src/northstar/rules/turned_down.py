"""Referrals that the other office did not take, or let expire: nobody there books anything any more, and nobody here
would know."""

import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.clinical import ServiceRequest
from northstar.chart.value import Value

_NOT_TAKEN = re.compile(
    r"\b(?:reject\w*|declin\w*|den(?:ied|ial)|refus\w*|not accepted|turned down|expired|returned|unable to (?:accept|schedule))\b",
    re.IGNORECASE,
)
_EXPIRED = re.compile(r"\bexpired\b", re.IGNORECASE)
_REFUSED = frozenset({"rejected", "failed"})


@dataclass(frozen=True, slots=True)
class TurnedDown:
    """What says so, since when, and in a word."""

    value: Any
    at: datetime | None
    word: str
    why: str

    def on(self, zone: tzinfo | None) -> date | None:
        """The day in the clinic's zone."""
        return self.at.astimezone(zone).date() if self.at else None


def turned_down(chart: Chart, referral: ServiceRequest) -> TurnedDown | None:
    """The other office's no, where it is its last word: of the referral itself, or of the task that went with it."""
    if referral.status == "revoked" and _NOT_TAKEN.search(referral.note):
        source = referral.source
        at = (source.written or source.received) if source else None
        return TurnedDown(
            referral, at, _word(referral.note), referral.note.partition(": ")[2][:120]
        )
    names = {*referral.orders, referral.source.key if referral.source else ""} - {""}
    tasks = [t for t in chart.of("Task") if t.focus in names and _is_theirs(t)]
    last = max(tasks, key=_when, default=None)
    if last is None or last.status not in _REFUSED:
        return None
    return TurnedDown(last, _when(last)[1], _word(last.note), last.note[:120])


def _is_theirs(task: Value) -> bool:
    return task.source is None or task.source.feed != "staff"


def _when(task: Any) -> tuple[bool, datetime | None]:
    """The later of two: by what their system wrote, else by the task's own day."""
    written = task.source.written if task.source else None
    at = written or (task.authored.start if task.authored else None)
    return at is not None, at


def _word(note: str) -> str:
    return "expired" if _EXPIRED.search(note) else "turned down"
