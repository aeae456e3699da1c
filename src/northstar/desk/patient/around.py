"""Who pays, and what the payers have answered."""

from dataclasses import dataclass
from typing import Any

from northstar.chart.chart import Chart
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import join

MOST = 12


@dataclass(frozen=True, slots=True)
class Payer:
    """An insurance, or a payer's answer."""

    what: str
    detail: str
    tone: str
    glyph: str
    state: str
    chip: Chip | None


def coverage(chart: Chart, chips: Chips) -> list[Payer]:
    """Insurances in force and lately ended, then the payers' open answers."""
    found: dict[tuple, Payer] = {}
    for value in reversed(chart.coverages):
        key = (value.payer.casefold(), value.plan.casefold(), value.member)
        if value.status not in ("entered-in-error", "cancelled"):
            found.setdefault(key, _coverage(value, chips))
    answers = [
        _answer(v, chips) for v in reversed(chart.payer_answers) if v.use != "claim" and v.decision
    ]
    return [*found.values(), *answers][:MOST]


def _coverage(value: Any, chips: Chips) -> Payer:
    day = chips.calendar
    ends = value.end.first_day(day.zone) if value.end else None
    over = bool(ends and ends < day.today)
    member = f"member {value.member}" if value.member else ""
    until = f"{'ended' if over else 'until'} {day.short(value.end)}" if value.end else ""
    tone, glyph, state = ("due", "i-clock", "Ended") if over else ("ok", "i-check", "Active")
    if not over and ends and (ends - day.today).days <= 60:
        tone, glyph, state = "due", "i-clock", "Ends soon"
    what = join(value.payer or value.code.words or "Insurance", value.plan)
    return Payer(what, join(member, until), tone, glyph, state, chips.of(value))


_DECIDED = {
    "approved": ("ok", "i-check", "Approved"),
    "denied": ("now", "i-alert", "Denied"),
    "partial": ("due", "i-clock", "In part"),
    "pended": ("watch", "i-eye", "Pending"),
}


def _answer(value: Any, chips: Chips) -> Payer:
    tone, glyph, state = _DECIDED.get(value.decision, ("", "i-dotf", value.decision))
    answer_by = f"answer by {chips.calendar.full(value.deadline)}" if value.deadline else ""
    until = f"holds until {chips.calendar.short(value.expires)}" if value.expires else ""
    what = join(value.code.words or "Authorization", value.payer)
    return Payer(what, join(value.reason, answer_by, until), tone, glyph, state, chips.of(value))
