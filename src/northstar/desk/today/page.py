"""Today, one line of it, and the day on paper."""

from collections.abc import Iterable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.rota import cover_of
from northstar.casework.worklist.rows import Row
from northstar.casework.worklist.today import Day, day, row_for
from northstar.chart.words import Communication
from northstar.config.clock import clinic_now
from northstar.desk.templatetags.desk import first_place
from northstar.desk.today.beside import MOST, SHOWN, beside, was_said
from northstar.desk.today.item import Item, item, shown
from northstar.desk.today.on_paper import on_paper
from northstar.desk.today.plan import TITLES, Batch, batches, kind_of, strip
from northstar.desk.today.summary import summary
from northstar.record.asked_once import asking_once
from northstar.record.messages import messages


def opens_on_their_own_place(view: Any) -> Any:
    """The bare address: who has no Today (a biller, an administrator) is led to the place they have."""

    @wraps(view)
    def led(request: Asked) -> HttpResponse:
        if request.method == "GET" and not request.viewer.may("today"):
            return redirect(first_place(request.viewer))
        return view(request)

    return led


@opens_on_their_own_place
@may("today")
@require_GET
def today(request: Asked) -> HttpResponse:
    """The day, with one row selected beside it."""
    return the_day(request)


def the_day(request: Asked, together: dict[str, Any] | None = None) -> HttpResponse:
    """The day; with what was typed about several rows, where that was refused."""
    now = clinic_now()
    found = day(request.viewer, now, most=MOST if "all" in request.GET else SHOWN)
    rows = found.rows
    do = request.GET.get("do", "")
    do = do if do in TITLES else ""
    some = [row for row in rows if kind_of(row) == do] if do else rows
    chosen = _chosen(some, request.GET.get("line", ""))
    offered = batches(some)
    picked = _picked(request, some, offered, together)
    cover = cover_of(request.user)
    head = summary(request, found, now, cover)
    heard, said = words_of(request, some)
    items = {
        row.lead.pk: item(
            row, said.get(row.lead.pk, ""), now, do=do,
            current=row is chosen, picked=row.lead.pk in picked,
        )
        for row in some
    }  # fmt: skip
    page: dict[str, Any] = {
        "now": now,
        "day": found,
        "rows": some,
        "bands": _bands(found, items),
        "chosen": chosen,
        "summary": head,
        "strip": strip(rows, now, head.shift),
        "batches": offered,
        "together": together or {},
        "do": do,
        "rank": rows.index(chosen) + 1 if chosen else 0,
    }
    if chosen:
        page |= beside(request, chosen, now, cover=cover, found=heard)
    return render(request, "today/page.html", page, status=422 if together else 200)


def _picked(
    request: Asked, rows: list[Row], offered: list[Batch], together: dict[str, Any] | None
) -> set[int]:
    """The rows that are selected already: those of an offered batch, or of an act that was refused."""
    if together:
        wanted = together["lines"]
        return {r.lead.pk for r in rows if wanted & {str(one.public_id) for one in r.lines}}
    number = request.GET.get("batch", "")
    if number.isdecimal() and 0 < int(number) <= len(offered):
        return {row.lead.pk for row in offered[int(number) - 1].rows}
    return set()


def _chosen(rows: list[Row], public_id: str) -> Row | None:
    asked = (r for r in rows if any(str(line.public_id) == public_id for line in r.lines))
    return next(asked, rows[0] if rows else None)


def _bands(found: Day, items: dict[int, Item]) -> list[tuple[str, list[Row], list[SafeString]]]:
    """Each band's words, its rows that are shown, and their HTML."""
    return [
        (words, some, [shown(items[row.lead.pk]) for row in some])
        for words, rows in found.bands
        if (some := [row for row in rows if row.lead.pk in items])
    ]


def words_of(
    request: Asked, rows: Iterable[Row]
) -> tuple[dict[int, Communication], dict[int, str]]:
    """The message that each row is about; and the sender's own words, by the row's leading line."""
    of = {row.lead.pk: row.lead.arrival_id or row.messages[0].arrival_id for row in rows if row.messages}  # fmt: skip
    found = messages(request.viewer, {pk for pk in of.values() if pk})
    said = {lead: found[pk].text for lead, pk in of.items() if pk in found and was_said(found[pk])}
    return found, said


@may("today")
@require_GET
def line(request: Asked, public_id: str) -> HttpResponse:
    """One row on a page of its own, or as the part that stands beside the list."""
    now: datetime = clinic_now()
    part = request.headers.get("Northstar-Part") == "beside"
    with asking_once():
        row = row_for(request.viewer, str(public_id), now)
        page = {"chosen": row, "now": now} | beside(request, row, now)
    return render(request, "today/beside.html" if part else "today/line.html", page)


@may("today")
@require_GET
def clipboard(request: Asked) -> HttpResponse:
    """The day on paper."""
    now = clinic_now()
    found = day(request.viewer, now, most=500)
    page = {"now": now, "day": found, "bands": on_paper(request.viewer, found)}
    return render(request, "today/clipboard.html", page)


urlpatterns = [
    path("", today, name="today"),
    path("today/print/", clipboard, name="today-print"),
    path("line/<uuid:public_id>/", line, name="line"),
]
