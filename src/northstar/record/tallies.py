"""The import report over time: what each feed brought, day by day and by type of document.

Counted once, when an arrival is filed, refused or set aside, and corrected when it is read again, so
that the report of a year costs no more than that of a day. Reasons are kept without the values they
speak of: a report for whoever keeps the feeds tells nothing about a person.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date

from northstar.record.models import Arrival, Feed, Verdict
from northstar.record.store import change, select

_VALUE = re.compile(r"“[^”]*”|\"[^\"]*\"|'[^']*'|‘[^’]*’")
_NUMBER = re.compile(r"\d+")
_WAITS = (Verdict.REFUSED, Verdict.QUARANTINED)


@dataclass(slots=True)
class Sort:
    """One type of document of one feed: elements kept by kind, reasons of doubt and of dropping, how
    many arrivals each day brought and how many elements of those were not kept whole."""

    feed: str
    title: str
    format: str
    sort: str
    arrivals: int = 0
    refused: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    doubted: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    readers: Counter[str] = field(default_factory=Counter)
    days: Counter[date] = field(default_factory=Counter)
    troubled: Counter[date] = field(default_factory=Counter)


def add(arrivals: Iterable[Arrival]) -> None:
    """Count these arrivals into the report of their feeds, in the open write transaction."""
    _change(arrivals, 1)


def take_off(arrivals: Iterable[Arrival]) -> None:
    """Take back what was counted for these arrivals, before another account takes its place."""
    _change(arrivals, -1)


def report(since: date, feed: Feed | None = None) -> list[Sort]:
    """Every type of document that came since a day, the busiest first; of one feed or of all."""
    found: dict[tuple, Sort] = {}
    whose = " AND t.feed_id = %s" if feed else ""
    rows = select(
        "SELECT f.name, f.title, t.format, t.sort, t.what, t.name, t.day, t.count FROM record_tally t "
        f"JOIN record_feed f ON f.id = t.feed_id WHERE t.day >= %s AND t.count <> 0{whose}",
        [since, feed.pk] if feed else [since],
    )
    for name, title, fmt, sort, what, word, day, count in rows:
        one = found.setdefault((name, fmt, sort), Sort(name, title or name, fmt, sort))
        _put(one, what, word, day if isinstance(day, date) else date.fromisoformat(day), count)
    return sorted(found.values(), key=lambda one: (one.title, -one.arrivals, one.sort))


def _put(one: Sort, what: str, word: str, day: date, count: int) -> None:
    if what == "arrivals":
        one.days[day] += count
        one.arrivals += count
        one.refused += count if word in _WAITS else 0
    elif what == "reader":
        one.readers[word] += count
    else:
        getattr(one, what)[word] += count
        if what != "kept":
            one.troubled[day] += count


def _change(arrivals: Iterable[Arrival], sign: int) -> None:
    counts: dict[tuple, int] = defaultdict(int)
    for arrival in arrivals:
        said = json.loads(arrival.report or "{}")
        day = arrival.received.astimezone(UTC).date()
        head = (arrival.feed_id, day, arrival.format, said.get("sort", "")[:80])
        for what, name, count in _counted(arrival, said):
            counts[*head, what, name[:200]] += sign * count
    change(
        "INSERT INTO record_tally (feed_id, day, format, sort, what, name, count) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s) "
        "ON CONFLICT (feed_id, day, format, sort, what, name) "
        "DO UPDATE SET count = record_tally.count + excluded.count",
        [(*key, count) for key, count in sorted(counts.items()) if count],
    )


def _counted(arrival: Arrival, said: dict) -> Iterable[tuple[str, str, int]]:
    yield "arrivals", arrival.verdict, 1
    yield "reader", arrival.reader, 1
    for kind, count in said.get("kept", {}).items():
        yield "kept", kind, count
    for what in ("doubted", "dropped"):
        told = said.get(what, [])
        for trouble in told:
            yield what, plain(trouble["why"]), 1
        if more := said.get(f"{what}_count", 0) - len(told):
            yield what, "more of the same arrivals", more


def plain(why: str) -> str:
    """A reason without the values it speaks of, so that the same reasons are counted together."""
    return _NUMBER.sub("#", _VALUE.sub("…", why))[:200]
