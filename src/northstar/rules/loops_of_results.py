"""Results: ordered, resulted, reviewed, told. What was read or told counts for the wording that stood then;
a corrected result, or one that was taken back, is read and told anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from northstar.chart.chart import Chart
from northstar.rules import loop_steps
from northstar.rules.loop import CHANGED, ORDERED, RESULT, Loop, Step, said, shaped
from northstar.rules.loop_steps import RESULTED, REVIEWED, TOLD
from northstar.rules.orders import WAITS, answered_by, answers_to, order_key
from northstar.rules.results import OutOfBounds, answer, last_under, out_of_bounds, was_in_hospital
from northstar.rules.signal import because
from northstar.rules.what_was_read import reading
from northstar.rules.wording import amount, day, with_year

_SHOWN = timedelta(days=30)  # how long an answer within bounds, or a closed loop, is still shown


def of_results(chart: Chart, now: datetime) -> Iterator[Loop]:
    """Those ordered, those out of bounds whose order nobody told of, and those that changed since they were read."""
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
    bare = [found for found in beyond.values() if id(found.value) not in told]
    for found in bare:
        yield from _bare(chart, found, now)
    yield from _not_any_more(chart, {found.key for found in beyond.values()}, now)


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
    lines = [("ordered-never-resulted", mark), (CHANGED, mark)]
    if found:
        lines.append(("abnormal-result-not-followed", found.key))
    about = _About(mark, asked.code.words or "a test", asked.category, first, tuple(lines), until)
    return _result(chart, about, value, found, reading(value, answers_to(chart, asked)), now)


def _bare(chart: Chart, found: OutOfBounds, now: datetime) -> Iterator[Loop]:
    """A result out of bounds whose order no source told of."""
    begun = bool(loop_steps.steps_of(chart, found.key))
    until = (found.known + timedelta(days=found.test.look_back_days)).astimezone(now.tzinfo).date()
    if now.date() < until and (begun or _waits(chart, found, now)):
        about = _unordered(found.key, found.test.name, until)
        yield _result(chart, about, found.value, found, reading(found.value), now)


def _not_any_more(chart: Chart, beyond: set[str], now: datetime) -> Iterator[Loop]:
    """What was out of bounds, was read or told so, and is within bounds or taken back now: whoever was told
    of it hears that too."""
    for mark in loop_steps.begun(chart):
        if mark in beyond or (found := last_under(chart, mark)) is None:
            continue
        test, value = found
        last = loop_steps.steps_of(chart, mark)[-1][1].authored
        if last is None:
            continue
        until = (last.start + timedelta(days=test.look_back_days)).astimezone(now.tzinfo).date()
        loop = _result(chart, _unordered(mark, test.name, until), value, None, reading(value), now)
        if loop.changed and now.date() < until:
            yield loop


@dataclass(frozen=True, slots=True)
class _About:
    """What a result's loop is of, before anything came back."""

    mark: str
    name: str
    category: str
    first: Step
    lines: tuple[tuple[str, str], ...]
    until: date


def _unordered(mark: str, name: str, until: date) -> _About:
    first = Step(ORDERED, False, "no source told of an order")
    lines = (("abnormal-result-not-followed", mark), (CHANGED, mark))
    return _About(mark, name, "laboratory", first, lines, until)


def _waits(chart: Chart, found: OutOfBounds | None, now: datetime) -> bool:
    """Out of bounds, not a hospital's own, and nothing after it shows an answer."""
    if found is None or was_in_hospital(chart, found, now.tzinfo):
        return False
    return answer(chart, found) is None


def _result(
    chart: Chart, about: _About, value: Any, found: OutOfBounds | None, now_says: str, now: datetime
) -> Loop:  # fmt: skip
    mark = about.mark
    came = _came(value, found, now) or said(chart, mark, RESULTED, "resulted", now)
    steps = (
        about.first,
        came,
        said(chart, mark, REVIEWED, "reviewed", now, now_says),
        said(chart, mark, TOLD, "told", now, now_says),
    )
    urgent = 2 if found is None else 0 if found.critical else 1
    phase = about.category if not came.done else "critical" if urgent == 0 else "review"
    return shaped(
        chart, RESULT, mark, about.name, _which(found, came), steps, urgent, list(about.lines), about.until,
        phase, now, reading=now_says,
    )  # fmt: skip


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
    if value.status == "preliminary":
        words = f"{words}, preliminary" if words else "preliminary"
    why = because(value, f"{value.code.words}: {words}" if words else value.code.words)
    return Step(RESULTED, True, f"{day(on)}{f', {words}' if words else ''}", (why,), on)


def _told(value: Any) -> str:
    if getattr(value, "number", None) is not None:
        return amount(value)
    return str(getattr(value, "text", "") or getattr(value, "conclusion", ""))[:60]
