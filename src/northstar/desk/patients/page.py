"""The panel as a list: who is in it, what is open about each, and a search by any part.

What is sought is posted, never put into an address: an address stays in histories and logs.
"""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from northstar.access.asked import Asked
from northstar.access.door import looks_for, may
from northstar.access.viewer import Viewer
from northstar.casework.worklist import asking
from northstar.casework.worklist.asking import OpenLines
from northstar.config.clock import clinic_now
from northstar.desk.paged import page_number
from northstar.record import finding, panels
from northstar.record.people import Card, people

_ON_A_PAGE = 50
_LAST_SOUGHT = "patients-sought"


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the list; `hit` says why a search found them."""

    who: Card
    age: int | None
    open: OpenLines | None
    hit: finding.Hit


@may("patients")
def patients(request: Asked) -> HttpResponse:
    """The list, or what a search found in it; outside the panel only with a purpose."""
    today = clinic_now().date()
    sought = _sought(request)
    number = page_number(request)
    if sought:
        looks_for(request, "patients", action="search")
        hits, more = finding.search(request.viewer, sought, today, _ON_A_PAGE)
    else:
        listed, more = panels.listed(request.viewer, today, (number - 1) * _ON_A_PAGE, _ON_A_PAGE)
        hits = [finding.Hit(row) for row in listed]
    shown = {
        "rows": _rows(request.viewer, hits, today),
        "sought": sought,
        "more": more,
        "page": number,
        "purpose": request.viewer.purpose,
    }
    return render(request, "patients/patients.html", shown)


def _sought(request: Asked) -> str:
    """What was typed; kept on the server so that stating a purpose does not lose it."""
    if request.method == "POST":
        sought = request.POST.get("q", "").strip()[:200]
        if sought != request.session.get(_LAST_SOUGHT, ""):
            request.session[_LAST_SOUGHT] = sought
        return sought
    return request.session.get(_LAST_SOUGHT, "") if "again" in request.GET else ""


def _rows(viewer: Viewer, hits: list[finding.Hit], today: date) -> list[Row]:
    pks = [hit.patient.pk for hit in hits]
    cards, lines = people(viewer, pks), asking.open_lines(viewer, pks)
    return [
        Row(cards[hit.patient.pk], cards[hit.patient.pk].age(today), lines.get(hit.patient.pk), hit)
        for hit in hits
        if hit.patient.pk in cards
    ]


urlpatterns = [path("patients/", patients, name="patients")]
