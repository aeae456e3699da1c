"""Loops: what was ordered, sent or found, and whether it came round to the person again.

A result is ordered, resulted, reviewed, told; a referral is booked, attended, reported back, reviewed,
told. Each step stands only on evidence: a fact of some source, or what a named person of ours said with
a reference (`loop_steps`). Told closes a loop; so does a named person's word that it is not wanted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.chart.words import Task
from northstar.knowledge.chasing import next_ask
from northstar.knowledge.transitions import days
from northstar.rules import loop_steps
from northstar.rules.death import has_died
from northstar.rules.loop_steps import (
    ATTENDED,
    BOOKED,
    CHASED,
    ENDED,
    REPORT,
    RESULTED,
    REVIEWED,
    TOLD,
)
from northstar.rules.orders import WAITS, answered_by, order_key
from northstar.rules.referrals import attended, booked, key, referrals, report
from northstar.rules.results import OutOfBounds, answer, out_of_bounds, was_in_hospital
from northstar.rules.signal import Because, because
from northstar.rules.wording import amount, day, with_year

RESULT, REFERRAL = "result", "referral"
ORDERED = "ordered"
_SHOWN = timedelta(days=30)  # how long an answer within bounds, or a closed loop, is still shown
_WORDS = {REVIEWED: "reviewed", TOLD: "told"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: reached or not, in words, on what evidence."""

    code: str
    done: bool
    words: str
    why: tuple[Because, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """One loop. `urgent`: 0 critical, 1 out of bounds, 2 other. `lines` are (signal, key) of the lines
    that rules open about it. `next_on` is when to ask `whom`, None once it is closed."""

    kind: str
    key: str
    name: str
    says: str
    began: date
    until: date
    steps: tuple[Step, ...]
    urgent: int
    lines: tuple[tuple[str, str], ...]
    label: int
    begun: bool
    ended: str = ""
    next_on: date | None = None
    whom: str = ""
    chased: int = 0

    @property
    def is_open(self) -> bool:
        return not self.ended and not self.step(TOLD).done

    def step(self, code: str) -> Step:
        """The step of this code."""
        return next(step for step in self.steps if step.code == code)

    @property
    def next_step(self) -> str:
        """The first step that is still to be shown; '' where none is."""
        return next(
            (step.code for step in self.steps if not step.done and step.code != ORDERED), ""
        )

    @property
    def answered(self) -> bool:
        """The result, or the report, is here: it can be read."""
        return self.step(RESULTED if self.kind == RESULT else REPORT).done


def loops(chart: Chart, now: datetime) -> list[Loop]:
    """Every loop of this person that is open or was closed lately; none once they have died."""
    return [] if has_died(chart) else before_death(chart, now)


def before_death(chart: Chart, now: datetime) -> list[Loop]:
    """The same whether they live or not: what is left to be asked of whoever ordered it."""
    if "loops" not in chart.views:
        chart.views["loops"] = [*_results(chart, now), *_referrals(chart, now)]
    return chart.views["loops"]


def is_unread(loop: Loop) -> bool:
    """A result, here or still to come, that no clinician has read."""
    return loop.kind == RESULT and not loop.step(REVIEWED).done


def _results(chart: Chart, now: datetime) -> Iterator[Loop]:
    beyond = {id(found.value): found for found in out_of_bounds(chart)}
    told: set[int] = set()
    for asked in chart.requests:
        if _is_test(asked):
            value = answered_by(chart, asked)
            found = beyond.get(id(value))
            if found:
                told.add(id(value))
            loop = _ordered(chart, asked, value, found, now)
            if loop:
                yield loop
    for found in beyond.values():
        if id(found.value) not in told:
            yield from _bare(chart, found, now)


def _is_test(asked: Any) -> bool:
    live = asked.status in ("active", "", "completed") and asked.intent not in ("proposal", "plan")
    return bool(asked.category in WAITS and live and asked.authored)


def _ordered(
    chart: Chart, asked: Any, value: Any, found: OutOfBounds | None, now: datetime
) -> Loop | None:
    mark = order_key(asked)
    begun = bool(loop_steps.steps_of(chart, mark))
    due = max(
        asked.authored.start, asked.occurrence.start if asked.occurrence else asked.authored.start
    )
    until = (due + timedelta(days=WAITS[asked.category][1])).astimezone(now.tzinfo).date()
    if value is not None:
        known = (getattr(value, "issued", None) or value.began).start
        lately = (known + _SHOWN).astimezone(now.tzinfo).date()
        until = max(until, lately) if begun or _waits(chart, found, now) else lately
    elif asked.status == "completed" and not begun:
        return None
    if now.date() >= until:
        return None
    on = asked.authored.first_day(now.tzinfo)
    by = f" by {asked.requester}" if asked.requester else ""
    first = Step(
        ORDERED, True, f"{with_year(on)}{by}", (because(asked, f"Ordered {with_year(on)}{by}"),), on
    )
    lines = [("ordered-never-resulted", mark)]
    if found:
        lines.append(("abnormal-result-not-followed", found.key))
    return _result(
        chart,
        mark,
        asked.code.words or "a test",
        first,
        value,
        found,
        until,
        lines,
        asked.category,
        now,
    )


def _bare(chart: Chart, found: OutOfBounds, now: datetime) -> Iterator[Loop]:
    """A result out of bounds whose order no source told of."""
    begun = bool(loop_steps.steps_of(chart, found.key))
    until = (found.known + timedelta(days=found.test.look_back_days)).astimezone(now.tzinfo).date()
    if now.date() < until and (begun or _waits(chart, found, now)):
        lines = [("abnormal-result-not-followed", found.key)]
        first = Step(ORDERED, False, "no source told of an order")
        yield _result(
            chart,
            found.key,
            found.test.name,
            first,
            found.value,
            found,
            until,
            lines,
            "laboratory",
            now,
        )


def _waits(chart: Chart, found: OutOfBounds | None, now: datetime) -> bool:
    """Out of bounds, not a hospital's own, and nothing after it shows an answer."""
    if found is None or was_in_hospital(chart, found, now.tzinfo):
        return False
    return answer(chart, found) is None


def _result(
    chart: Chart, mark: str, name: str, first: Step, value: Any, found: OutOfBounds | None,
    until: date, lines: list[tuple[str, str]], category: str, now: datetime,
) -> Loop:  # fmt: skip
    came = _came(value, found, now) or _said(chart, mark, RESULTED, "resulted", now)
    steps = (
        first,
        came,
        _said(chart, mark, REVIEWED, "reviewed", now),
        _said(chart, mark, TOLD, "told", now),
    )
    urgent = 2 if found is None else 0 if found.critical else 1
    phase = category if not came.done else "critical" if urgent == 0 else "review"
    return _loop(
        chart, RESULT, mark, name, _which(found, came), steps, urgent, lines, until, phase, now
    )


def _which(found: OutOfBounds | None, came: Step) -> str:
    if found:
        return found.words
    return "" if came.done else "no result yet"


def _came(value: Any, found: OutOfBounds | None, now: datetime) -> Step | None:
    if value is None:
        return None
    known = getattr(value, "issued", None) or value.began
    on = known.first_day(now.tzinfo)
    words = found.words if found else _told(value)
    why = because(value, f"{value.code.words}: {words}" if words else value.code.words)
    return Step(RESULTED, True, f"{day(on)}{f', {words}' if words else ''}", (why,), on)


def _told(value: Any) -> str:
    if getattr(value, "number", None) is not None:
        return amount(value)
    return str(getattr(value, "text", "") or getattr(value, "conclusion", ""))[:60]


def _referrals(chart: Chart, now: datetime) -> Iterator[Loop]:
    sent = referrals(chart)
    for referral in sent:
        on = referral.authored and referral.authored.day(now.tzinfo)
        if on and on <= now.date() <= on + timedelta(days=days("referral-longest", on)):
            yield _referral(chart, referral, on, alone=len(sent) == 1, now=now)


def _referral(chart: Chart, sent: Any, on: date, *, alone: bool, now: datetime) -> Loop:
    mark = key(sent)
    name = sent.code.words or sent.performer or "a specialist"
    steps = (
        _shown(booked(chart, sent), BOOKED, "booked", now)
        or _said(chart, mark, BOOKED, "booked", now),
        _shown(attended(chart, sent), ATTENDED, "seen", now)
        or _said(chart, mark, ATTENDED, "seen", now),
        _shown(report(chart, sent, alone=alone), REPORT, "here", now)
        or _said(chart, mark, REPORT, "here", now),
        _said(chart, mark, REVIEWED, "reviewed", now),
        _said(chart, mark, TOLD, "told", now),
    )
    says = f"sent {with_year(on)}{f' for {sent.reason}' if sent.reason else ''}"
    until = on + timedelta(days=days("referral-longest", on))
    lines = [("referral-without-report", mark)]
    phase = _phase(steps, now)
    return _loop(chart, REFERRAL, mark, name, says, steps, 2, lines, until, phase, now, on, (sent,))


def _phase(steps: tuple[Step, ...], now: datetime) -> str:
    is_booked, was_seen, is_here = (step.done for step in steps[:3])
    if is_here:
        return "review"
    if was_seen:
        return "report"
    return "visit" if is_booked else "booking"


def _shown(value: Any, code: str, word: str, now: datetime) -> Step | None:
    """A fact of some source shows it."""
    if value is None or not value.began:
        return None
    on = value.began.first_day(now.tzinfo)
    return Step(
        code, True, f"{word} {day(on)}", (because(value, f"{word.capitalize()} {day(on)}"),), on
    )


def _said(chart: Chart, mark: str, code: str, word: str, now: datetime) -> Step:
    """A named person of ours said so."""
    said = loop_steps.latest(chart, mark, code)
    if said is None or said.authored is None:
        return Step(code, False, _NOT_YET[code])
    on = said.authored.first_day(now.tzinfo)
    who = (
        f" by {said.owner}"
        if said.owner and code == REVIEWED
        else f", {said.owner}"
        if said.owner
        else ""
    )
    note = f": {said.note}" if said.note else ""
    why = because(said, f"{said.requester}: {word}{who}{note}")
    return Step(code, True, f"{day(on)}{who}", (why,), on)


_NOT_YET = {
    BOOKED: "not told", ATTENDED: "not told", REPORT: "none here", RESULTED: "none here",
    REVIEWED: "by nobody yet", TOLD: "not yet",
}  # fmt: skip


def _loop(
    chart: Chart, kind: str, mark: str, name: str, says: str, steps: tuple[Step, ...], urgent: int,
    lines: list[tuple[str, str]], until: date, phase: str, now: datetime, sent: date | None = None,
    rests: tuple[Value, ...] = (),
) -> Loop:  # fmt: skip
    over = loop_steps.latest(chart, mark, ENDED)
    ended = f"{over.owner or over.requester}: {over.note}" if over else ""
    if any(step.code == REVIEWED and step.done for step in steps):
        phase = "tell"
    began = next((step.on for step in steps if step.on), None) or sent or now.date()
    since = _since(phase, steps, sent or began)
    asked = _asked(chart, mark, since, now)
    closed = bool(over) or steps[-1].done
    next_on, whom = (None, "") if closed else next_ask(phase, since, asked)
    return Loop(
        kind=kind, key=mark, name=name[:1].upper() + name[1:], says=says, began=sent or began, until=until, steps=steps,
        urgent=urgent, lines=tuple(lines), label=_label(steps, chart, mark, rests), ended=ended,
        begun=bool(loop_steps.steps_of(chart, mark)), next_on=next_on, whom=whom, chased=len(asked),
    )  # fmt: skip


def _since(phase: str, steps: tuple[Step, ...], began: date) -> date:
    """The day the phase began: when the step before it was reached. The visit's is its own day."""
    reached = [step.on for step in steps if step.done and step.on]
    return began if phase in ("laboratory", "imaging", "booking") else max(reached, default=began)


def _asked(chart: Chart, mark: str, since: date, now: datetime) -> tuple[date, ...]:
    tasks: Iterable[Task] = (t for code, t in loop_steps.steps_of(chart, mark) if code == CHASED)
    on = [t.authored.first_day(now.tzinfo) for t in tasks if t.authored]
    return tuple(each for each in on if each >= since)


def _label(steps: tuple[Step, ...], chart: Chart, mark: str, rests: tuple[Value, ...]) -> int:
    """As sensitive as all that it rests on: the referral itself, which is no step, too."""
    label = 0
    for step in steps:
        for why in step.why:
            label |= why.source.label if why.source else 0
    for value in (*rests, *(task for _, task in loop_steps.steps_of(chart, mark))):
        label |= value.source.label if value.source else 0
    return label
