"""May we argue from silence? Only while the feeds that would have spoken were heard throughout."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from northstar.chart.chart import Chart, Heard
from northstar.rules.assess import as_moment
from northstar.rules.signal import LookAgain

_MOMENT = timedelta(seconds=1)


def heard(chart: Chart, kinds: tuple[str, ...], start: datetime, now: datetime) -> bool:
    """True where every feed that brings these kinds spoke from `start` to `now`."""
    return all(chart.heard_throughout(kind, start, now) for kind in kinds)


def heard_by(
    chart: Chart, kinds: tuple[str, ...], start: datetime, due: date | datetime, now: datetime
) -> bool:
    """True where they spoke from `start` until it was due: what was missing then was not lost.

    A window that has closed stays as it was heard, so its answer needs no daily second look.
    """
    return heard(chart, kinds, start, min(now, as_moment(due, now)))


def doubtful_from(chart: Chart, kinds: tuple[str, ...]) -> datetime | None:
    """The first moment at which one of these feeds will have been silent for too long."""
    ends = [h.last + h.every for h in chart.heard if h.kinds.intersection(kinds)]
    return min(ends) + _MOMENT if ends else None


def heard_since(
    chart: Chart, kind: str, since: datetime, now: datetime, bearing: timedelta = timedelta(0)
) -> bool:
    """As `heard`, for long look-backs: a feed may have been quiet at the end for as long as `bearing`.

    A feed that has just fallen quiet is one feed line's matter; a yearly gap does not go away for it.
    """
    bringing = [feed for feed in chart.heard if kind in feed.kinds]
    return bool(bringing) and all(_spoke(feed, since, now, bearing) for feed in bringing)


def changes(
    chart: Chart,
    kind: str,
    now: datetime,
    bearing: timedelta = timedelta(0),
    reach: timedelta | None = None,
) -> Iterator[LookAgain]:
    """When the answer of `heard_since` could change while nothing arrives.

    The feed may have been quiet too long; and where the window moves with `now` (its length is
    `reach`), it may move past a feed's first word or past a gap.
    """
    for feed in chart.heard:
        if kind in feed.kinds:
            edges = [feed.last + max(feed.every, bearing) + _MOMENT]
            if reach is not None:
                edges += [at + reach for at in (feed.first, *(ends for _, ends in feed.gaps))]
            yield from (LookAgain(edge) for edge in edges if edge > now)


def _spoke(feed: Heard, since: datetime, now: datetime, bearing: timedelta) -> bool:
    if feed.first > since or now - feed.last >= max(feed.every, bearing) + _MOMENT:
        return False
    return not any(begins < now and ends > since for begins, ends in feed.gaps)
