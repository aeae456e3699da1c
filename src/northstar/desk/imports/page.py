"""What each feed brought over twelve weeks, by type of document, and what a better reader would change."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from northstar import spine
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.config.clock import clinic_now, zone
from northstar.desk.feeds.bars import bars
from northstar.desk.source.calendar import Calendar
from northstar.record import feed_status, rereading, tallies
from northstar.record.rereading import Difference
from northstar.rules.wording import counted
from northstar.sources.recognise import formats

WEEKS = 12
_REASONS = 12  # shown for one type of document
_AT_ONCE = 25  # arrivals read again at one press


@dataclass(frozen=True, slots=True)
class Row:
    """One type of document of one feed, in words and drawn."""

    told: tallies.Sort
    type: str
    weeks: SafeString
    spoken: str
    reasons: list[tuple[str, str, int]]
    older: int

    @property
    def kept(self) -> int:
        return self.told.kept.total()

    @property
    def doubted(self) -> int:
        return self.told.doubted.total()

    @property
    def dropped(self) -> int:
        return self.told.dropped.total()

    @property
    def kinds(self) -> list[tuple[str, int]]:
        return self.told.kept.most_common()


@dataclass(frozen=True, slots=True)
class Again:
    """One arrival and what today's reader would change about it."""

    id: str
    received: str
    difference: Difference


@may("feeds")
@require_GET
def imports(request: Asked) -> HttpResponse:
    """Every feed and type of document of the last twelve weeks."""
    since = _since(clinic_now().date())
    rows = [_row(told, since) for told in tallies.report(since)]
    return render(request, "imports/report.html", {"rows": rows, "weeks": WEEKS})


@may("feeds")
@require_GET
def of_feed(request: Asked, name: str) -> HttpResponse:
    """One feed: each type of document with its kinds, and the reasons why something was not kept whole."""
    feed, since = feed_status.feed_named(name), _since(clinic_now().date())
    rows = [_row(told, since) for told in tallies.report(since, feed)]
    shown = {
        "feed": feed,
        "rows": rows,
        "weeks": WEEKS,
        "older": sum(row.older for row in rows),
        "may_replay": request.viewer.may("replay"),
    }
    return render(request, "imports/one.html", shown)


@may("replay")
def better(request: Asked, name: str) -> HttpResponse:
    """What today's reader says otherwise about what an older one read; a second press puts it in place."""
    feed, now = feed_status.feed_named(name), clinic_now()
    some = feed_status.read_by_older(request.viewer, feed, _versions(), _AT_ONCE)
    if request.method == "POST":
        wanted = set(request.POST.getlist("arrival"))
        done = [one for one in some if str(one.public_id) in wanted]
        messages.success(request, _put_in_place(request, done, now))
        return HttpResponseRedirect(f"/imports/{feed.name}/")
    calendar = Calendar(zone(), now.date())
    rows = [
        Again(str(one.public_id), calendar.moment(one.received), rereading.difference(one))
        for one in some
    ]
    shown = {
        "feed": feed,
        "rows": rows,
        "totals": _totals([row.difference for row in rows]),
        "changed": sum(row.difference.changes for row in rows),
        "left": max(_older(feed, _since(now.date())) - len(rows), 0),
    }
    return render(request, "imports/better.html", shown)


def _put_in_place(request: Asked, arrivals: list[Any], now: Any) -> str:
    fresh, charts = 0, set()
    for arrival in arrivals:
        receipt = spine.read_again(arrival, by=request.viewer, at=now)
        fresh += receipt.filed.new
        charts |= receipt.patients
        spine.review_items(receipt.items, now)
    spine.review(charts, now)
    return (
        f"{counted(len(arrivals), 'arrival')} read again: {counted(fresh, 'new fact')} filed, "
        f"{counted(len(charts), 'chart')} judged anew."
    )


def _totals(differences: list[Difference]) -> list[tuple[str, int, int]]:
    """(kind, then, now) over all of them; reader and verdict are words and not counted."""
    then: Counter[str] = Counter()
    now: Counter[str] = Counter()
    for difference in differences:
        for what, before, after in difference.rows[2:]:
            then[what] += int(before)
            now[what] += int(after)
    return [(what, then[what], now[what]) for what in then]


def _since(today: date) -> date:
    """The Monday twelve weeks back, this week among them."""
    return today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))


def _versions() -> dict[str, str]:
    return {name: fmt.version for name, fmt in formats().items()}


def _older(feed: Any, since: date) -> int:
    return sum(_read_by_older(told) for told in tallies.report(since, feed))


def _read_by_older(told: tallies.Sort) -> int:
    now = _versions().get(told.format)
    return sum(count for version, count in told.readers.items() if now and version != now)


def _row(told: tallies.Sort, since: date) -> Row:
    weeks = [_week(told.days, since, number) for number in range(WEEKS)]
    troubled = [_week(told.troubled, since, number) for number in range(WEEKS)]
    fmt = formats().get(told.format)
    reasons = [("doubted", *one) for one in told.doubted.most_common(_REASONS)]
    reasons += [("dropped", *one) for one in told.dropped.most_common(_REASONS)]
    return Row(
        told=told,
        type=told.sort or (fmt.title if fmt else "Not recognised"),
        # Filled where something of that week was doubted or dropped.
        weeks=bars(weeks, ["trouble" if one else "" for one in troubled], wide=7, step=9),
        spoken=f"{weeks[-1]} this week, {weeks[-2]} the week before",
        reasons=sorted(reasons, key=lambda one: -one[2])[:_REASONS],
        older=_read_by_older(told),
    )


def _week(days: Counter[date], since: date, number: int) -> int:
    first = since + timedelta(weeks=number)
    return sum(count for day, count in days.items() if first <= day < first + timedelta(weeks=1))


urlpatterns = [
    path("imports/", imports, name="imports"),
    path("imports/<str:name>/", of_feed, name="imports-of"),
    path("imports/<str:name>/better/", better, name="imports-better"),
]
