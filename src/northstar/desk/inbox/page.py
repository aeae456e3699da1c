"""The inbox: what waits, by tab, and one piece beside the list with its original and what it makes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.casework.inbox import asking
from northstar.casework.inbox.asking import ALONE, TABS, Row
from northstar.casework.inbox.sweeping import last_sweep
from northstar.config.clock import clinic_now
from northstar.desk.inbox.beside import beside
from northstar.desk.inbox.item import item, shown

PLACE = ("Inbox", "inbox", "inbox", "i", "inbox")
INVALID = 422
EVERYTHING = 2000


@may("inbox")
@require_GET
def inbox(request: Asked) -> HttpResponse:
    """What waits, with one row selected beside it."""
    return the_inbox(request, request.GET.get("piece", ""))


def the_inbox(request: Asked, chosen: str, typed: dict[str, Any] | None = None) -> HttpResponse:
    """The list and the piece beside it; with what was typed, where an act was refused."""
    now, tab = clinic_now(), tab_asked(request)
    most = EVERYTHING if "all" in request.GET else asking.MOST_SHOWN
    listing = asking.waiting(request.viewer, tab, most=most, chosen=chosen)
    row = listing.chosen
    page: dict[str, Any] = {
        "now": now,
        "tab": tab,
        "tabs": [(name, words, listing.counts[name]) for name, words in TABS.items()],
        "listing": listing,
        "items": [shown(item(one, now, tab=tab, current=one is row)) for one in listing.rows],
        "row": row,
        "swept": None if listing.rows else last_sweep(),
    }
    if row:
        page |= beside(request, row, now, tab=tab, typed=typed)
    return render(request, "inbox/page.html", page, status=INVALID if typed else 200)


def tab_asked(request: Asked) -> str:
    """The tab that the address, or the form, names."""
    tab = request.POST.get("tab") or request.GET.get("tab", "")
    return tab if tab in TABS else "all"


@may("inbox")
@require_http_methods(["GET", "POST"])
def piece(request: Asked, public_id: UUID) -> HttpResponse:
    """One row on a page of its own, or as the part beside the list. Whom one seeks is posted, so that
    no name stands in an address."""
    now = clinic_now()
    row = asking.row_for(request.viewer, str(public_id), now, alone=tab_asked(request) in ALONE)
    return the_piece(request, row, now, sought=request.POST.get("q", "").strip())


def the_piece(
    request: Asked,
    row: Row,
    now: datetime,
    *,
    sought: str = "",
    typed: dict[str, Any] | None = None,
) -> HttpResponse:
    """One row by itself; with what was typed, where an act was refused."""
    part = request.headers.get("Northstar-Part") == "beside"
    page = {"row": row, "now": now} | beside(
        request, row, now, tab=tab_asked(request), sought=sought, typed=typed
    )
    template = "inbox/beside.html" if part else "inbox/one.html"
    return render(request, template, page, status=INVALID if typed else 200)


urlpatterns = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/<uuid:public_id>/", piece, name="inbox-piece"),
]
