"""Find a patient or a place, and the map of the keys. Names typed stay out of addresses."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from northstar.access.asked import Asked
from northstar.access.door import looks_for, may
from northstar.access.roles import ANYONE
from northstar.config.clock import clinic_now
from northstar.record.finding import Hit, search
from northstar.record.people import Card, people

MOST = 8
_LEAST, _LONGEST = 2, 80


@may("search")
@require_http_methods(["GET", "POST"])
def find(request: Asked) -> HttpResponse:
    """The patients that fit what was typed; a part of the page for the palette."""
    looks_for(request, "find", action="search")
    sought = request.POST.get("sought", "").strip()[:_LONGEST]
    found, more = _patients(request, sought)
    page = {"sought": sought, "found": found, "more": more, "now": clinic_now()}
    part = request.headers.get("Northstar-Part") == "found"
    return render(request, "find/found.html" if part else "find/page.html", page)


def _patients(request: Asked, sought: str) -> tuple[list[tuple[Card, Hit]], bool]:
    if len(sought) < _LEAST and sought.isascii():
        return [], False
    hits, more = search(request.viewer, sought, clinic_now().date(), most=MOST)
    cards = people(request.viewer, [hit.patient.pk for hit in hits])
    return [(cards[hit.patient.pk], hit) for hit in hits if hit.patient.pk in cards], more


@may("keys", to=ANYONE)
@require_GET
def keys(request: Asked) -> HttpResponse:
    """Every key of the desk."""
    return render(request, "find/keys.html")


urlpatterns = [path("find/", find, name="find"), path("keys/", keys, name="keys")]
