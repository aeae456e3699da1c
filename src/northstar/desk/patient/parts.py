"""The long lists of the page, whole and on demand: visits, documents and messages, also sifted by words.

What is looked for is posted: words about a person stand in no address.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from northstar.access.asked import Asked
from northstar.access.door import looks_for, may
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk.patient import papers, visits
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.record import charts, panels
from northstar.record.feeds import titles
from northstar.record.people import card

_NAMES = {"documents": "Documents", "messages": "Messages", "visits": "Visits"}
_MOST = 1000


@may("patient")
@require_http_methods(["GET", "POST"])
def part(request: Asked, patient: UUID, name: str) -> HttpResponse:
    """One list; as a part of the page where the page asks for it, else as a page of its own."""
    if name not in _NAMES:
        raise Http404("There is no such list.")
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    chart = charts.charts(viewer, [row.pk], now)[row.pk]
    chips = Chips(titles(), Calendar(zone(), now.date()))
    looks_for(request, f"patient, {name}")
    words = request.POST.get("words", "").strip()[:100]
    rows = _rows(name, chart, words, now, chips)
    shown = {
        "rows": rows[:_MOST], "count": len(rows), "name": name, "title": _NAMES[name],
        "who": card(row), "patient": patient, "words": words,
    }  # fmt: skip
    within = request.headers.get("Northstar-Part") == "rows"
    return render(request, "patient/rows.html" if within else "patient/part.html", shown)


def _rows(name: str, chart: Chart, words: str, now: datetime, chips: Chips) -> Sequence:
    if name == "visits":
        return visits.been(chart, now, chips)
    return (papers.documents if name == "documents" else papers.messages)(chart, chips, words)


urlpatterns = [path("patients/<uuid:patient>/all/<slug:name>/", part, name="patient-part")]
