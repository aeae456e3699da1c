"""What a letter may say of a person by itself: nothing that is restricted, whoever writes it.

Whoever writes may be entitled to more than the one who opens the envelope.
"""

from collections.abc import Callable
from datetime import datetime, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.visits import Appointment
from northstar.chart.when import When

_COMING = frozenset({"booked", "pending"})


def values(chart: Chart, now: datetime, language: str = "en") -> dict[str, str]:
    """The name to greet by, the date of birth and the next visit; "" where not known."""
    person = next((p for p in reversed(chart.persons) if p.name and not _label(p)), None)
    name = person.name if person else None
    born = person.birth_date if person else None
    visit = _next(chart, now)
    return {
        "name": (name.plain if name else ""),
        "born": _birth(born, now.tzinfo) if born else "",
        "visit": _said(visit, now.tzinfo, language) if visit else "",
    }


def _birth(born: When, zone: tzinfo | None) -> str:
    """Mar 14, 1952, as an office reads it; as it was written where the day is not known."""
    day = born.day(zone)
    return f"{day:%b} {day.day}, {day.year}" if day else born.text


def _next(chart: Chart, now: datetime) -> Appointment | None:
    """The next one with an hour that anybody may know of."""
    coming = [
        a for a in chart.appointments
        if a.status in _COMING and a.start and a.start.start > now and not _label(a)
    ]  # fmt: skip
    return min(coming, key=lambda a: a.start.start if a.start else now, default=None)


def _said(visit: Appointment, zone: tzinfo | None, language: str) -> str:
    assert visit.start is not None, "only a visit with a time is chosen"
    day = visit.start.day(zone)
    at = None if visit.start.precision == "day" else visit.start.start.astimezone(zone)
    words = _WAYS.get(language[:2].lower(), _english)(at or day, at is not None) if day else ""
    return f"{words}, {visit.location}" if words and visit.location else words


def _english(at, with_hour: bool) -> str:
    """Thu, Sep 17, 10:20 am."""
    day = f"{at:%a}, {at:%b} {at.day}"
    if not with_hour:
        return day
    minutes = f":{at:%M}" if at.minute else ""
    return f"{day}, {at.hour % 12 or 12}{minutes} {'pm' if at.hour >= 12 else 'am'}"


def _spanish(at, with_hour: bool) -> str:
    months = (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    )
    day = f"el {at.day} de {months.split()[at.month - 1]}"
    return f"{day} a las {at.hour}:{at:%M}" if with_hour else day


def _chinese(at, with_hour: bool) -> str:
    day = f"{at.month}月{at.day}日"
    return f"{day} {at.hour}:{at:%M}" if with_hour else day


_WAYS: dict[str, Callable[..., str]] = {"es": _spanish, "zh": _chinese}


def _label(value) -> int:
    return value.source.label if value.source else 0
