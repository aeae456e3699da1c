"""Taking a call back: what goes, what stays, and why, before it is done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.acts import asking as acts
from northstar.config.clock import clinic_now
from northstar.doing.taking_back import CALLS, came_of, take_back_call
from northstar.record import panels
from northstar.record.people import card

INVALID = 422


@may("call", roles.CARE | roles.LEADING)
@require_http_methods(["GET", "POST"])
def back(request: Asked, patient: UUID, act: UUID) -> HttpResponse:
    """Its author says why it was not so; then it is struck through with all that came of it."""
    now, viewer, error = clinic_now(), request.viewer, ""
    row: Any = panels.patient_for(viewer, patient, now)
    made = acts.one(viewer, row.pk, act)
    if made.kind not in CALLS:
        raise Refused("This is not a call.", status=404)
    why = request.POST.get("why", "")
    if request.method == "POST":
        try:
            take_back_call(by=viewer, patient=row, act=made, why=why, at=now)
            messages.success(
                request, "The call is taken back. It stays to be read, with your reason."
            )
            return redirect("call-again", row.public_id, made.public_id)
        except Refused as sorry:
            error = str(sorry)
    page = {
        "patient": row.public_id, "who": card(row), "act": made, "came": came_of(made, now),
        "mine": made.staff_id == viewer.staff_id, "gone": getattr(made, "taken_back", None),
        "error": error, "why": why, "now": now,
    }  # fmt: skip
    return render(request, "call/back.html", page, status=INVALID if error else 200)


urlpatterns = [path("patients/<uuid:patient>/call/<uuid:act>/back/", back, name="call-back")]
