"""The next person and the one before: of the viewer's list of today, else of the panel by name."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_GET

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.viewer import Viewer
from northstar.casework.worklist import today
from northstar.config.clock import clinic_now
from northstar.record import panels


@may("patient")
@require_GET
def beside(request: Asked, patient: UUID, step: str) -> HttpResponse:
    """Goes there; at the end of the list it stays."""
    now = clinic_now()
    forward = step == "next"
    who = _of_today(request.viewer, patient, now, forward)
    who = who or panels.neighbour(request.viewer, patient, now.date(), forward=forward)
    return redirect("patient", who or patient)


def _of_today(viewer: Viewer, patient: UUID, now: datetime, forward: bool) -> str | None:
    order = today.people_in_order(viewer, now)
    if str(patient) not in order:
        return None
    at = order.index(str(patient)) + (1 if forward else -1)
    return order[at] if 0 <= at < len(order) else str(patient)


urlpatterns = [
    path("patients/<uuid:patient>/next/", beside, {"step": "next"}, name="patient-next"),
    path("patients/<uuid:patient>/before/", beside, {"step": "before"}, name="patient-before"),
]
