"""Is this still one person? Records that stand together, and contradict since a source corrected itself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access.asked import Asked as Request
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import holders, names_of_holders
from northstar.casework.worklist import handing
from northstar.config.clock import clinic_now
from northstar.decided import who_is_who
from northstar.desk.who.settled import WHO, went_apart
from northstar.record import doubts, parting
from northstar.record.feeds import titles

INVALID = 422
_SAID = {
    "same": "They stay one person, and this is not asked again.",
    "different": "They are two people now, each with what is theirs.",
}


@may("who", WHO)
@require_GET
def doubt(request: Request, patient: UUID) -> HttpResponse:
    """What was corrected, who says so, and both sides field by field."""
    return _shown(request, patient)


def _shown(request: Request, patient: UUID, **typed: Any) -> HttpResponse:
    found = doubts.doubt(request.viewer, str(patient), clinic_now())
    page = {
        "patient": patient,
        "asked": found,
        "left": handing.holder_of(found.doubt.key),
        "holders": names_of_holders(request.viewer),
        "titles": titles(),
        "may_answer": request.viewer.may("settle-identity"),
        "typed": typed,
    }
    status = INVALID if typed.get("error") else 200
    return render(request, "doubt/page.html", page, status=status)


@may("settle-identity")
@require_POST
def answer(request: Request, patient: UUID, verdict: str) -> HttpResponse:
    """One person all the same, or two: always for a reason, since the records contradict either way."""
    now, reason = clinic_now(), request.POST.get("reason", "").strip()
    found = doubts.doubt(request.viewer, str(patient), now).doubt
    if not reason:
        return _shown(request, patient, error="Say why: the next one will ask.", **_kept(request))
    last = parting.last()
    who_is_who(
        by=request.viewer, pairs=found.pairs_for(verdict), verdict=verdict, reason=reason[:300],
        at=now, question=found.key,
    )  # fmt: skip
    messages.success(request, f"{_SAID[verdict]} It can be taken back under “What was said”.")
    return went_apart(request, last) or redirect("who")


@may("settle-identity")
@require_POST
def unsure(request: Request, patient: UUID) -> HttpResponse:
    """Not sure: somebody else is asked, and the question stays open."""
    now = clinic_now()
    found = doubts.doubt(request.viewer, str(patient), now).doubt
    to = holders().get(request.POST.get("to", ""))
    try:
        if to is None:
            raise Refused("Choose whom to ask.")
        handing.leave_to(
            patient=found.row, person=found.who.id, key=found.key, to=to,
            says="may be two people: a source has corrected what it said",
            suggests="Open “Who is who” and settle whether the records are still one person.",
            label=found.label, why=request.POST.get("reason", ""), by=request.viewer, at=now,
        )  # fmt: skip
    except Refused as sorry:
        return _shown(request, patient, error=str(sorry), **_kept(request))
    messages.success(request, f"{to.name} has the question now.")
    return redirect("who")


def _kept(request: Request) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("reason", "to")}


_ONE = "who/doubt/<uuid:patient>/"
urlpatterns = [
    path(_ONE, doubt, name="who-doubt"),
    path(f"{_ONE}same/", answer, {"verdict": "same"}, name="who-still-same"),
    path(f"{_ONE}apart/", answer, {"verdict": "different"}, name="who-now-apart"),
    path(f"{_ONE}unsure/", unsure, name="who-doubt-unsure"),
]
