"""Settling what sources tell differently: with a reason or a document, by name, and the way back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import holders
from northstar.casework.disagreements import asking as differences
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk.patient.page import everything
from northstar.doing.settling import ask_about, settle, unsettle
from northstar.record import charts, panels
from northstar.rules.disagreement import Disagreement, disagreements

INVALID = 422
_TYPED = ("key", "stance", "says", "reason", "document", "to")


@may("settle-disagreement")
@require_POST
def settled(request: Asked, patient: UUID) -> HttpResponse:
    """This is right, and here is why."""
    now, typed = clinic_now(), _typed(request)
    row = panels.patient_for(request.viewer, patient, now)
    chart = charts.charts(request.viewer, [row.pk], now)[row.pk]
    try:
        found = _meant(chart, typed["key"])
        settle(
            by=request.viewer, patient=row, found=found, stance=typed["stance"], says=typed["says"],
            reason=typed["reason"], document=_document(chart, typed["document"]), at=now,
        )  # fmt: skip
    except Refused as sorry:
        return _again(request, row, chart, now, typed, sorry)
    messages.success(request, f"Settled: {found.about}. Every source keeps its own version.")
    return redirect(f"{reverse('patient', args=[patient])}#differ")


@may("settle-disagreement")
@require_POST
def taken_back(request: Asked, patient: UUID) -> HttpResponse:
    """The question is open again."""
    now = clinic_now()
    row = panels.patient_for(request.viewer, patient, now)
    turn = differences.standing_of(request.viewer, row.pk).get(request.POST.get("key", ""))
    if turn is None:
        raise Refused("There is nothing of that kind to take back.", status=404)
    unsettle(by=request.viewer, patient=row, turn=turn, at=now)
    messages.success(request, f"Taken back: {turn.about} is open again.")
    return redirect(f"{reverse('patient', args=[patient])}#differ")


@may("settle-disagreement")
@require_POST
def asked(request: Asked, patient: UUID) -> HttpResponse:
    """Somebody else finds out: they have it now, and a line of their own says so."""
    now, typed = clinic_now(), _typed(request)
    row = panels.patient_for(request.viewer, patient, now)
    chart = charts.charts(request.viewer, [row.pk], now)[row.pk]
    to = holders().get(typed["to"])
    try:
        found = _meant(chart, typed["key"])
        if to is None:
            raise Refused("Choose who can find out.")
        ask_about(by=request.viewer, patient=row, found=found, to=to, why=typed["reason"], at=now)
    except Refused as sorry:
        return _again(request, row, chart, now, typed, sorry)
    messages.success(request, f"{to.name} has the question about {found.about} now.")
    return redirect(f"{reverse('patient', args=[patient])}#differ")


def _typed(request: Asked) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in _TYPED}


def _meant(chart: Chart, key: str) -> Disagreement:
    found = next((d for d in disagreements(chart, zone()) if d.key == key), None)
    if found is None:
        raise Refused("The sources agree on this by now: look again before you act.")
    return found


def _document(chart: Chart, arrival: str) -> UUID | None:
    """Only a document of this person, and one that the viewer may see."""
    if not arrival:
        return None
    if arrival not in {d.source.arrival for d in chart.documents if d.source}:
        raise Refused("Choose a document of this person.")
    return UUID(arrival)


def _again(
    request: Asked, row: Any, chart: Chart, now: Any, typed: dict[str, Any], sorry: Refused
) -> HttpResponse:
    page = everything(request.viewer, row, chart, now)
    gone = all(clash.key != typed["key"] for clash in page["clashes"])
    page["typed"] = typed | {"error": str(sorry), "gone": gone}
    return render(request, "patient/patient.html", page, status=INVALID)


urlpatterns = [
    path("patients/<uuid:patient>/settle/", settled, name="patient-settle"),
    path("patients/<uuid:patient>/settle/back/", taken_back, name="patient-unsettle"),
    path("patients/<uuid:patient>/settle/ask/", asked, name="patient-ask"),
]
