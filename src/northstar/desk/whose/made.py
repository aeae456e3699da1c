"""Whose was this? Something that was made while two people's records stood together, to be divided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.worklist import dividing
from northstar.casework.worklist.today import line_for
from northstar.config.clock import clinic_now
from northstar.decided import whose_was_this
from northstar.record import panels, patients
from northstar.record.feeds import titles
from northstar.record.identities import known_from
from northstar.record.people import people

INVALID = 422


@may("inbox")
@require_GET
def made(request: Asked, line: UUID) -> HttpResponse:
    """What was made, and the two whose it may be."""
    return _shown(request, line)


def _shown(request: Asked, public_id: UUID, **typed: Any) -> HttpResponse:
    found = line_for(request.viewer, str(public_id), clinic_now())
    kind, _ = dividing.of(found)
    among = dividing.among(found)
    cards, known = people(request.viewer, among), known_from(request.viewer, among)
    page = {
        "line": found,
        "people": [(cards[pk], known.get(pk, ())) for pk in among if pk in cards],
        "in_neither": kind == "act",
        "titles": titles(),
        "typed": typed,
    }
    return render(request, "whose/made.html", page, status=INVALID if typed.get("error") else 200)


@may("work")
@require_POST
def divide(request: Asked, line: UUID) -> HttpResponse:
    """It was about this one; then the next thing of the two that is to be divided."""
    now, why = clinic_now(), request.POST.get("why", "")
    found = line_for(request.viewer, str(line), now)
    chosen = request.POST.get("patient", "")
    among = {str(row.public_id): row for row in patients.rows(dividing.among(found))}
    try:
        if chosen not in among:
            raise Refused("Choose whose it was.")
        whose_was_this(line=found, patient=among[chosen], by=request.viewer, at=now, why=why)
    except Refused as sorry:
        return _shown(request, line, error=str(sorry), why=why, chosen=chosen)
    name = among[chosen].name or "the person you chose"
    messages.success(request, f"It stands in the chart of {name} now.")
    if more := dividing.next_of(request.viewer, found):
        return redirect("whose-made", more.public_id)
    if panels.in_panel(request.viewer, among[chosen].pk, now.date()):
        return redirect("patient", chosen)
    return redirect("today")


urlpatterns = [
    path("whose/made/<uuid:line>/", made, name="whose-made"),
    path("whose/made/<uuid:line>/divide/", divide, name="whose-divide"),
]
