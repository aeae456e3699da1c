"""What time it is where the person lives, and whether a telephone may ring there now."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from northstar.chart.chart import Chart
from northstar.chart.people import Address
from northstar.chart.words import Consent
from northstar.knowledge import quiet_hours
from northstar.rules.addresses import as_sent, place
from northstar.rules.told_addresses import told_addresses

_STATE = re.compile(r"\b([A-Z]{2})[ ,]+\d{5}(?:-\d{4})?\s*$", re.IGNORECASE)
_NOT_A_HOME = frozenset({"old", "billing"})


@dataclass(frozen=True, slots=True)
class TheirClock:
    """`local`: now, by every clock that may hang there; `quiet`: a telephone must not ring."""

    local: tuple[datetime, ...]
    quiet: bool
    known: bool

    @property
    def says(self) -> str:
        """It is 06:30 where they live, and quiet hours end at 08:00."""
        times = " or ".join(dict.fromkeys(f"{at:%H:%M}" for at in self.local))
        first, last = quiet_hours.hours(self.local[0].date())
        ends = f"; the telephone rests from {last:%H:%M} to {first:%H:%M}" if self.quiet else ""
        where = "where they live" if self.known else "here; which clock they live by is not known"
        return f"It is {times} {where}{ends}."


def their_clock(chart: Chart, now: datetime) -> TheirClock:
    """By the home address; where none is known, the clinic's own clock (that of `now`)."""
    zones = _zones(chart)
    local = tuple(now.astimezone(ZoneInfo(name)) for name in zones) or (now,)
    return TheirClock(local, any(map(_rests, local)), bool(zones))


def zones_of(chart: Chart, clinic: tzinfo) -> tuple[tzinfo, ...]:
    """The clocks that may hang there; the clinic's where no address is known."""
    return tuple(map(ZoneInfo, _zones(chart))) or (clinic,)


def _zones(chart: Chart) -> tuple[str, ...]:
    """Of the home that a record holds and of those that the person told us: who has moved sleeps by the new
    clock, and until every record knows it both are obeyed."""
    home, told = home_of(chart), told_addresses(chart)
    states = [home.state] if home and not _left(home, told) else []
    states += [
        found[1]
        for (channel, address), (still, _) in told.items()
        if channel == "letter" and still and (found := _STATE.search(address.splitlines()[-1]))
    ]
    return tuple(dict.fromkeys(zone for state in states for zone in quiet_hours.zones(state)))


def _left(home: Address, told: dict[tuple[str, str], tuple[bool, Consent]]) -> bool:
    here = place("letter", as_sent("letter", "\n".join((*home.lines, _town(home)))))
    return any(place(*where) == here for where, (still, _) in told.items() if not still)


def _town(home: Address) -> str:
    return " ".join(filter(None, (home.city, home.state, home.postal_code)))


def home_of(chart: Chart) -> Address | None:
    """Where the person lives by the freshest source; a temporary place before the usual one."""
    found = [a for person in reversed(chart.persons) for a in person.addresses if _is_home(a)]
    return next((a for a in found if a.use == "temp"), found[0] if found else None)


def in_one_line(address: Address) -> str:
    """12 Grant Ave, San Francisco, CA 94108."""
    town = " ".join(part for part in (address.state, address.postal_code) if part)
    return ", ".join(part for part in (*address.lines, address.city, town) if part)


def _is_home(address: Address) -> bool:
    return address.use not in _NOT_A_HOME and bool(address.lines or address.state)


def _rests(at: datetime) -> bool:
    first, last = quiet_hours.hours(at.date())
    return not first <= at.time() < last


def awake(times: Iterable[datetime]) -> bool:
    """Whether a telephone may ring by all of these clocks."""
    return not any(map(_rests, times))
