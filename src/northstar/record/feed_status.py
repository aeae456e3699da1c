"""How each feed does: heard when, late or not, whom that touches, what came, and what waits for a person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.record import feeds
from northstar.record.models import Arrival, Feed, Verdict
from northstar.record.store import select

_WAITS = (Verdict.QUARANTINED, Verdict.REFUSED)
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Status:
    """One feed. `late` is by how long its promise is broken; None where it is in time or silent by nature."""

    name: str
    title: str
    format: str
    last: datetime | None
    late: timedelta | None
    people: int
    days: list[tuple[date, int]]
    waiting: int

    @property
    def today(self) -> int:
        return self.days[-1][1]

    @property
    def week(self) -> int:
        return sum(count for _, count in self.days)


def overview(now: datetime) -> list[Status]:
    """Every feed, the late ones first. Five queries, whatever their number."""
    heard, people = feeds.heard(), _people()
    came, waiting = _came(now), _waiting(now)
    week = [now.date() - timedelta(days=back) for back in range(_DAYS - 1, -1, -1)]
    found = []
    for row in Feed.objects.order_by("title", "name"):
        hearing = heard.get(row.pk)
        silent = now - hearing.last - hearing.every if hearing else timedelta(0)
        found.append(
            Status(
                name=row.name,
                title=row.title or row.name,
                format=row.format,
                last=hearing.last if hearing else None,
                late=silent if silent > timedelta(0) else None,
                people=people.get(row.pk, 0),
                days=[(day, came.get((row.pk, day), 0)) for day in week],
                waiting=waiting.get(row.pk, 0),
            )
        )
    return sorted(found, key=lambda status: (status.late is None, status.title))


def feed_named(name: str) -> Feed:
    """The feed of this name; raises Refused where there is none."""
    row = Feed.objects.filter(name=name).first()
    if row is None:
        raise Refused("There is no such feed here.", status=404)
    return row


def latest(viewer: Viewer, feed: Feed, most: int, *, waiting: bool) -> list[Arrival]:
    """The newest arrivals of a feed, or those that wait for a person; notes the look."""
    rows = Arrival.objects.filter(feed=feed).select_related("feed")
    rows = rows.filter(verdict__in=_WAITS) if waiting else rows
    found = list(rows.order_by("-received", "-pk")[:most])
    viewer.looks_at(arrivals=[str(row.public_id) for row in found])
    return found


def arrival_of(viewer: Viewer, feed: Feed, public_id: Any) -> Arrival:
    """One arrival of this feed, for whoever keeps the feeds; notes the look."""
    row = Arrival.objects.select_related("feed").filter(feed=feed, public_id=public_id).first()
    if row is None:
        raise Refused("There is no such arrival in this feed.", status=404)
    viewer.looks_at(arrivals=[str(row.public_id)])
    return row


def read_by_older(viewer: Viewer, feed: Feed, now: dict[str, str], most: int) -> list[Arrival]:
    """The newest arrivals of a feed that an older reader read, given today's version of each format;
    notes the look."""
    older = Q()
    for name, version in now.items():
        older |= Q(format=name) & ~Q(reader=version)
    rows = Arrival.objects.filter(older, feed=feed).exclude(verdict=Verdict.KEPT)
    found = list(rows.select_related("feed").order_by("-received", "-pk")[:most])
    viewer.looks_at(arrivals=[str(row.public_id) for row in found])
    return found


def _people() -> dict[int, int]:
    return dict(
        select(
            "SELECT i.feed_id, COUNT(DISTINCT l.patient_id) FROM record_identity i "
            "JOIN record_link l ON l.identity_id = i.id AND l.ended_at IS NULL GROUP BY i.feed_id"
        )
    )


def _since(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=_DAYS - 1)


def _came(now: datetime) -> dict[tuple[int, date], int]:
    rows = Arrival.objects.filter(received__gte=_since(now), received__lte=now)
    counted = rows.annotate(day=TruncDate("received", tzinfo=now.tzinfo)).values("feed", "day")
    return {(row["feed"], row["day"]): row["n"] for row in counted.annotate(n=Count("pk"))}


def _waiting(now: datetime) -> dict[int, int]:
    rows = Arrival.objects.filter(verdict__in=_WAITS, received__gte=now - timedelta(days=90))
    return dict(rows.values_list("feed").annotate(n=Count("pk")))
