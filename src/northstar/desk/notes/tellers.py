"""Who told what a note says: somebody around the person, or whoever was written in, and what they may hear."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from northstar.chart.chart import Chart
from northstar.desk.patient.circle import circle
from northstar.desk.source.chip import Chips
from northstar.rules.call_consents import word_about

_MOST = 6
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Teller:
    """Somebody near the person: what they are to them, and what may be said to them."""

    name: str
    relation: str
    hears: str
    forbidden: bool


def offered(chart: Chart, chips: Chips) -> list[Teller]:
    """Whom a source names near the person, who decides for them first."""
    around, today = circle(chart, chips), chips.calendar.today
    found = [*around.decides, *around.near][:_MOST]
    return [Teller(one.name, one.detail, *_hears(chart, one.name, today)) for one in found]


def chosen(said: Mapping[str, str], chart: Chart, chips: Chips) -> tuple[str, str]:
    """(name, what they are to the person) of who spoke; empty for the person, or what we saw ourselves."""
    who = said.get("told_by", "")
    if who == OTHER:
        return said.get("teller", "").strip()[:120], said.get("relation", "").strip()[:60]
    found = (one for one in offered(chart, chips) if one.name == who)
    return next(((one.name, one.relation) for one in found), ("", ""))


def may_hear(note: Any, chart: Chart, today: date) -> str:
    """What may be said to whoever told this note."""
    name = (note.told_by or {}).get("name", "")
    return _hears(chart, name, today)[0] if name else ""


def _hears(chart: Chart, name: str, today: date) -> tuple[str, bool]:
    word = word_about(chart, name, today)
    if word is None:
        return "nobody has asked yet what may be said to them", False
    if word.allows:
        return f"may be told: {word.says}", False
    return f"may not be told: {word.says}", True
