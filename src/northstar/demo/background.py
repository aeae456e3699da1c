"""The people around the cast: their files, with the pharmacies' daily tables made of everyone's fills."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from northstar.demo.arrivals import Envelope
from northstar.demo.generator import connected, without_fills
from northstar.demo.lives import QUIET, life
from northstar.demo.systems import pharmacy_rows
from northstar.demo.writing import fills

SEED = 2026
COUNT = 178


def envelopes(now: datetime) -> Iterator[Envelope]:
    """Everything of the background people that has reached the clinic by `now`."""
    handed: dict[date, list[tuple]] = defaultdict(list)
    since, closed = connected(now), _last_closing(now)
    for n in range(COUNT):
        lived = life(SEED, n, now, QUIET)
        for envelope in without_fills(SEED, lived, now, QUIET):
            # The night's and the weekend's hospital messages are the cast's alone, to be counted.
            if envelope.received < closed or envelope.feed not in ("hospital-a", "hospital-b", "dialysis"):  # fmt: skip
                yield envelope
        for on, row in pharmacy_rows(lived, now):
            handed[max(on, since.date())].append(row)
    for on, rows in sorted(handed.items()):
        at = datetime.combine(on + timedelta(days=1), time(4, 30), now.tzinfo)
        if at <= now:
            yield Envelope(at, "pharmacy", f"fills-{on:%j}.csv", fills.table(rows))


def _last_closing(now: datetime) -> datetime:
    """Friday half past four, seen from a Tuesday after a Monday holiday."""
    days = (now.weekday() - 4) % 7 or 7
    return datetime.combine(now.date() - timedelta(days=days), time(16, 30), now.tzinfo)
