"""Pregnancy: one source says pregnant, another of these months says not."""

import re
from collections.abc import Iterator
from datetime import date, timedelta, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.clinical import Observation
from northstar.chart.value import Value
from northstar.rules.ahead import appointments_ahead, in_hospital
from northstar.rules.disagreement import (
    Ahead,
    Case,
    Matter,
    Subject,
    Word,
    latest,
    parties,
    told_on,
    voice,
)
from northstar.rules.example_dates import at
from northstar.rules.examples import chart_of, concept, from_feed, problem

_STATUS = "82810-3"  # LOINC: pregnancy status
_NOT = re.compile(
    r"\bnot pregnant|\bpregnan\w* (?:test )?negative|not currently pregnant", re.IGNORECASE
)
_IS = re.compile(r"\bpregnan", re.IGNORECASE)
_HISTORY = re.compile(r"history|previous|past|prior|planning|desire|risk of|intent", re.IGNORECASE)
_PASSED = frozenset({"resolved", "inactive", "remission"})
_LASTS = timedelta(days=294)  # 42 weeks: an older word says nothing of today


def matters(chart: Chart, zone: tzinfo) -> Iterator[Matter]:
    """The latest word of each source, of those not older than a pregnancy lasts."""
    said = [
        Word(voice(value), stance, stance.capitalize(), value, on, words[:80])
        for value, stance, words in _told(chart)
        if (on := value.began.first_day(zone) if value.began else told_on(value, zone))
    ]
    newest = max((w.day for w in said if w.day), default=None)
    near = [w for w in said if newest and w.day and newest - w.day <= _LASTS]
    if near:
        yield Matter("pregnancy", "pregnancy", latest(((w.day,), w) for w in near))


def _told(chart: Chart) -> Iterator[tuple[Value, str, str]]:
    for found in parties(chart.conditions):
        words = found.code.words
        if _IS.search(words) and not _HISTORY.search(words) and not found.absent:
            over = found.clinical_status in _PASSED or _NOT.search(words)
            if not (over and not _NOT.search(words)):
                yield found, "not pregnant" if over else "pregnant", words
    for found in parties(chart.observed(_STATUS)):
        answer = found.value.words if found.value else found.text
        if _IS.search(answer):
            yield found, "not pregnant" if _NOT.search(answer) else "pregnant", answer


def ahead(chart: Chart, matter: Matter, zone: tzinfo) -> Iterator[Ahead]:
    """Any visit or stay: a picture is taken, a medicine chosen."""
    yield from appointments_ahead(chart, zone)
    yield from in_hospital(chart, zone)


SUBJECT = Subject(
    code="pregnancy",
    title="Pregnant here, not pregnant there",
    why="X-rays and many medicines wait for this one word.",
    cites="Own rule; LOINC 82810-3",
    reviewed=date(2026, 11, 1),
    kinds=("Condition", "Observation"),
    matters=matters,
    ahead=ahead,
    fades=_LASTS,
)

_ANSWER = Observation(
    code=concept("Pregnancy status", loinc=_STATUS),
    status="final",
    effective=at("1 Sep 2026"),
    text="Not pregnant",
)
CASES = [
    Case(
        "pregnant, and not pregnant",
        chart_of(
            from_feed("clinic", [_ANSWER]),
            from_feed("hospital", problem("Pregnant", since="20 Aug 2026")),
        ),
        {"pregnancy": {"clinic": "not pregnant", "hospital": "pregnant"}},
    ),
    Case(
        "a pregnancy of two years ago",
        chart_of(
            from_feed("clinic", [_ANSWER]),
            from_feed("hospital", problem("Pregnant", since="20 Aug 2024")),
        ),
    ),
    Case(
        "a history of one",
        chart_of(
            from_feed("clinic", [_ANSWER]),
            from_feed("hospital", problem("History of ectopic pregnancy", since="20 Aug 2026")),
        ),
    ),
]
