"""Care gaps: who should have a screening and, by every source heard throughout, has none that still counts.

A gap opens no line of its own; it rides on the next contact. It keeps silent for hospice, palliative
care, a recorded decline and the measure's exclusions.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.knowledge import screening
from northstar.knowledge.screening import Evidence, Measure
from northstar.knowledge.screening_scores import DECLINED_SNOMED
from northstar.rules import silence
from northstar.rules.circumstances import active_conditions, coded
from northstar.rules.contacts import contacts
from northstar.rules.signal import Because, Finding, LookAgain, because
from northstar.rules.wording import with_year

_REACH = timedelta(days=screening.HEARD_DAYS)
_BEARING = timedelta(days=screening.QUIET_DAYS)
_YEAR = timedelta(days=365)
_DAY = timedelta(days=1)
_LONG_AGO = datetime.fromisoformat("0001-01-02T00:00:00+00:00")


def gap(chart: Chart, now: datetime, measure: Measure) -> Iterator[Finding | LookAgain]:
    """The gap of one measure, and when the answer could change."""
    year = now.year
    reason = _belongs(chart, measure, year)
    yield LookAgain(date(year + 1, 1, 1))
    if not reason or excluded(chart, measure, year):
        return
    last = latest(chart, measure, now.tzinfo)
    if last and now.date() <= last[1]:
        yield LookAgain(last[1] + _DAY)
        return
    until = _declined_until(chart, measure)
    if until > now:
        yield LookAgain(until)
        return
    if measure.needs_visit:
        seen = [c for c in contacts(chart) if c.seen]
        if not seen or seen[-1].at.start + _YEAR <= now:
            return
        yield LookAgain(seen[-1].at.start + _YEAR)
    for kind in measure.silent_kinds:
        yield from silence.changes(chart, kind, now, _BEARING, _REACH)
    if all(
        silence.heard_since(chart, k, now - _REACH, now, _BEARING) for k in measure.silent_kinds
    ):
        yield _finding(measure, reason, last, now)


def excluded(chart: Chart, measure: Measure, year: int) -> bool:
    """Hospice, palliative care, the measure's own exclusions, or frailty with advanced illness from 66 on."""
    if _at_end_of_life(chart):
        return True
    codes = [code for code, _ in coded(chart) if code]
    if measure.excluded and any(code.startswith(measure.excluded) for code in codes):
        return True
    if measure.excluded_words and any(
        word in words for word in measure.excluded_words for words, _, _ in _done(chart)
    ):
        return True
    age = chart.age(date(year, 12, 31))
    frail = age is not None and age >= 66 and any(c.startswith(screening.FRAIL) for c in codes)
    return frail and any(c.startswith(screening.ADVANCED) for c in codes)


def latest(chart: Chart, measure: Measure, zone: tzinfo | None) -> tuple[Any, date] | None:
    """What counts longest, and the last day it counts."""
    found = [
        (value, _counts_until(day, evidence, measure))
        for evidence in measure.evidence
        for value, day in _evidence(chart, evidence, zone)
    ]
    return max(found, key=lambda pair: pair[1], default=None)


def has_condition(chart: Chart, prefixes: tuple[str, ...], snomed: frozenset[str]) -> Any:
    """The active condition, by ICD-10-CM or SNOMED CT."""
    for code, condition in coded(chart):
        if (code and code.startswith(prefixes)) or condition.code.has("snomed", snomed):
            return condition
    return None


def _belongs(chart: Chart, measure: Measure, year: int) -> Because | None:
    age = chart.age(date(year, 12, 31))
    if age is None or not measure.least <= age <= measure.most:
        return None
    if measure.sex and chart.gender != measure.sex:
        return None
    if not measure.conditions:
        person = next((p for p in reversed(chart.persons) if p.birth_date), None)
        return because(person, f"Aged {age} this year") if person else None
    condition = has_condition(chart, measure.conditions, measure.snomed)
    return because(condition, condition.code.words) if condition else None


