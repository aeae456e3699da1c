"""What the rules say of one subject now, and when to ask again."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from northstar.chart.chart import Chart
from northstar.discover import declared
from northstar.rules.death import has_died
from northstar.rules.signal import Finding, LookAgain, Signal

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Assessment:
    """`found` pairs each signal with its finding; `look_again` is the earliest moment of change.

    `failed` names the rules that could not judge this subject: their standing lines stay as they are.
    """

    found: tuple[tuple[Signal, Finding], ...]
    look_again: datetime | None
    failed: frozenset[str] = frozenset()


def signals() -> tuple[Signal, ...]:
    """The rules about charts, and the contradictions between papers before a procedure."""
    return declared("northstar.rules.signals", "SIGNAL") + contradictions()


def contradictions() -> tuple[Signal, ...]:
    """The rules that read the papers of a procedure against each other."""
    return declared("northstar.rules.contradictions", "SIGNAL")


def assess(chart: Chart, now: datetime) -> Assessment:
    """Judge a chart. `now` is aware, in the clinic's zone. A death silences every other rule."""
    died = has_died(chart)
    return judge(chart, now, [s for s in signals() if s.after_death or not died])


@cache
def needs_answer() -> frozenset[str]:
    """The codes of rules whose lines close only on facts, or on a named person's answer."""
    return frozenset(rule.code for rule in signals() if rule.needs_answer)


def judge(subject, now: datetime, rules: Iterable[Signal]) -> Assessment:
    """Ask each rule about one subject. A rule that breaks on it silences no other rule."""
    found: list[tuple[Signal, Finding]] = []
    again: datetime | None = None
    failed = set()
    for rule in rules:
        try:
            answers = list(rule.find(subject, now))
        except Exception as error:
            log.error("rule %s could not judge a subject", rule.code, exc_info=error)
            failed.add(rule.code)
            continue
        for answer in answers:
            if isinstance(answer, LookAgain):
                at = as_moment(answer.at, now)
                if at > now and (again is None or at < again):
                    again = at
            else:
                found.append((rule, answer))
    return Assessment(tuple(found), again, frozenset(failed))


def as_moment(at: date | datetime, now: datetime) -> datetime:
    """A day means its first moment in the clinic's zone."""
    if isinstance(at, datetime):
        return at
    return datetime.combine(at, time.min, tzinfo=now.tzinfo)
