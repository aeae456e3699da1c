"""Work that people opened follows the chart too: what a kind of casework does whenever a chart is judged.

Each kind joins in by a file `alongside.py` in its folder that declares `ALONGSIDE`: which of its open
pieces stand about some patients (one query for all of them), and how one chart changes them. It closes
nothing and moves no promise by itself; it changes what stands on the line.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from northstar.chart.chart import Chart
from northstar.discover import within


@dataclass(frozen=True, slots=True)
class Reviewed:
    """`standing(pks)`: open pieces by patient's row number. `follow(chart, pieces, now)`: brings them to
    what the chart says, and gives when that could change without a new fact, or None."""

    standing: Callable[[list[int]], dict[int, list[Any]]]
    follow: Callable[[Chart, list[Any], datetime], datetime | None]


class Alongside:
    """Everything of these patients that follows their charts, asked once for a slice."""

    def __init__(self, pks: list[int]) -> None:
        self._kinds = [
            (one, one.standing(pks))
            for one in within("northstar.casework", "alongside", "ALONGSIDE")
        ]

    def follow(self, pk: int, chart: Chart, now: datetime) -> Iterable[datetime]:
        """Bring one patient's along; the moments at which to look again."""
        for kind, standing in self._kinds:
            if pieces := standing.get(pk):
                again = kind.follow(chart, pieces, now)
                if again:
                    yield again
