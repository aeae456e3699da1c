"""Days and hours as the desk says them: Thu 3 Dec, 16:00; the year only where it is needed."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache

from northstar.chart.when import When

_NEAR = 300  # days; further off, a day without its year misleads


@dataclass(frozen=True, slots=True)
class Calendar:
    """`today` and `zone` are the clinic's."""

    zone: tzinfo
    today: date

    def day(self, at: date) -> str:
        """20 Nov; 20 Nov 2024."""
        return _day(at, abs((at - self.today).days) < _NEAR)

    def day_of(self, at: datetime | None) -> str:
        return self.day(at.astimezone(self.zone).date()) if at else ""

    def short(self, at: When | None) -> str:
        """20 Nov; Nov 2024; 2024."""
        if at is None:
            return ""
        known = at.day(self.zone)
        if known:
            return self.day(known)
        return at.text if at.precision == "year" else f"{at.first_day(self.zone):%b %Y}"

    def full(self, at: When | None) -> str:
        """Thu 3 Dec, 10:20, as much as is known."""
        known = at.day(self.zone) if at else None
        if at is None or known is None:
            return self.short(at)
        named = f"{known:%a} {self.day(known)}"
        return (
            named if at.precision == "day" else f"{named}, {at.start.astimezone(self.zone):%H:%M}"
        )

    def born(self, at: When | None) -> str:
        """14 Mar 1952."""
        known = at.day(self.zone) if at else None
        if at is None or known is None:
            return self.short(at)
        return f"{known.day} {known:%b} {known.year}"

    def moment(self, at: datetime | None) -> str:
        """Thu 19 Nov, 16:10."""
        if at is None:
            return ""
        local = at.astimezone(self.zone)
        return f"{local:%a} {self.day(local.date())}, {local:%H:%M}"


@lru_cache(16384)
def _day(at: date, near: bool) -> str:
    return f"{at.day} {at:%b}" if near else f"{at.day} {at:%b} {at.year}"
