"""Blood pressure readings outside hospital, as the quality measure reads them."""

import re
from dataclasses import dataclass
from datetime import date, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.clinical import Observation
from northstar.knowledge.screening import DIASTOLIC, SYSTOLIC
from northstar.rules.stays import in_hospital_until

_WRITTEN = re.compile(r"\s*(\d{2,3})\s*/\s*(\d{2,3})\s*(?:mm ?\[?hg\]?)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """The lowest systolic and lowest diastolic of one day; zero where a part was never sent."""

    day: date
    systolic: float
    diastolic: float
    fact: Observation

    @property
    def words(self) -> str:
        return f"{self.systolic:g}{f' over {self.diastolic:g}' if self.diastolic else ''}"

    def reaches(self, limits: tuple[int, int]) -> bool:
        """At or above either limit."""
        return self.systolic >= limits[0] or self.diastolic >= limits[1]


def latest_day(chart: Chart, zone: tzinfo) -> Reading | None:
    """The most recent day with a reading that was not taken during a stay."""
    if "latest pressure" not in chart.views:
        chart.views["latest pressure"] = _latest(chart, zone)
    return chart.views["latest pressure"]


def _latest(chart: Chart, zone: tzinfo) -> Reading | None:
    told = [r for r in _readings(chart) if not _in_hospital(chart, r[0], zone)]
    if not told:
        return None
    last = max(told, key=lambda r: r[0].began.start)[0]
    day = last.began.first_day(zone)
    of_day = [r for r in told if r[0].began.first_day(zone) == day]
    return Reading(day, _lowest(of_day, 1), _lowest(of_day, 2), last)


def _readings(chart: Chart) -> list[tuple[Observation, float, float]]:
    pressures = chart.observed("85354-9", "55284-4")
    found = [(o, *(_parts(o) or _in_words(o))) for o in pressures]
    found += [(o, o.number or 0.0, 0.0) for o in chart.observed(SYSTOLIC)]
    found += [(o, 0.0, o.number or 0.0) for o in chart.observed(DIASTOLIC)]
    return [r for r in found if r[0].began and (r[1] or r[2]) and r[0].status != "entered-in-error"]


def _parts(o: Observation) -> tuple[float, float] | None:
    upper, lower = o.part(SYSTOLIC), o.part(DIASTOLIC)
    return (upper or 0.0, lower or 0.0) if upper or lower else None


def _in_words(o: Observation) -> tuple[float, float]:
    """Some systems send both numbers as one text: "132/84 mmHg"."""
    found = _WRITTEN.match(o.text)
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def _lowest(of_day: list, part: int) -> float:
    return min((r[part] for r in of_day if r[part]), default=0.0)


def _in_hospital(chart: Chart, reading: Observation, zone: tzinfo) -> bool:
    return in_hospital_until(chart, reading.began.start, zone) is not None