def _at_end_of_life(chart: Chart) -> bool:
    if "end of life" not in chart.views:
        by_code = any(c.startswith(screening.HOSPICE_ICD10) for c, _ in coded(chart) if c)
        by_visit = any(
            "hospice" in e.disposition or e.class_code == "HOSPICE" for e in chart.encounters
        )
        told = _words_of_care(chart)
        by_words = any(word in words for word in screening.HOSPICE_WORDS for words in told)
        chart.views["end of life"] = by_code or by_visit or by_words
    return chart.views["end of life"]


def _words_of_care(chart: Chart) -> list[str]:
    dead = ("revoked", "entered-in-error", "not-done", "cancelled")
    facts: list[Any] = [*chart.procedures, *chart.requests]
    return [c.code.words.lower() for c in active_conditions(chart)] + [
        f.code.words.lower() for f in facts if f.status not in dead
    ]


def _done(chart: Chart) -> list[tuple[str, Any, Any]]:
    """Procedures, reports and documents by their words, in lower case, that were really done."""
    if "done" not in chart.views:
        facts: list[Any] = [p for p in chart.procedures if p.status in ("completed", "")]
        facts += [
            r
            for r in chart.reports
            if r.status not in ("cancelled", "entered-in-error", "registered")
        ]
        facts += chart.documents
        chart.views["done"] = [
            (f"{f.code.words} {getattr(f, 'title', '')}".lower(), f, f.began)
            for f in facts
            if f.began
        ]
    return chart.views["done"]


def _evidence(chart: Chart, evidence: Evidence, zone: tzinfo | None) -> Iterator[tuple[Any, date]]:
    for loinc in evidence.loincs:
        for found in chart.by_code.get(f"loinc|{loinc}", ())[-3:]:
            said = found.number is not None or found.value or found.text or found.components
            if said and found.began and found.status not in ("cancelled", "entered-in-error"):
                yield found, found.began.first_day(zone)
    if evidence.words:
        for words, fact, began in _done(chart):
            if any(word in words for word in evidence.words):
                yield fact, began.first_day(zone)


def _counts_until(day: date, evidence: Evidence, measure: Measure) -> date:
    """The last day it counts: so many months, and for the mammogram at least as the measure counts."""
    months = day.year * 12 + day.month - 1 + evidence.months
    after = date(months // 12, months % 12 + 1, min(day.day, 28))
    if measure.code == "breast":
        return max(after, date(day.year + (2 if day.month >= 10 else 1), 12, 31))
    return after


def _declined_until(chart: Chart, measure: Measure) -> datetime:
    """A recorded decline is respected for a year."""
    days = timedelta(days=screening.DECLINE_DAYS)
    told = [v.began.start + days for v in _declines(chart, measure) if v.began]
    return max(told, default=_LONG_AGO)


def _declines(chart: Chart, measure: Measure) -> Iterator[Value]:
    words = [measure.name.split()[0].lower(), *(w for e in measure.evidence for w in e.words)]
    for done in chart.procedures:
        if done.status == "not-done" and any(w in done.code.words.lower() for w in words):
            yield done
    for loinc in {code for e in measure.evidence for code in e.loincs}:
        for found in chart.by_code.get(f"loinc|{loinc}", ()):
            if found.absent_reason in ("asked-declined", "asked-unknown") or (
                found.value and found.value.has("snomed", DECLINED_SNOMED)
            ):
                yield found
    for code, condition in coded(chart):
        if code.startswith(screening.DECLINED_ICD10):
            yield condition
    for order in chart.requests:
        if (
            order.status == "revoked"
            and "declin" in order.note.lower()
            and any(w in order.code.words.lower() for w in words)
        ):
            yield order


def _finding(
    measure: Measure, reason: Because, last: tuple[Any, date] | None, now: datetime
) -> Finding:
    if last:
        when = last[0].began.first_day(now.tzinfo)
        told = because(last[0], f"The last one was {with_year(when)}")
    else:
        told = Because(f"No {measure.name} in any source we hold")
    return Finding(
        key=measure.code,
        says=f"has no {measure.name} that still counts"
        f"{f' (the last {with_year(last[0].began.first_day(now.tzinfo))})' if last else ''}",
        because=(reason, told),
        factors={"care gap": 1},
        suggests=f"When you next speak: offer the {measure.name}, and write it down if it is declined",
        matter="care gaps",
    )
