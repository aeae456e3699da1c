"""Results: the latest of each test in words, its course as a small line, and the same as a table."""

from collections import defaultdict
from dataclasses import dataclass

from northstar.chart.chart import Chart
from northstar.chart.clinical import Observation
from northstar.desk.source.chip import Chip, Chips
from northstar.desk.source.wording import answer, bounds, judged, unit_of

_KINDS = frozenset({"laboratory", "vital-signs", "", "exam", "imaging", "procedure", "survey"})
_NOT_A_RESULT = frozenset({"cancelled", "entered-in-error", "registered"})
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
    at: float
    more: int = 0


def tests(chart: Chart, chips: Chips) -> list[Test]:
    """Every test there is, out of range first, then the latest."""
    by_test: dict[str, list[Observation]] = defaultdict(list)
    for observation in chart.observations:
        if _is_result(observation):
            by_test[observation.code.token or observation.code.words].append(observation)
    found = [_test(values, chips) for values in by_test.values()]
    found.sort(key=lambda test: (not test.judged, -test.at))
    return found


def _is_result(value: Observation) -> bool:
    return (
        value.category in _KINDS
        and value.status not in _NOT_A_RESULT
        and (value.number is not None or bool(value.components) or bool(value.text or value.value))
    )


def _test(values: list[Observation], chips: Chips) -> Test:
    last = values[-1]
    numbers = [v for v in values if v.number is not None and v.unit == last.unit][-_POINTS:]
    line, end, band = _drawn(numbers, last) if len(numbers) > 1 else ("", None, None)
    return Test(
        name=last.code.text or last.code.words,
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
        at=last.began.start.timestamp() if last.began else 0.0,
        more=max(0, len(values) - _POINTS),
    )


def _drawn(numbers: list[Observation], last: Observation):
    """Points of the line, its end, and the range behind it, in a box of 104 by 28."""
    heights = [v.number for v in numbers if v.number is not None]
    known = [edge for edge in (last.low, last.high) if edge is not None]
    least, most = min(heights + known), max(heights + known)
    spread = (most - least) or 1.0

    def y(value: float) -> float:
        return _HIGH - 4 - (value - least) / spread * (_HIGH - 8)

    step = (_WIDE - 8) / (len(heights) - 1)
    places = [(4 + i * step, y(value)) for i, value in enumerate(heights)]
    line = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
    end = (f"{places[-1][0]:.1f}", f"{places[-1][1]:.1f}")
    if not known:
        return line, end, None
    top = y(last.high) if last.high is not None else 2.0
    foot = y(last.low) if last.low is not None else _HIGH - 2
    return line, end, (f"{top:.1f}", f"{max(foot - top, 1.0):.1f}")


def in_words(test: Test) -> str:
    """3.4 high, 20 Nov: for who does not see the line."""
    return " ".join(
        part for part in (test.name, test.value, test.unit, test.judged, test.day) if part
    )
