"""When a message that rings may leave: by the clock of who gets it, not by ours."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

from northstar.chart.chart import Chart
from northstar.knowledge.quiet_hours import hours
from northstar.rules.their_clock import awake, zones_of

RINGS = frozenset({"text", "email", "portal"})
_ONE_DAY = timedelta(days=1)


def not_before(channel: str, chart: Chart, now: datetime) -> datetime | None:
    """When it may leave, where that is not now. `now` is in the clinic's zone, whose clock counts where
    the state of no address is known."""
    return wakes(now, zones_of(chart, now.tzinfo or UTC)) if channel in RINGS else None


def wakes(now: datetime, zones: Iterable[tzinfo]) -> datetime | None:
    """The first moment after `now` that is by day on all these clocks; None where it is now."""
    zones = list(zones)
    if _all_awake(now, zones):
        return None
    opening = (_opening(now, zone, ahead) for ahead in range(4) for zone in zones)
    at = min(at for at in opening if at > now and _all_awake(at, zones))
    return at.astimezone(now.tzinfo)


def _all_awake(at: datetime, zones: list[tzinfo]) -> bool:
    return awake(at.astimezone(zone) for zone in zones)


def _opening(now: datetime, zone: tzinfo, ahead: int) -> datetime:
    day = now.astimezone(zone).date() + ahead * _ONE_DAY
    return datetime.combine(day, hours(day)[0], zone)
