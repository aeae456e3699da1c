"""Handing over one person, or a whole day: what will be told stands there before it is offered."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.rota import covering
from northstar.access.staffing import holders
from northstar.casework.batons.sheet import CANNOT_WAIT, STEADY, WATCH
from northstar.config.clock import clinic_now
from northstar.desk.offers import Offer
from northstar.doing import handing_over
from northstar.record import panels
from northstar.record.people import card

INVALID = 422
ILL = (CANNOT_WAIT, WATCH, STEADY)


@may("hand-over")
@require_http_methods(["GET", "POST"])
def person(request: Asked, patient: UUID) -> HttpResponse:
    """One person, with everything open about them that I hold."""
    row = panels.patient_for(request.viewer, patient, clinic_now())
    return _give(request, request.user, row)


@may("hand-over")
@require_http_methods(["GET", "POST"])
def day(request: Asked) -> HttpResponse:
    """Everything I hold; for who leads, everything a colleague holds who cannot hand it over."""
    asked = holders().get(request.POST.get("of") or request.GET.get("of", ""))
    giver = asked if isinstance(asked, Staff) else request.user
    if giver != request.user and not request.viewer.may("hand-over-for"):
        raise Refused(f"Only {giver.name}, or who leads the team, can hand this over.")
    return _give(request, giver, None)


def _give(request: Asked, giver: Staff, row: Any) -> HttpResponse:
    if request.method == "GET":
        return _form(request, giver, row)
    now = clinic_now()
    to = holders().get(request.POST.get("to", ""))
    try:
        if to is None:
            raise Refused("Choose who takes it.")
        baton = handing_over.offer(
            by=request.viewer, giver=giver, to=to, patient=row, until=_until(request), at=now,
            says=request.POST.get("says", ""), ill=_ill(request),
        )  # fmt: skip
    except Refused as sorry:
        return _form(request, giver, row, to, {**request.POST.dict(), "error": str(sorry)})
    messages.success(
        request, f"Offered to {to.name}. You hold it until it is read back and accepted."
    )
    return redirect(reverse("handoff-one", args=[baton.public_id]))


def _form(
    request: Asked,
    giver: Staff,
    row: Any,
    to: Staff | Team | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    now, viewer = clinic_now(), request.viewer
    to = to or _usual(giver, now.date())
    whom = {"by": viewer, "giver": giver, "patient": row, "at": now}
    drafts = handing_over.drafted(to=to, **whom)
    loose = (
        [] if row else handing_over.of_nobody(by=viewer, giver=giver, to=to, drafts=drafts, at=now)
    )
    page = {
        "loose": loose,
        "drafts": [(draft, card(draft.row)) for draft in drafts],
        "lines": sum(len(draft.lines) for draft in drafts) + len(loose),
        "behind": handing_over.left_behind(to=to, **whom) if to else 0,
        "giver": giver, "for_another": giver != request.user, "person": card(row) if row else None,
        "to_whom": handing_over.takers(viewer, giver), "usual": str(to.public_id) if to else "",
        "ill": ILL, "now": now, "typed": typed or {},
    }  # fmt: skip
    return render(request, "handoff/give.html", page, status=INVALID if typed else 200)


def _usual(giver: Staff, on: date) -> Staff | None:
    """Whoever the rota names as cover."""
    return covering(giver.pk, on)


def _ill(request: Asked) -> dict[str, str]:
    given = request.POST.items()
    return {
        key.removeprefix("ill:"): word
        for key, word in given
        if key.startswith("ill:") and word in ILL
    }


def _until(request: Asked) -> date | None:
    if not request.POST.get("until"):
        return None
    try:
        return date.fromisoformat(request.POST["until"])
    except ValueError:
        raise Refused("Say until which day, or leave it empty for good.") from None


def _address(patient: str, line: Any) -> str:
    return reverse("hand-over-person", args=[patient])


OFFERS = (
    Offer("Hand over", "people", "hand-over", _address, key="a", where=("patient",), order=45),
)
urlpatterns = [
    path("patients/<uuid:patient>/hand-over/", person, name="hand-over-person"),
    path("handoff/give/", day, name="hand-over-day"),
]
