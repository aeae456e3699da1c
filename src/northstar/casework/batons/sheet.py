"""What a colleague must know of one person to take them over: how ill, who they are, what is open,
what may happen, and what to do then.

Five parts, in the order of I-PASS (Starmer et al., N Engl J Med 2014;371:1803-12: fewer errors and harms
where hand-overs had a fixed form and were read back); the fifth, the reading back, is the receiver's.
Everything here is proposed from lines and facts; nothing is concluded.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from northstar.casework.worklist.by_hand import PROMISE
from northstar.casework.worklist.models import Line
from northstar.chart.chart import Chart
from northstar.knowledge.languages import language_name
from northstar.record.people import Card
from northstar.rules.in_bed import in_bed
from northstar.rules.signal import Band

CANNOT_WAIT, WATCH, STEADY = "Cannot wait", "Watch", "Steady"
_AHEAD, _RECENT, _MOST = timedelta(days=14), timedelta(days=60), 6
_ACTIVE = frozenset({"active", "recurrence", "relapse", ""})


def told(card: Card, chart: Chart, lines: Iterable[Line], now: datetime) -> dict[str, Any]:
    """The parts in words, ready to keep: ill, who, open (one a line), may (what may happen), do."""
    lines = list(lines)
    here = _in_hospital(chart, now)
    return {
        "ill": _how_ill(lines, bool(here)),
        "who": _who(card, chart, here, now),
        "open": [_open(line, now) for line in lines],
        "may": [*_visits(chart, now), *_contingencies(lines, here)],
        "do": [line.suggests for line in lines if line.suggests][:_MOST],
    }


def order(tells: dict[str, Any]) -> int:
    """Who cannot wait is told first."""
    return (CANNOT_WAIT, WATCH, STEADY).index(tells.get("ill", STEADY))


def _how_ill(lines: list[Line], in_hospital: bool) -> str:
    bands = {line.band for line in lines if line.matter != PROMISE}  # a word given makes nobody ill
    if Band.SAFETY in bands:
        return CANNOT_WAIT
    return WATCH if in_hospital or bands & {Band.CLOCK, Band.HARM} else STEADY


def _who(card: Card, chart: Chart, here: str, now: datetime) -> list[str]:
    age = card.age(now.date())
    language = language_name(card.language) or "language not known"
    spoken = f"{language}, needs an interpreter" if card.interpreter else language
    problems = dict.fromkeys(
        one.code.words
        for one in chart.conditions
        if one.clinical_status in _ACTIVE and not one.absent and one.code.words
    )
    allergies = dict.fromkeys(a.code.words for a in chart.allergies if a.code.words)
    return [
        ", ".join(part for part in (f"{age} years" if age is not None else "", spoken) if part),
        *([f"In {here}"] if here else []),
        *([f"Has {', '.join(list(problems)[:_MOST])}"] if problems else []),
        *([f"Allergies: {', '.join(list(allergies)[:_MOST])}"] if allergies else []),
    ]


def _open(line: Line, now: datetime) -> dict[str, str]:
    due = line.due.astimezone(now.tzinfo) if line.due else None
    hour = "" if due is None or line.due_day else f", {due.hour}:{due:%M}"
    return {
        "line": str(line.public_id),
        "says": line.says if line.patient_id else f"probably theirs, not confirmed: {line.says}",
        "due": f"by {due:%a} {due.day} {due:%b}{hour}" if due else "",
        "next": f"{line.next_on:%a} {line.next_on.day} {line.next_on:%b}" if line.next_on else "",
        "why": line.because[0]["says"] if line.because else "",
    }


def _visits(chart: Chart, now: datetime) -> list[str]:
    booked = [
        (one.start.start, one)
        for one in chart.appointments
        if one.start and one.status in ("booked", "pending", "proposed")
        and now <= one.start.start <= now + _AHEAD
    ]  # fmt: skip
    booked.sort(key=lambda pair: pair[0])
    return [_visit(start.astimezone(now.tzinfo), one) for start, one in booked[:_MOST]]


def _visit(start: datetime, one: Any) -> str:
    what = one.service or one.code.words or one.reason or "A visit"
    where = one.location or one.practitioner
    return f"{what}, {start:%a} {start.day} {start:%b}, {start.hour}:{start:%M}{f', {where}' if where else ''}"


def _contingencies(lines: list[Line], here: str) -> list[str]:
    found = [f"May come home from {here}: the first call counts from that day"] if here else []
    urgent = [line for line in lines if line.band == Band.SAFETY]
    found += [f"If they call again: {line.suggests}" for line in urgent if line.suggests][:2]
    return found


def _in_hospital(chart: Chart, now: datetime) -> str:
    here = in_bed(chart, now, _RECENT)
    return here.facility if here else ""
