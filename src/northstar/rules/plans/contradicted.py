"""Where the record has moved on and the plan has not: a medicine stopped, another target set, a death."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.chart.words import Goal as SetGoal
from northstar.knowledge.followed import followed_in
from northstar.knowledge.ingredients import named_in
from northstar.rules.medicines import medicines
from northstar.rules.plans.shape import Goal, Plan, Word

OURS = "staff"  # the feed of what our own people state
_OVER = frozenset({"cancelled", "entered-in-error", "rejected", "completed", "achieved"})
_PROSE = frozenset({"aim", "says", "note", "text", "now"})
_KNOWS = re.compile(
    r"\b(?:stop\w*|no longer|discontinu\w*|off (?:the|her|his|their)|do not take|not to take|allerg\w*|avoid)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A sentence, the place of the plan it is about, and the fact that says otherwise."""

    place: str
    says: str
    value: Value


def contradictions(
    chart: Chart, words: Mapping[str, Word], plan: Plan, zone: tzinfo
) -> list[Contradiction]:
    """Everything in the chart that speaks against the plan, in the plan's order."""
    gone = {place for place, word in words.items() if place.endswith("/gone") and word.text}
    standing = {
        place: word.text
        for place, word in words.items()
        if not any(place.startswith(f"{home.removesuffix('/gone')}/") for home in gone)
    }
    return [*_stopped(chart, standing, zone), *_other_targets(chart, plan)]


def _stopped(chart: Chart, standing: Mapping[str, str], zone: tzinfo) -> Iterator[Contradiction]:
    """The plan names a medicine that a source says was stopped; what says so itself knows."""
    known = medicines(chart, zone)
    for place, text in standing.items():
        if place.rpartition("/")[2] not in _PROSE or not text or _KNOWS.search(text):
            continue
        for name in named_in(text):
            stop = known.last_stop(name)
            if stop is None or _prescribed_since(known.prescribed.get(name, ()), stop.day, zone):
                continue
            told = f" ({stop.called})" if stop.called else ""
            says = f"The plan names {name}, stopped {_day(stop.day) if stop.is_dated else stop.when}{told}."
            yield Contradiction(place, says, stop.value)


def _prescribed_since(requests: tuple, day: date, zone: tzinfo) -> bool:
    """It was ordered anew after it had been stopped."""
    return any(r.began and r.began.first_day(zone) > day for r in requests)


def _other_targets(chart: Chart, plan: Plan) -> Iterator[Contradiction]:
    """Somebody else has set another target for what the plan measures."""
    for goal in plan.goals:
        number = followed_in(goal.measure)
        if number is None or (goal.low is None and goal.high is None):
            continue
        for other in chart.of("Goal"):
            if other.status not in _OVER and _not_ours(other) and _differs(goal, other, number):
                by = other.author or (other.source.called if other.source else "another source")
                bounds = _bounds(other.low, other.high)
                says = f"The plan aims at {number.name} {_bounds(goal.low, goal.high)}; {by} set {bounds}."
                yield Contradiction(f"{goal.place}/high", says, other)


def _differs(goal: Goal, other: SetGoal, number: object) -> bool:
    named = followed_in(f"{other.measure} {other.code.words}")
    set_ = other.low is not None or other.high is not None
    same_unit = not (goal.unit and other.unit) or goal.unit.casefold() == other.unit.casefold()
    return bool(
        named is number and set_ and same_unit and (other.low, other.high) != (goal.low, goal.high)
    )


def _not_ours(value: Value) -> bool:
    return value.source is None or value.source.feed != OURS


def _bounds(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    return f"at most {high:g}" if high is not None else f"at least {low or 0:g}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
