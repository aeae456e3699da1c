"""A person's notes: drafts first, what was done line by line, and a line to write the next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.viewer import Viewer
from northstar.casework.notes import asking
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk.notes import line_by_line, machine, shown, tellers
from northstar.desk.offers import Offer, Panel
from northstar.desk.patient.identity import bar
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.desk.when_done import shown as when_shown
from northstar.record import charts, feeds, panels
from northstar.record.people import card

INVALID = 422
_FEW = 3  # lines of what was done, on the person's own page


@dataclass(slots=True)
class Desk:
    """One person, opened for their notes."""

    row: Any
    chart: Chart
    chips: Chips
    now: datetime


def opened(request: Asked, patient: UUID) -> Desk:
    """This person, if the viewer may open them."""
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    chart = charts.charts(viewer, [row.pk], now)[row.pk]
    return Desk(row, chart, Chips(feeds.titles(), Calendar(zone(), now.date())), now)


@may("notes", roles.CARE | roles.LEADING)
@require_GET
def notes(request: Asked, patient: UUID) -> HttpResponse:
    """All notes, drafts first, with a line to write the next."""
    return listed(request, opened(request, patient))


def listed(request: Asked, desk: Desk, error: str = "") -> HttpResponse:
    """All notes and the line to write the next; `error` says why the last was not taken."""
    found = asking.of_patient(request.viewer, desk.row.pk)
    page = (
        frame(desk)
        | {
            "drafts": [one for one in found if one.is_draft],
            "notes": [
                (one, shown.sentences(one.standing.sentences, desk.chips))
                for one in found
                if one.signed
            ],
            "aside": [one for one in found if one.set_aside],
            "done": line_by_line.done(request.viewer, desk.row.pk, desk.now),
            "error": error,
            "typed": request.POST,
            "began": request.POST.get("began") or desk.now.isoformat(),
            "line": request.POST.get("line") or request.GET.get("line", ""),
            "may_write": request.viewer.may("write-notes"),
            "model": machine.model().is_open,
            "tellers": tellers.offered(desk.chart, desk.chips)
            if request.viewer.may("write-notes")
            else [],
        }
        | when_shown(request.POST, desk.now)
    )
    return render(request, "notes/notes.html", page, status=INVALID if error else 200)


def frame(desk: Desk) -> dict[str, Any]:
    """What stands on every page of the notes."""
    return {
        "patient": desk.row.public_id, "bar": bar(desk.chart, card(desk.row), [], desk.chips), "now": desk.now
    }  # fmt: skip


def _panel(viewer: Viewer, row: Any, chart: Chart, now: datetime) -> dict[str, Any]:
    found = asking.of_patient(viewer, row.pk)
    return {
        "patient": row.public_id, "drafts": [n for n in found if n.is_draft],
        "latest": [n for n in found if n.signed][:3], "count": sum(bool(n.signed) for n in found),
        "done": [one for one in line_by_line.done(viewer, row.pk, now) if not one.gone][:_FEW],
    }  # fmt: skip


def _address(patient: str, line: Any = None) -> str:
    """Beside the line that asks to sign a draft: that draft. Else all notes, to write one from this line."""
    if line is not None and line.signal == asking.BY_HAND and line.key.startswith(asking.ASKS):
        return reverse("note", args=[patient, line.key.removeprefix(asking.ASKS)])
    where = reverse("notes", args=[patient])
    return f"{where}?line={line.public_id}" if line is not None else where


_HERE = "patients/<uuid:patient>/notes/"
urlpatterns = [
    path(_HERE, notes, name="notes"),
]
OFFERS = (Offer("Note", "pen", "write-notes", _address, key="n", order=20),)
PANELS = (Panel("notes", "Notes", "notes", "notes/panel.html", _panel, order=40),)
