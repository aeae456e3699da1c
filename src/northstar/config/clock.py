"""The two clocks. The clinic's rules due dates and acts; the machine's rules sessions and retries.

The clinic's clock is real, or *held*: a row that web, worker and listener share, which a training
clinic advances by hand. No other file may read a clock.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

# The moment of a page, and whether the clinic's clock is held.
_moment: ContextVar[tuple[datetime, bool] | None] = ContextVar("the moment of a page", default=None)


def machine_now() -> datetime:
    """The machine's time, aware, in UTC: sessions, lock-out, leases, retries."""
    return datetime.now(UTC)


def ticks() -> float:
    """Seconds that only go forward, for measuring how long something took."""
    return time.perf_counter()


def zone() -> ZoneInfo:
    """The clinic's zone (NORTHSTAR_ZONE)."""
    return ZoneInfo(settings.TIME_ZONE)


def clinic_now() -> datetime:
    """The clinic's time, aware, in the clinic's zone: rules, due dates, acts."""
    standing = _moment.get()
    return standing[0] if standing else (_held() or machine_now()).astimezone(zone())


@contextmanager
def one_moment() -> Iterator[None]:
    """Inside, the clinic's time stands: a page is of one moment, and the clock is read once for it."""
    held = _held()
    token = _moment.set(((held or machine_now()).astimezone(zone()), held is not None))
    try:
        yield
    finally:
        _moment.reset(token)


def is_held() -> bool:
    """True where the clinic's clock stands until somebody advances it."""
    standing = _moment.get()
    return standing[1] if standing else _held() is not None


def _held() -> datetime | None:
    from northstar.access.clocks import held_at

    return held_at()


def clinic_clock(fresh: float = 1.0) -> Callable[[], datetime]:
    """`clinic_now` for somebody who asks hundreds of times a second: whether the clock is held, and
    where, is looked up at most once in `fresh` seconds."""
    looked, held = -fresh, None

    def now() -> datetime:
        nonlocal looked, held
        if time.monotonic() - looked >= fresh:
            looked, held = time.monotonic(), _held()
        return (held or machine_now()).astimezone(zone())

    return now
