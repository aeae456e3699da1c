"""Whose is this message? Who it may be about and why, a search in the panel, and the way back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.writing import writing
from northstar.casework.worklist import acts, whose
from northstar.casework.worklist.today import line_for, row_of
from northstar.config.clock import clinic_now
from northstar.decided import whose_message
from northstar.desk.today.beside import heard_of
from northstar.desk.whose import made
from northstar.record import finding
from northstar.record.people import people
from northstar.rules.signal import Band

INVALID = 422


@may("inbox")
@require_http_methods(["GET", "POST"])
def page(request: Asked, line: UUID) -> HttpResponse:
    """The message with its candidates; what is sought of somebody else of the panel is posted, so that
    no name stands in an address."""
    return _shown(request, line)


def _shown(request: Asked, public_id: UUID, **typed: Any) -> HttpResponse:
    now = clinic_now()
    found = line_for(request.viewer, str(public_id), now)
    row, settled = row_of(request.viewer, found), whose.confirmed(found)
    sought = request.POST.get("q", "").strip()
    shown = {
        "line": found,
        "row": row,
        "heard": heard_of(request.viewer, row),
        "settled": settled,
        "sought": sought,
        "found": _found(request, sought, now) if sought else [],
        "outcomes": whose.NOBODY,
        "typed": typed,
        "now": now,
    }
    status = INVALID if typed.get("error") else 200
    return render(request, "whose/page.html", shown, status=status)


def _found(request: Asked, sought: str, now: Any) -> list[Any]:
    hits, _ = finding.search(request.viewer, sought, now.date(), 10)
    cards = people(request.viewer, [hit.patient.pk for hit in hits])
    return [(cards[hit.patient.pk], hit) for hit in hits if hit.patient.pk in cards]


@may("work")
@require_POST
def confirm(request: Asked, line: UUID) -> HttpResponse:
    """It is about this person."""
    found = line_for(request.viewer, str(line), clinic_now())
    try:
        patient = str(UUID(request.POST.get("patient", "")))
    except ValueError:
        return _shown(request, line, error="Choose who it is about.", **_kept(request))
    who = whose_message(
        line=found, patient=patient, by=request.viewer, at=clinic_now(),
        why=request.POST.get("why", ""),
    )  # fmt: skip
    name = who.name if who else ""
    messages.success(
        request, f"This is about {name}; it stands in the chart now. It can be taken back."
    )
    if request.POST.get("then") == "call":
        return _to_the_call(request, found, patient)
    return redirect("whose", line)


def _to_the_call(request: Asked, line: Any, patient: str) -> HttpResponse:
    """Whoever calls back has it in hand: nobody else on call is asked."""
    if line.is_open and line.band == Band.SAFETY and not line.acknowledged:
        with writing():
            acts.acknowledge(line=line, by=request.viewer, at=clinic_now())
    return redirect(f"{reverse('call', args=[patient])}?line={line.public_id}")


@may("work")
@require_POST
def back(request: Asked, line: UUID) -> HttpResponse:
    """It is not about whom it was put to."""
    found = line_for(request.viewer, str(line), clinic_now())
    why = request.POST.get("why", "")
    whose_message(line=found, patient=None, by=request.viewer, at=clinic_now(), why=why)
    messages.success(request, "Taken back: the message has left the chart, whole.")
    return redirect("whose", line)


@may("work")
@require_POST
def nobody(request: Asked, line: UUID) -> HttpResponse:
    """A wrong number, or nobody we know: done, with that as the outcome."""
    found = line_for(request.viewer, str(line), clinic_now())
    try:
        with writing():
            whose.nobody(
                line=found, by=request.viewer, at=clinic_now(),
                outcome=request.POST.get("outcome", ""), why=request.POST.get("why", ""),
            )  # fmt: skip
    except Refused as sorry:
        return _shown(request, line, error=str(sorry), **_kept(request))
    messages.success(request, "Closed. Z takes it back.")
    return redirect("today")


def _kept(request: Asked) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("why", "outcome")}


urlpatterns = [
    *made.urlpatterns,
    path("whose/<uuid:line>/", page, name="whose"),
    path("whose/<uuid:line>/confirm/", confirm, name="whose-confirm"),
    path("whose/<uuid:line>/back/", back, name="whose-back"),
    path("whose/<uuid:line>/nobody/", nobody, name="whose-nobody"),
]
