"""Every feed at a glance; one feed with what it refused; reading again; and a file brought by hand."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from northstar import spine
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.viewer import Viewer
from northstar.config.clock import clinic_now, zone
from northstar.desk.feeds.bars import bars
from northstar.desk.feeds.bringing import Brought, bring
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.wording import said
from northstar.record import feed_status, rereading
from northstar.record.arrivals import Account, account
from northstar.record.feed_status import Status
from northstar.record.rereading import Statement
from northstar.rules.wording import counted, joined
from northstar.sources.recognise import formats

_LATEST, _WAITING = 20, 50
_MOST_FACTS = 60  # of one arrival, put into words


@dataclass(frozen=True, slots=True)
class Row:
    """One feed in words."""

    status: Status
    format: str
    heard: str
    late: str
    bars: SafeString


@dataclass(frozen=True, slots=True)
class Came:
    """One arrival of a feed. `name` and what was doubted are shown to whoever may open originals."""

    id: str
    received: str
    name: str
    verdict: str
    waits: bool
    account: Account
    opens: bool


@may("feeds")
@require_GET
def feeds(request: Asked) -> HttpResponse:
    """All feeds, the late ones first."""
    now = clinic_now()
    calendar = Calendar(zone(), now.date())
    rows = [_row(status, calendar) for status in feed_status.overview(now)]
    late = sum(row.status.late is not None for row in rows)
    return render(request, "feeds/feeds.html", {"rows": rows, "late": late})


@may("feeds")
@require_GET
def feed(request: Asked, name: str) -> HttpResponse:
    """One feed: what waits for a person, the latest reports, and where to drop a file."""
    row, now = feed_status.feed_named(name), clinic_now()
    calendar = Calendar(zone(), now.date())
    status = next(s for s in feed_status.overview(now) if s.name == row.name)
    waiting = feed_status.latest(request.viewer, row, _WAITING, waiting=True)
    latest = feed_status.latest(request.viewer, row, _LATEST, waiting=False)
    shown = {
        "row": _row(status, calendar),
        "waiting": [_came(each, request.viewer, calendar) for each in waiting],
        "latest": [_came(each, request.viewer, calendar) for each in latest],
        "may_replay": request.viewer.may("replay"),
        "may_bring": request.viewer.may("read-in"),
    }
    return render(request, "feeds/feed.html", shown)


@may("replay")
def again(request: Asked, name: str, arrival: UUID) -> HttpResponse:
    """Today's reader beside the earlier one; a second press files what it read."""
    row, now = feed_status.feed_named(name), clinic_now()
    kept = feed_status.arrival_of(request.viewer, row, arrival)
    if request.method == "POST":
        receipt = spine.read_again(kept, by=request.viewer, at=now)
        spine.review(receipt.patients, now)
        spine.review_items(receipt.items, now)
        messages.success(request, _filed(receipt))
        return HttpResponseRedirect(f"/feeds/{row.name}/")
    calendar = Calendar(zone(), now.date())
    difference = rereading.difference(kept)
    shown = {
        "feed": row,
        "came": _came(kept, request.viewer, calendar),
        "difference": difference,
        "fresh": _in_words(difference.fresh, request.viewer, calendar),
        "gone": _in_words(difference.gone, request.viewer, calendar),
        "most": _MOST_FACTS,
    }
    return render(request, "feeds/again.html", shown)


def _in_words(
    some: list[Statement], viewer: Viewer, calendar: Calendar
) -> list[tuple[str, str, str]]:
    """(kind, title, detail) of what the viewer may see; nothing for who opens no originals."""
    seen = [one for one in some if viewer.may_see(one.label)] if viewer.may("source") else []
    told = [(one.kind, said(one.kind, one.value, calendar)) for one in seen[:_MOST_FACTS]]
    return [(kind, words.title, words.detail) for kind, words in told]


@may("read-in")
@require_POST
def upload(request: Asked, name: str) -> HttpResponse:
    """A file brought by hand, as if the feed had sent it."""
    row = feed_status.feed_named(name)
    files = request.FILES.getlist("files")
    if files:
        messages.success(request, _told(bring(files, row, by=request.viewer, now=clinic_now())))
    else:
        messages.error(request, "No file was chosen, so nothing was read.")
    return HttpResponseRedirect(f"/feeds/{row.name}/")


def _row(status: Status, calendar: Calendar) -> Row:
    fmt = formats().get(status.format)
    return Row(
        status=status,
        format=fmt.title if fmt else status.format or "any format",
        heard=calendar.moment(status.last) or "never",
        late=_long(status.late) if status.late else "",
        bars=_bars(status.days),
    )


def _long(late: timedelta) -> str:
    hours = int(late.total_seconds() // 3600)
    return counted(hours // 24, "day") if hours >= 48 else counted(max(hours, 1), "hour")


def _bars(days: list[tuple[date, int]]) -> SafeString:
    """Seven days, today marked."""
    marks = ["" for _ in days[1:]] + ["now"]
    return bars([count for _, count in days], marks, wide=12, step=16)


def _came(row: Any, viewer: Viewer, calendar: Calendar) -> Came:
    opens = viewer.may("source") and viewer.may_see(row.feed.label)
    return Came(
        id=str(row.public_id),
        received=calendar.moment(row.received),
        name=(row.title or row.name) if opens else "",
        verdict=row.get_verdict_display(),
        waits=row.verdict in ("refused", "quarantined"),
        account=account(row),
        opens=opens,
    )


def _filed(receipt: spine.Receipt) -> str:
    people = counted(len(receipt.patients), "chart")
    return f"Read again: {counted(receipt.filed.new, 'new fact')} filed, {people} judged anew."


def _told(done: Brought) -> str:
    parts = [counted(done.arrivals, "arrival") + " kept"]
    if done.repeats:
        parts.append(f"{done.repeats} kept before")
    if done.doubted:
        parts.append(counted(done.doubted, "doubt"))
    said = joined(parts) + "."
    return f"{said} Refused: {done.refused[0]}" if done.refused else said


urlpatterns = [
    path("feeds/", feeds, name="feeds"),
    path("feeds/<str:name>/", feed, name="feed"),
    path("feeds/<str:name>/upload/", upload, name="feed-upload"),
    path("feeds/<str:name>/again/<uuid:arrival>/", again, name="feed-again"),
]
