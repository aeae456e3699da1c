"""What matters to the person, as stated: goals, preferences, and plainly what nobody has asked yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from northstar.chart.chart import Chart
from northstar.chart.words import Goal
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import answer, figure, join

_OVER = frozenset({"cancelled", "entered-in-error", "rejected", "completed", "achieved"})
# LOINC: personal health goals; goals, preferences and priorities; what matters most; patient goals.
_STATED = frozenset({"87517-9", "75773-2", "81378-2", "81338-6", "95541-9", "58144-7", "81336-0"})
_STATES = re.compile(r"\bprefer|\bwishes|\bpriorit|\bmatters\b|\bpersonal goal", re.IGNORECASE)
_SECTIONS = frozenset({"61146-7", "81338-6", "75773-2"})


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing: in the words of its source, by when, who said it. `own` where she said it herself;
    `how` where it says not what she wants but how she wants to be met."""

    words: str
    detail: str
    own: bool
    chip: Chip | None
    how: bool = False


def matters(chart: Chart, chips: Chips) -> list[Matter]:
    """Her own goals first, then those that others have set for her."""
    found = [*_goals(chart, chips), *_preferences(chart, chips)]
    return sorted(found, key=lambda matter: (matter.how, not matter.own))


def _goals(chart: Chart, chips: Chips) -> Iterator[Matter]:
    names = {name.plain.casefold() for person in chart.persons for name in person.names}
    for goal in reversed(chart.of("Goal")):
        words = goal.code.words or goal.measure
        if goal.status in _OVER or not words:
            continue
        own = goal.author.casefold() in names or goal.author.casefold() == "patient"
        due = f"by {chips.calendar.short(goal.due)}" if goal.due else ""
        said = "as the person put it" if own else f"set by {goal.author}" if goal.author else ""
        yield Matter(words, join(aim(goal), due, said), own, chips.of(goal))


def aim(goal: Goal) -> str:
    """Hemoglobin A1c at most 7 %; empty where nothing is measured."""
    if goal.low is None and goal.high is None:
        return goal.measure
    if goal.low is not None and goal.high is not None and goal.low != goal.high:
        bounds = f"{figure(goal.low)} to {figure(goal.high)}"
    elif goal.low == goal.high and goal.low is not None:
        bounds = figure(goal.low)
    else:
        bounds = (
            f"at most {figure(goal.high)}"
            if goal.high is not None
            else f"at least {figure(goal.low or 0)}"
        )
    return join(goal.measure, bounds, goal.unit, by=" ")


def _preferences(chart: Chart, chips: Chips) -> Iterator[Matter]:
    for value in reversed(chart.observations):
        goal = value.code.has("loinc", _STATED)
        stated = goal or _STATES.search(value.code.words)
        if stated and value.status != "entered-in-error":
            day = chips.calendar.short(value.began)
            if words := answer(value):
                detail = join(value.code.words, day)
                yield Matter(words, detail, False, chips.of(value), how=not goal)
    for section in reversed(chart.sections):
        words = " ".join(section.text.split())
        if words and section.code.has("loinc", _SECTIONS):
            detail = join(section.title, chips.calendar.short(section.date))
            cut = words if len(words) <= 240 else words[:239].rstrip() + "…"
            yield Matter(cut, detail, False, chips.of(section))
