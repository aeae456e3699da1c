"""What is offered to me, what I have offered, what I cover; and one hand-over, to read back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import names_of_holders
from northstar.casework.batons import acts, asking
from northstar.casework.batons.acts import standing
from northstar.config.clock import clinic_now
from northstar.desk.handoff import giving
from northstar.doing import handing_over

INVALID = 422
PLACE = ("Hand-overs", "handoff", "arrow", "h", "handoff")
_READS = roles.CARE | roles.LEADING | {roles.PRIVACY_OFFICER}
_SEEN_FOR = timedelta(days=7)


@may("handoff", _READS)
@require_GET
def handoff(request: Asked) -> HttpResponse:
    """What waits to be read back, what one has given, and what one holds for others."""
    now, viewer = clinic_now(), request.viewer
    leads = viewer.may("hand-over-for")
    page = {
        "waiting": asking.waiting_for(viewer),
        "given": asking.given_by(viewer, now - _SEEN_FOR),
        "covered": asking.held_for(viewer),
        "colleagues": names_of_holders(viewer) if leads else (),
        "now": now,
    }
    return render(request, "handoff/page.html", page)


@may("handoff")
@require_GET
def one(request: Asked, public_id: UUID) -> HttpResponse:
    """One hand-over as it was told, and what became of it."""
    return _shown(request, public_id)


def _shown(request: Asked, public_id: UUID, **typed: str) -> HttpResponse:
    now, viewer = clinic_now(), request.viewer
    baton = asking.one(viewer, str(public_id))
    state = standing(baton)
    waits = state in ("offered", "with who covers")
    mine = baton.giver_id == viewer.staff_id
    page = {
        "baton": baton, "state": state, "now": now, "typed": typed, "mine": mine,
        "people": asking.persons(viewer, baton, now.date()),
        "loose": asking.of_nobody(viewer, baton),
        "answers": baton.answers.all(),
        "may_answer": waits and not mine,
        "may_take_back": state == "offered" and mine,
        "may_return": baton.until and not mine and state in ("accepted", "with who covers"),
        "meanwhile": asking.meanwhile(viewer, baton) if state in ("accepted", "returned") else None,
    }  # fmt: skip
    return render(request, "handoff/one.html", page, status=INVALID if typed else 200)


@may("handoff")
@require_POST
def act(request: Asked, public_id: UUID, what: str) -> HttpResponse:
    """Accept with a reading back, decline, take the offer back, or return it."""
    baton = asking.one(request.viewer, str(public_id))
    try:
        said = _ACTS[what](request, baton, clinic_now())
    except Refused as sorry:
        return _shown(request, public_id, what=what, error=str(sorry), **request.POST.dict())
    messages.success(request, said)
    return redirect(reverse("handoff-one", args=[public_id]))


def _accept(request: Asked, baton: Any, now: datetime) -> str:
    moved, gone = handing_over.accept(
        baton=baton, by=request.viewer, at=now, read_back=request.POST.get("read_back", "")
    )
    more = f" {gone} had been done or had moved meanwhile." if gone and not baton.by_rota else ""
    return f"It is yours: {moved} piece{'' if moved == 1 else 's'} of work.{more}" if moved else (
        "Read back; the work is with you already."
    )  # fmt: skip


def _decline(request: Asked, baton: Any, now: datetime) -> str:
    acts.decline(baton=baton, by=request.viewer, at=now, why=request.POST.get("why", ""))
    return f"Declined. {baton.giver.name} still holds it and reads why."


def _take_back(request: Asked, baton: Any, now: datetime) -> str:
    acts.take_back(baton=baton, by=request.viewer, at=now)
    return "Taken back. It was yours all along."


def _return(request: Asked, baton: Any, now: datetime) -> str:
    count = handing_over.give_back(baton=baton, by=request.viewer, at=now)
    return f"{count} open piece{'' if count == 1 else 's'} of work went back to {baton.giver.name}."


_ACTS: dict[str, Callable[[Asked, Any, datetime], str]] = {
    "accept": _accept,
    "decline": _decline,
    "take-back": _take_back,
    "return": _return,
}

urlpatterns = [
    path("handoff/", handoff, name="handoff"),
    path("handoff/<uuid:public_id>/", one, name="handoff-one"),
    *(
        path(f"handoff/<uuid:public_id>/{what}/", act, {"what": what}, name=f"handoff-{what}")
        for what in _ACTS
    ),
    *giving.urlpatterns,
]
