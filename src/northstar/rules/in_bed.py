"""Is somebody in hospital at this moment? What a hand-over, a promise and the board ask alike."""

from datetime import datetime, timedelta

from northstar.chart.chart import Chart
from northstar.rules.stays import Stay, stays


def in_bed(chart: Chart, now: datetime, longest: timedelta) -> Stay | None:
    """The stay that lasts now, begun no longer ago than `longest`; None where they have left or are told to
    leave at a time that has come, and where the stay is over though nobody said since when."""
    found = stays(chart, now.tzinfo)
    last = found[-1] if found else None
    if last is None or last.admitted is None or last.day_unsaid(now.tzinfo):
        return None
    if last.left and last.left.start <= now:
        return None
    return last if last.admitted.start <= now <= last.admitted.start + longest else None
