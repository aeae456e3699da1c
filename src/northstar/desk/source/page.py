"""Any original, beside what was read from it and the reader's own account."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from northstar.access.asked import Asked
from northstar.access.door import looks_for, may
from northstar.access.refuse import Refused
from northstar.access.roles import PRIVACY_OFFICER
from northstar.casework.inbox import apart
from northstar.casework.inbox.apart import Apart
from northstar.config.clock import clinic_now, zone
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import address
from northstar.desk.source.original import shown
from northstar.desk.source.wording import said
from northstar.record import arrivals
from northstar.record.arrivals import Arrival, Told
from northstar.record.feeds import titles
from northstar.sources import mail, sheets
from northstar.sources.recognise import formats

_MOST_AT = 500
# What is handed out as it came may be anything: it is saved, never opened in our name.
_HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


@dataclass(frozen=True, slots=True)
class Read:
    """One fact as the list beside the original shows it."""

    title: str
    detail: str
    href: str
    current: bool
    gone: str


@may("source")
@require_GET
def source(request: Asked, arrival: UUID) -> HttpResponse:
    """The original, the place asked for marked, and what was read from it."""
    now = clinic_now()
    row, gone = _opened(request, arrival, now)
    if gone.pages:
        return _pages_left(request, row, gone, now)
    at = request.GET.get("at", "")[:_MOST_AT]
    calendar = Calendar(zone(), now.date())
    told, count = arrivals.told_by(request.viewer, row)
    fmt = formats().get(row.format)
    page = {
        "arrival": row,
        "feed": titles().get(row.feed.name, row.feed.name),
        "format": fmt.title if fmt else row.format or "a format nobody knows",
        "received": calendar.moment(row.received),
        "written": calendar.moment(row.written),
        "at": at,
        "original": shown(row.format, arrivals.original(row), at, f"/source/{row.public_id}/"),
        "people": arrivals.names_in(row),
        "told": _by_kind(told, at, calendar),
        "count": count,
        "more": max(0, count - len(told)),
        "account": arrivals.account(row),
    }
    return render(request, "source/source.html", page)


def _opened(request: Asked, arrival: UUID, now: datetime) -> tuple[Arrival, Apart]:
    """The arrival, unless it was meant for another organisation: then it is the privacy officer's. Where a
    part of it was, which."""
    row = arrivals.arrival_for(request.viewer, arrival, now)
    gone = Apart() if PRIVACY_OFFICER in request.viewer.roles else apart.of(row.pk)
    if gone.original:
        raise Refused(apart.REFUSED)
    return row, gone


def _pages_left(request: Asked, row: Arrival, gone: Apart, now: datetime) -> HttpResponse:
    """The pages that were meant for us: what was read from the whole is told by its parts alone."""
    page = {
        "arrival": row,
        "feed": titles().get(row.feed.name, row.feed.name),
        "received": Calendar(zone(), now.date()).moment(row.received),
        "left": gone.left,
        "gone": len(gone.pages),
    }
    return render(request, "source/pages.html", page)


def _opened_whole(request: Asked, arrival: UUID) -> Arrival:
    row, gone = _opened(request, arrival, clinic_now())
    if gone.pages:
        raise Refused(apart.PART_REFUSED)
    return row


def _by_kind(told: list[Told], at: str, calendar: Calendar) -> list[tuple[str, list[Read]]]:
    return [
        (kind, [_read(each, at, calendar) for each in some])
        for kind, some in groupby(told, key=lambda each: each.kind)
    ]


def _read(told: Told, at: str, calendar: Calendar) -> Read:
    words = said(told.kind, told.value, calendar)
    where = told.value.source
    current = bool(at and where and where.locator == at)
    return Read(words.title, words.detail, address(where) if where else "", current, told.gone)


@may("source")
@require_GET
def part(request: Asked, arrival: UUID, number: int) -> HttpResponse:
    """One part of a message, to play or to save."""
    row = _opened_whole(request, arrival)
    looks_for(request, "part of an original")
    try:
        kind, name, data = mail.attachment(arrivals.original(row), f"part:{number}")
    except LookupError as problem:
        raise Refused(str(problem), status=404) from None
    plays = kind.startswith("audio/")
    return _handed_out(request, data, kind if plays else "", name or f"part-{number}")


@may("source")
@require_GET
def sheet(request: Asked, arrival: UUID, number: int, page: int) -> HttpResponse:
    """One page of a PDF, scan or photo, drawn by us. Part 0 is the arrival itself."""
    row, gone = _opened(request, arrival, clinic_now())
    if (number, page) in gone.pages:
        raise Refused(apart.REFUSED)
    looks_for(request, "page of an original")
    data = arrivals.original(row)
    try:
        if number:
            data = mail.attachment(data, f"part:{number}")[2]
        png = sheets.sheet(data, page)
    except LookupError as problem:
        raise Refused(str(problem), status=404) from None
    return HttpResponse(
        png, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"}
    )


@may("source")
@require_GET
def raw(request: Asked, arrival: UUID) -> HttpResponse:
    """The bytes as they came, to save."""
    row = _opened_whole(request, arrival)
    looks_for(request, "original saved", action="export")
    return _handed_out(
        request, arrivals.original(row), "", row.name.rpartition("/")[2] or "original"
    )


def _handed_out(request: Asked, data: bytes, kind: str, name: str) -> HttpResponse:
    """Sound plays in the page; everything else is a download. A player may ask for a stretch."""
    response = HttpResponse(
        data, content_type=kind or "application/octet-stream", headers=_HARMLESS
    )
    response.headers["Accept-Ranges"] = "bytes"
    if not kind:
        safe = "".join(c if c.isalnum() or c in "-_. " else "_" for c in name)[:120] or "original"
        response.headers["Content-Disposition"] = (
            f'attachment; filename="{safe.encode("ascii", "replace").decode().replace("?", "_")}"'
        )
    return _stretch(request, response, data) if kind else response


def _stretch(request: Asked, response: HttpResponse, data: bytes) -> HttpResponse:
    unit, _, span = request.headers.get("Range", "").partition("=")
    first, _, last = span.partition("-")
    if unit != "bytes" or not first.isdecimal() or (last and not last.isdecimal()):
        return response
    begins, ends = int(first), min(int(last) if last else len(data) - 1, len(data) - 1)
    if begins > ends:
        return response
    response.status_code = 206
    response.content = data[begins : ends + 1]
    response.headers["Content-Range"] = f"bytes {begins}-{ends}/{len(data)}"
    return response


urlpatterns = [
    path("source/<uuid:arrival>/", source, name="source"),
    path("source/<uuid:arrival>/part/<int:number>/", part, name="source-part"),
    path("source/<uuid:arrival>/sheet/<int:number>/<int:page>.png", sheet, name="source-sheet"),
    path("source/<uuid:arrival>/raw/", raw, name="source-raw"),
]
