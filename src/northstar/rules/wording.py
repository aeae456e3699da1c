"""Days and times as a coordinator says them."""

import re
from datetime import date, tzinfo
from typing import Any

from northstar.chart.when import When
from northstar.knowledge.calendar import short_day

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day(at: date) -> str:
    """Wed 9 Sep."""
    return short_day(at)


def when(at: When, zone: tzinfo | None) -> str:
    """Wed 9 Sep 16:00; as much of it as is known: "Wed 9 Sep", "Sep 2026", "2026"."""
    known = at.day(zone)
    if not known:
        return at.text if at.precision == "year" else f"{at.first_day(zone):%b %Y}"
    if at.precision == "day":
        return day(known)
    return f"{day(known)} {at.start.astimezone(zone):%H:%M}"


def with_year(at: date) -> str:
    """9 Sep 2026."""
    return f"{at.day} {at:%b %Y}"


def dated(at: When, zone: tzinfo | None) -> str:
    """9 Sep 2026, as much of it as is known: "Sep 2026", "2026"."""
    known = at.day(zone)
    return with_year(known) if known else when(at, zone)


def part_of_day(at: When, zone: tzinfo | None) -> str:
    """Friday night, 4 Sep; Friday 4 Sep where no hour was told; Sep 2026 where no day was."""
    known = at.day(zone)
    if not known:
        return when(at, zone)
    name = _DAYS[known.weekday()]
    if at.precision == "day":
        return f"{name} {known.day} {known:%b}"
    return f"{_part(name, at.start.astimezone(zone).hour)}, {known.day} {known:%b}"


def joined(words: list[str]) -> str:
    """One, two and three."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def counted(number: int, one: str, many: str = "") -> str:
    """1 visit, 3 visits."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _part(name: str, hour: int) -> str:
    if hour < 5:
        return f"early {name}"
    part = "morning" if hour < 12 else "afternoon" if hour < 17 else "evening" if hour < 21 else ""
    return f"{name} {part or 'night'}"


_REMARK = re.compile(r"\{([^}]*)\}")


def unit(written: str) -> str:
    """A unit as people write it: what UCUM puts in braces is a remark (`{INR}` says nothing), but for the
    square metres of a body (`mL/min/{1.73_m2}`)."""
    plain = _REMARK.sub(lambda found: found[1] if found[1][:1].isdigit() else "", written)
    return (
        plain.replace("_", " ").replace("m2", "m²").strip(" /")
        if plain != written
        else written.strip()
    )


def amount(value: Any) -> str:
    """A measured number with its unit: `4.4`, `33 mL/min/1.73 m²`, `>60 mg/dL`."""
    return f"{value.comparator}{value.number:g} {unit(value.unit)}".strip()
