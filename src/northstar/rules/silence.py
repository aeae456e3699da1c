"""May we argue from silence? Only while the feeds that would have spoken were heard throughout."""

from datetime import datetime, timedelta

from northstar.chart.chart import Chart

_MOMENT = timedelta(seconds=1)


def heard(chart: Chart, kinds: tuple[str, ...], start: datetime, now: datetime) -> bool:
    """True where every feed that brings these kinds spoke from `start` to `now`."""
    return all(chart.heard_throughout(kind, start, now) for kind in kinds)


def doubtful_from(chart: Chart, kinds: tuple[str, ...]) -> datetime | None:
    """The first moment at which one of these feeds will have been silent for too long."""
    ends = [h.last + h.every for h in chart.heard if h.kinds.intersection(kinds)]
    return min(ends) + _MOMENT if ends else None
