"""What one arrival from a machine told about one person, as a line of the inbox.

A result with nothing out of its range and a notice of the day's traffic weigh little: they come
together, once a day. A result out of range and a paper to read stand by themselves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from northstar.chart.clinical import DiagnosticReport, Observation
from northstar.chart.value import Value
from northstar.chart.visits import Appointment, Encounter
from northstar.chart.words import DocumentReference
from northstar.knowledge.results import ABNORMAL_FLAGS, CRITICAL_FLAGS
from northstar.rules.signal import Band
from northstar.rules.wording import amount, when

RESULT, NOTICE, PAPER = "result", "notice", "paper"
_FLAGS = {"HH": "critically high", "LL": "critically low", "H": "high", "L": "low", "AA": "critical",
          "A": "abnormal", "POS": "positive"}  # fmt: skip
_EVENTS = {
    "A01": "Admitted to", "A03": "Left", "A04": "Registered at", "A06": "Changed to a stay at",
    "A02": "Moved within", "A08": "News of the stay at", "A11": "Admission cancelled at",
    "A13": "Discharge cancelled at",
}  # fmt: skip
_VOID = ("cancelled", "entered-in-error")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the inbox: which sort, what it says, whether it weighs little."""

    sort: str
    gist: str
    quiet: bool
    band: Band = Band.REST


def told(values: Iterable[Value], zone: tzinfo) -> Told | None:
    """What these facts of one person say together; None where there is nothing to look at."""
    values = [value for value in values if getattr(value, "status", "") not in _VOID[1:]]
    for ask in (_results, _papers, _notices):
        if found := ask(values, zone):
            return found
    return None


def _results(values: list[Value], zone: tzinfo) -> Told | None:
    numbers = [v for v in values if isinstance(v, Observation) and _is_result(v)]
    reports = [v for v in values if isinstance(v, DiagnosticReport)]
    if not numbers and not reports:
        return None
    outside = [v for v in numbers if _flag(v)]
    critical = any(v.interpretation.upper() in CRITICAL_FLAGS for v in outside)
    said = [_number(v) for v in outside or numbers] or [_report(v) for v in reports]
    worded = [v for v in reports if v.conclusion] if not numbers else []
    return Told(
        RESULT, "; ".join(said[:4])[:400], quiet=not outside and not worded,
        band=Band.CLOCK if critical else Band.REST,
    )  # fmt: skip


def _is_result(value: Observation) -> bool:
    return value.category in ("", "laboratory", "imaging", "procedure", "exam")


def _flag(value: Observation) -> str:
    flag = value.interpretation.upper()
    if flag in CRITICAL_FLAGS | ABNORMAL_FLAGS:
        return _FLAGS.get(flag, "abnormal")
    if flag or value.number is None:
        return ""
    if value.high is not None and value.number > value.high:
        return "high"
    return "low" if value.low is not None and value.number < value.low else ""


def _number(value: Observation) -> str:
    measured = amount(value) if value.number is not None else ""
    words = measured or value.text or (value.value.words if value.value else "")
    flag = _flag(value)
    return f"{value.code.words or 'Result'} {words}".strip() + (f" ({flag})" if flag else "")


def _report(value: DiagnosticReport) -> str:
    name = value.code.words or "Report"
    return f"{name}: {value.conclusion}" if value.conclusion else name


def _papers(values: list[Value], zone: tzinfo) -> Told | None:
    papers = [v for v in values if isinstance(v, DocumentReference)]
    if not papers:
        return None
    first = papers[0]
    said = " ".join((first.text or first.quote).split())
    name = first.title or first.code.words or "Document"
    return Told(PAPER, f"{name}: {said}"[:400] if said else name, quiet=False)


def _notices(values: list[Value], zone: tzinfo) -> Told | None:
    said = [words for value in values if (words := _notice(value, zone))]
    return Told(NOTICE, "; ".join(dict.fromkeys(said))[:400], quiet=True) if said else None


def _notice(value: Value, zone: tzinfo) -> str:
    return _WORDS[type(value)](value, zone) if type(value) in _WORDS else ""


def _stay(value: Any, zone: tzinfo) -> str:
    at = value.occurred or value.start
    where = value.facility or value.location or "a facility"
    said = f"{_EVENTS.get(value.event, 'News from')} {where}"
    return f"{said}, {when(at, zone)}" if at else said


def _booking(value: Any, zone: tzinfo) -> str:
    what = value.service or value.code.words or "Appointment"
    state = {"booked": "booked", "cancelled": "cancelled", "noshow": "missed"}.get(
        value.status, value.status
    )
    said = f"{what} {state}".strip()
    return f"{said}: {when(value.start, zone)}" if value.start else said


_WORDS: dict[type, Callable[[Any, tzinfo], str]] = {Encounter: _stay, Appointment: _booking}
