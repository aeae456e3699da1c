"""What LACE and HOSPITAL ask of the stay itself: how it began, how long it was, what came before."""

from datetime import UTC, datetime, timedelta, tzinfo

from dateutil.relativedelta import relativedelta

from northstar.chart.chart import Chart
from northstar.rules.emergency import came_through_emergency, emergency_visits
from northstar.rules.risk.score import Part
from northstar.rules.stays import Stay, stays

# HL7 table 0007, FHIR and ActPriority codes, and the words feeds write instead.
_ACUTE = (
    "a",
    "e",
    "em",
    "emergency",
    "emer",
    "emergent",
    "u",
    "ur",
    "urgent",
    "accident",
    "trauma",
)
_PLANNED = ("c", "el", "elective", "r", "rr", "routine", "planned", "scheduled")
_FROM_EMERGENCY = ("emd", "7", "emergency", "emergency room", "emergency department")


def acute(chart: Chart, stay: Stay, points: int, zone: tzinfo | None) -> Part:
    """Was the admission urgent?"""
    first = stay.parts[0]
    told = {p.admission_type.strip().lower() for p in stay.parts} - {""}
    if told & set(_ACUTE):
        return Part("urgent admission", points, points, "urgent admission", first)
    came = {p.admit_source.strip().lower() for p in stay.parts}
    if came & set(_FROM_EMERGENCY) or came_through_emergency(chart, stay, zone):
        return Part("urgent admission", points, points, "came through the emergency room", first)
    if told & set(_PLANNED):
        return Part("urgent admission", 0, 0, "planned admission", first)
    return Part("urgent admission", 0, points, "whether the admission was urgent")


def planned(stay: Stay) -> bool:
    """True where the hospital says the admission was planned."""
    return any(p.admission_type.strip().lower() in _PLANNED for p in stay.parts)


def emergency_before(
    chart: Chart, stay: Stay, months: int, zone: tzinfo | None
) -> tuple[int, bool]:
    """Emergency visits in the months before admission, and whether all would have been heard."""
    end = stay.starts.start
    start = end - relativedelta(months=months)
    count = sum(1 for e in emergency_visits(chart, zone) if start <= e.began.start < end)
    return count, chart.heard_throughout("Encounter", start, end)


def admissions_before(
    chart: Chart, stay: Stay, months: int, zone: tzinfo | None
) -> tuple[int, bool]:
    """Stays that began in the months before this one, and whether all would have been heard."""
    end = stay.starts.start
    start = end - relativedelta(months=months)
    count = sum(1 for s in stays(chart, zone) if start <= s.starts.start < end)
    return count, chart.heard_throughout("Encounter", start, end)


def during(stay: Stay) -> tuple[datetime, datetime]:
    """From admission to discharge, with the whole of a day that is only told as a day."""
    begins = stay.admitted.start if stay.admitted else stay.starts.start - timedelta(days=1)
    return begins, stay.left.end if stay.left else datetime.max.replace(tzinfo=UTC)
