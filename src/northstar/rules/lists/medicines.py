"""Medicines: prescribed, listed, handed out and said to be taken, by ingredient."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta, tzinfo
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.medicines import MedicationStatement
from northstar.chart.value import Value
from northstar.knowledge.ingredients import plain_name
from northstar.rules.medicines import medicines
from northstar.rules.reconciliation import (
    Column,
    Dropped,
    Part,
    Stated,
    Version,
    changed_on,
    current,
)

_LATELY = timedelta(days=120)
_ON = frozenset({"active", "", "in-progress", "intended", "unknown", "on-hold"})
_STRENGTH = re.compile(
    r"(\d+(?:[.,]\d+)?(?:\s*[-/]\s*\d+(?:[.,]\d+)?)?)\s*(mcg|mg|g|ml|units?|iu|meq|%)",
    re.IGNORECASE,
)
# How often a day, as lists write it; what is not in it is not compared.
_OFTEN = (
    (r"\b(four times|q\.?i\.?d|every 6 h|q6h)", "4"),
    (r"\b(three times|t\.?i\.?d|every 8 h|q8h)", "3"),
    (r"\b(twice|two times|b\.?i\.?d|every 12 h|q12h)", "2"),
    (r"\b(weekly|once a week|every week)", "weekly"),
    (r"\b(once|daily|q\.?d|every day|every 24 h|in the (?:morning|evening)|at (?:night|bedtime)|nightly)\b", "1"),
)  # fmt: skip


def groups(chart: Chart) -> Iterator[tuple[str, str, list[Value]]]:
    """By ingredient; of several ingredients, by all of them together."""
    found: dict[str, list[Value]] = defaultdict(list)
    told: tuple[Any, ...] = (*chart.prescribed, *chart.said_taken, *chart.dispensed)
    for value in current(told):
        if not getattr(value, "absent", False) and value.code.words:  # type: ignore[attr-defined]
            found[plain_name(value.code)].append(value)  # type: ignore[attr-defined]
    return ((name, name, values) for name, values in sorted(found.items()))


def version(value: Any, column: Column, zone: tzinfo) -> Version:
    """One list entry, order or fill."""
    words, dosage = value.code.words, getattr(value, "dosage", "")
    return Version(
        value=value,
        column=column,
        on=_is_on(value, zone),
        says=words,
        detail=", ".join(w for w in (dosage, _state(value, zone)) if w),
        stated=(strength(words), _often(dosage) if column != Column.FILLED else ""),
        changed=changed_on(value, zone),
    )


def strength(words: str) -> str:
    """ "10 mg" of "Lisinopril 10 MG Oral Tablet"; '' where none is told."""
    found = _STRENGTH.search(words)
    if not found:
        return ""
    number = found[1].replace(",", ".").replace(" ", "")
    return f"{number.removesuffix('.0')} {found[2].lower().rstrip('s')}"


def _often(dosage: str) -> str:
    return next((n for pattern, n in _OFTEN if re.search(pattern, dosage, re.IGNORECASE)), "")


def _is_on(value: Any, zone: tzinfo) -> bool:
    """A fill is a bottle in the house; it shows use until somebody says otherwise. Older documents
    write "completed" of what is still to be taken: their dates decide."""
    if type(value).__name__ == "MedicationDispense":
        return value.status in ("completed", "")
    if value.status == "completed":
        return _was_running(value, zone)
    return value.status in _ON and not (value.ended and value.status == "")


def _was_running(value: Any, zone: tzinfo) -> bool:
    """A list entry that had not ended when it was written."""
    written = value.source.written if value.source else None
    until = value.ended or value.began
    if type(value).__name__ != "MedicationStatement" or not (written and until):
        return False
    return until.first_day(zone) >= written.astimezone(zone).date()


def _state(value: Any, zone: tzinfo) -> str:
    if type(value).__name__ == "MedicationDispense":
        days = f"{value.days_supply:g} days" if value.days_supply else ""
        return ", ".join(w for w in (days, value.pharmacy) if w)
    ended = value.ended.first_day(zone) if value.ended else None
    until = f"until {ended.day} {ended:%b} {ended.year}" if ended else ""
    return ", ".join(w for w in ("" if value.status in _ON else value.status, until) if w)


def lately(value: Any, today: date, zone: tzinfo) -> bool:
    """Handed out, changed or ended within some months: still worth a question."""
    if type(value).__name__ == "MedicationDispense":
        day = value.handed_over.first_day(zone) if value.handed_over else None
        lasts = timedelta(days=value.days_supply or 0)
        return bool(day and today - day <= _LATELY + lasts)
    ended = value.ended.first_day(zone) if value.ended else None
    day = ended or changed_on(value, zone)
    return bool(day and today - day <= _LATELY)


def tokens(value: Any) -> set[str]:
    """Its ingredients."""
    return {plain_name(value.code)}


def agreed(value: Any, on: bool, stated: Stated) -> MedicationStatement:
    """Said to be taken, or said not to be: never an order."""
    return MedicationStatement(
        code=value.code,
        status="active" if on else "not-taken",
        asserted=stated.at,
        dosage=getattr(value, "dosage", ""),
        reason=getattr(value, "reason", ""),
        informant=stated.by,
        note=stated.reason,
    )


def dropped(chart: Chart, zone: tzinfo) -> dict[int, Dropped]:
    """What a newer complete list of its sender leaves out."""
    gone = medicines(chart, zone).left_out.items()
    return {entry: Dropped(left.on, left.says) for entry, left in gone}


def plain(values: list[Any]) -> str:
    """What it is for, and how it is taken, where a source says so."""
    reason = next((v.reason for v in reversed(values) if getattr(v, "reason", "")), "")
    dosage = next((v.dosage for v in reversed(values) if getattr(v, "dosage", "")), "")
    told = [f"for {reason}" if reason else "what it is for: not told", dosage or "how: not told"]
    return "; ".join(told)


PART = Part(
    code="medicines",
    title="Medicines",
    one="medicine",
    groups=groups,
    version=version,
    lately=lately,
    tokens=tokens,
    agreed=agreed,
    plain=plain,
    order=3,
    dropped=dropped,
)
