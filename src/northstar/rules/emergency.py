"""Visits to the emergency department that ended there, however many sources tell of them."""

from datetime import timedelta, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.visits import Encounter
from northstar.rules.stays import HERE, Stay, nights, stays

EMERGENCY = "EMER"
_ARRIVAL = timedelta(hours=2)  # the desk registers at the door, the ward at the bed


def emergency_visits(chart: Chart, zone: tzinfo | None) -> list[Encounter]:
    """Emergency visits that did not end in a stay: one a day and facility, oldest first. What two feeds
    tell of one visit is one, whatever each of them calls the hospital."""
    if "emergency" not in chart.views:
        seen: list[Encounter] = []
        for e in chart.encounters:
            came = e.class_code == EMERGENCY and e.status in HERE and e.began
            if came and not _led_to_stay(chart, e, zone):
                at = next((n for n, other in enumerate(seen) if _one_visit(other, e, zone)), None)
                if at is None:
                    seen.append(e)
                elif e.disposition and not seen[at].disposition:
                    seen[at] = e
        chart.views["emergency"] = seen
    return chart.views["emergency"]


def came_through_emergency(chart: Chart, stay: Stay, zone: tzinfo | None) -> bool:
    """True where an emergency visit stands at the beginning of the stay."""
    return bool(stay.admitted) and any(
        e.class_code == EMERGENCY and e.began and _admits(e, stay, zone) for e in chart.encounters
    )


def _one_visit(one: Encounter, other: Encounter, zone: tzinfo | None) -> bool:
    first, second = one.began, other.began
    same_day = first.first_day(zone) == second.first_day(zone)
    if same_day and one.facility == other.facility:
        return True
    if not (one.source and other.source) or one.source.feed == other.source.feed:
        return False
    if "day" in (first.precision, second.precision):
        return same_day
    return abs(first.start - second.start) < _ARRIVAL


def _led_to_stay(chart: Chart, e: Encounter, zone: tzinfo | None) -> bool:
    return any(s.admitted and _admits(e, s, zone) for s in stays(chart, zone))


def _admits(e: Encounter, stay: Stay, zone: tzinfo | None) -> bool:
    """The visit ended in this stay: admitted during it, or on the same or next day after it."""
    if not e.began or not stay.admitted:
        return False
    ended = e.ended or e.began
    inside = stay.left is not None and stay.admitted.start <= e.began.start < stay.left.start
    return inside or (e.began.start < stay.admitted.end and nights(ended, stay.admitted, zone) <= 1)
