"""Teams and their people; a manager or an administrator changes them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access import staffing
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.roles import ADMINISTRATOR, CARE, LEADING
from northstar.config.clock import clinic_now

INVALID = 422
_SEE, _CHANGE = CARE | LEADING | {ADMINISTRATOR}, LEADING | {ADMINISTRATOR}


@may("teams", _SEE)
@require_GET
def teams(request: Asked) -> HttpResponse:
    """Every team and who is in it."""
    return _shown(request)


def _shown(request: Asked, error: str = "") -> HttpResponse:
    page = {
        "teams": staffing.memberships(at=clinic_now()),
        "people": {k: one for k, one in staffing.holders().items() if isinstance(one, Staff)},
        "may_change": request.viewer.may("change-teams"),
        "typed": request.POST,
        "error": error,
    }
    return render(request, "teams/page.html", page, status=INVALID if error else 200)


@may("change-teams", _CHANGE)
@require_POST
def found(request: Asked) -> HttpResponse:
    """A new team."""
    return _changed(request, staffing.found_team, name=request.POST.get("name", ""))


@may("change-teams", _CHANGE)
@require_POST
def join(request: Asked, team: UUID) -> HttpResponse:
    """Somebody comes into a team, and shares its panels and its queue from now on."""
    staff = staffing.holders().get(request.POST.get("who", ""))
    if not isinstance(staff, Staff):
        return _shown(request, "Choose who comes into the team.")
    return _changed(
        request, staffing.join, staff=staff, team=get_object_or_404(Team, public_id=team)
    )


@may("change-teams", _CHANGE)
@require_POST
def leave(request: Asked, team: UUID, staff: UUID) -> HttpResponse:
    """Somebody leaves a team: its people and its queue are theirs no longer."""
    return _changed(
        request, staffing.leave,
        staff=get_object_or_404(Staff, public_id=staff),
        team=get_object_or_404(Team, public_id=team),
    )  # fmt: skip


def _changed(request: Asked, act: Callable[..., Any], **words: Any) -> HttpResponse:
    try:
        act(**words, by=request.viewer, at=clinic_now())
    except Refused as sorry:
        return _shown(request, str(sorry))
    messages.success(request, "Done, and signed with your name.")
    return redirect("teams")


urlpatterns = [
    path("teams/", teams, name="teams"),
    path("teams/new/", found, name="teams-new"),
    path("teams/<uuid:team>/join/", join, name="teams-join"),
    path("teams/<uuid:team>/<uuid:staff>/leave/", leave, name="teams-leave"),
]
