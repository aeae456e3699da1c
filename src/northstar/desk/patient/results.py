"""Her numbers: the latest of each test in words, its course as a small line, and the same as a table.

Those that a coordinator follows come first. The band behind a line is the person's own target, where a goal
states one, else the range that the source gives.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from northstar.chart.chart import Chart
from northstar.chart.clinical import Observation
from northstar.chart.words import Goal
from northstar.desk.patient.listed import Listed
from northstar.desk.patient.matters import aim
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import DIASTOLIC, SYSTOLIC, answer, bounds, judged, unit_of
from northstar.knowledge.followed import FOLLOWED, followed_by_code, followed_in

_KINDS = frozenset({"laboratory", "vital-signs", "exam", "imaging", "procedure"})
_NUMBERS_ONLY = frozenset({"", "survey", "activity"})  # there, words are answers, not results
_NOT_A_RESULT = frozenset({"cancelled", "entered-in-error", "registered"})
_NOT_AIMED_AT = frozenset({"cancelled", "entered-in-error", "rejected", "completed"})
_POINTS, _WIDE, _HIGH = 12, 104.0, 28.0
MOST = 12


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement in words."""

    day: str
    words: str
    judged: str
    chip: Chip | None


@dataclass(frozen=True, slots=True)
class Test:
    """One test: `line` and `band` are ready for the sparkline, empty where there is no course."""

    name: str
    value: str
    unit: str
    judged: str
    bounds: str
    day: str
    chip: Chip | None
    line: str
    end: tuple[str, str] | None
    band: tuple[str, str] | None
    points: list[Point]
    more: int = 0
    lower: str = ""  # of a blood pressure, the course of the second number
    aim: str = ""  # the person's own target in words, and the goal that states it
    aim_chip: Chip | None = None

    @property
    def table(self) -> SafeString:
        """Its measurements as rows of a table; a page has hundreds, so they are no template."""
        more = format_html(_MORE, self.name, self.more) if self.more else ""
        rows = (
            (self.name, p.day, p.words, p.judged, p.chip.html if p.chip else "")
            for p in self.points
        )
        return format_html("{}{}", format_html_join("", _POINT, rows), more)


_POINT = '<tr><th scope="row">{}</th><td class="num nowrap">{}</td><td>{} {} {}</td></tr>'
_MORE = '<tr><th scope="row">{}</th><td colspan="2">and {} earlier</td></tr>'


def tests(chart: Chart, chips: Chips) -> Listed:
    """Every test there is: the followed ones, then what is out of range, then the latest."""
    by_test: dict[str, list[Observation]] = defaultdict(list)
    for observation in chart.observations:
        if _is_result(observation):
            by_test[_key(observation)].append(observation)
    aims = targets(chart)
    keys = sorted(by_test, key=lambda key: _order(key, by_test[key][-1]))
    return Listed(keys, lambda key: _test(by_test[key], aims.get(key), chips))


def _order(key: str, last: Observation) -> tuple[int, bool, float]:
    return _rank(key), not judged(last), -last.began.start.timestamp() if last.began else 0.0


def _key(value: Observation) -> str:
    """Tests that mean the same to who follows them share one line."""
    followed = followed_by_code(value.code.code("loinc"))
    return followed.row.code if followed else value.code.token or value.code.words


def _rank(key: str) -> int:
    return next((rank for rank, one in enumerate(FOLLOWED) if one.row.code == key), len(FOLLOWED))


def targets(chart: Chart) -> dict[str, Goal]:
    """The latest goal in force that sets a number for each followed test."""
    found: dict[str, Goal] = {}
    for goal in chart.of("Goal"):
        states = goal.low is not None or goal.high is not None
        followed = followed_in(f"{goal.measure} {goal.code.words}") if states else None
        if followed and goal.status not in _NOT_AIMED_AT:
            found[followed.row.code] = goal
    return found


def _is_result(value: Observation) -> bool:
    measured = value.number is not None or bool(value.components)
    return (
        (value.category in _KINDS or (measured and value.category in _NUMBERS_ONLY))
        and value.status not in _NOT_A_RESULT
        and (measured or bool(value.text or value.value))
    )


def _test(values: list[Observation], goal: Goal | None, chips: Chips) -> Test:
    last = values[-1]
    edges = _edges(last, goal)
    line, end, band, lower = _courses([v for v in values if v.unit == last.unit][-_POINTS:], edges)
    followed = followed_by_code(last.code.code("loinc"))
    return Test(
        name=followed.name if followed else last.code.text or last.code.words,
        value=answer(last)[:80],
        unit=unit_of(last),
        judged=judged(last),
        bounds=bounds(last),
        day=chips.calendar.short(last.began),
        chip=chips.of(last),
        line=line,
        end=end,
        band=band,
        points=[
            Point(
                chips.calendar.short(v.began),
                f"{answer(v)[:60]} {unit_of(v)}".strip(),
                judged(v),
                chips.of(v),
            )
            for v in reversed(values[-_POINTS:])
        ],
        more=max(0, len(values) - _POINTS),
        lower=lower,
        aim=aim(goal) if goal else "",
        aim_chip=chips.of(goal) if goal else None,
    )


Edges = tuple[float | None, float | None]


def _edges(last: Observation, goal: Goal | None) -> Edges:
    """The person's own target, where it is in the unit of the result; else the source's range."""
    if goal and (not goal.unit or not last.unit or goal.unit.casefold() == last.unit.casefold()):
        return goal.low, goal.high
    return last.low, last.high


def _courses(values: list[Observation], edges: Edges):
    """The course of the numbers; of a pressure, of both."""
    numbers = [v.number for v in values if v.number is not None]
    if not numbers:
        upper = [n for v in values if (n := v.part(SYSTOLIC)) is not None]
        under = [n for v in values if (n := v.part(DIASTOLIC)) is not None]
        if len(upper) > 1 and len(upper) == len(under):
            line, end, band = _drawn(upper, edges, under)
            return line, end, band, _drawn(under, edges, upper)[0]
    drawn = _drawn(numbers, edges) if len(numbers) > 1 else ("", None, None)
    return (*drawn, "")


def _drawn(heights: list[float], edges: Edges, beside: Sequence[float] = ()):
    """Points of the line, its end, and the band behind it, in a box of 104 by 28."""
    known = [edge for edge in edges if edge is not None]
    least, most = min([*heights, *known, *beside]), max([*heights, *known, *beside])
    spread = (most - least) or 1.0

    def y(value: float) -> float:
        return _HIGH - 4 - (value - least) / spread * (_HIGH - 8)

    step = (_WIDE - 8) / (len(heights) - 1)
    places = [(4 + i * step, y(value)) for i, value in enumerate(heights)]
    line = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
    end = (f"{places[-1][0]:.1f}", f"{places[-1][1]:.1f}")
    if not known:
        return line, end, None
    low, high = edges
    top = y(high) if high is not None else 2.0
    foot = y(low) if low is not None else _HIGH - 2
    return line, end, (f"{top:.1f}", f"{max(foot - top, 1.0):.1f}")


def in_words(test: Test) -> str:
    """3.4 high, 20 Nov: for who does not see the line."""
    return " ".join(
        part for part in (test.name, test.value, test.unit, test.judged, test.day) if part
    )
