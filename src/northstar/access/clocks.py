"""The held clock of a training clinic: it stands, and moves only forward, by hand."""

from datetime import datetime, timedelta

from northstar.access.models import HeldClock
from northstar.access.refuse import Refused
from northstar.access.worded_once import worded_once


def held_at() -> datetime | None:
    """Where the clinic's clock is held; None where it runs."""
    return next(iter(_held()), None)


_held = worded_once(lambda: HeldClock.objects.values_list("at", flat=True)[:1])


def advance(*, by: timedelta | None, morning: int = 7, now: datetime) -> datetime:
    """Move the held clock on by a while, or to the next morning at that hour."""
    held = HeldClock.objects.first()
    if held is None:
        raise Refused("This clinic's clock is the real one; it cannot be moved.")
    if by is not None and by <= timedelta(0):
        raise Refused("The clock moves only forward.")
    tomorrow = (now + timedelta(days=1)).replace(hour=morning, minute=30, second=0, microsecond=0)
    held.at = now + by if by else tomorrow
    held.save(update_fields=["at"])
    return held.at
