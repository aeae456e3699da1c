"""Find a patient or a place, and the map of the keys. Names typed stay out of addresses."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.roles import ANYONE
from northstar.config.clock import clinic_now
from northstar.record.finding import find as found_people
from northstar.record.people import Card, people

MOST = 8
_LEAST, _LONGEST = 2, 80


@may("search")
@require_http_methods(["GET", "POST"])
def find(request: Asked) -> HttpResponse:
    """The patients that fit what was typed; a part of the page for the palette."""
    sought = request.POST.get("sought", "").strip()[:_LONGEST]
    cards, more = _patients(request, sought)
    page = {"sought": sought, "cards": cards, "more": more, "now": clinic_now()}
    part = request.headers.get("Northstar-Part") == "found"
    return render(request, "find/found.html" if part else "find/page.html", page)


def _patients(request: Asked, sought: str) -> tuple[list[Card], bool]:
    if len(sought) < _LEAST:
        return [], False
    rows, more = found_people(request.viewer, sought, clinic_now().date(), most=MOST)
    cards = people(request.viewer, [row.pk for row in rows])
    return [cards[row.pk] for row in rows if row.pk in cards], more


@may("keys", to=ANYONE)
@require_GET
def keys(request: Asked) -> HttpResponse:
    """Every key of the desk."""
    return render(request, "find/keys.html")


urlpatterns = [path("find/", find, name="find"), path("keys/", keys, name="keys")]
