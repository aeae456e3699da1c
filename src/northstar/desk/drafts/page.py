"""Keep what is typed on a page while it is typed, and give it back to who typed it."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from northstar.access import drafts
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.roles import ANYONE
from northstar.config.clock import machine_now

NOTHING = 204


@may("drafts", ANYONE)
@require_POST
def keep(request: Asked) -> HttpResponse:
    """Typed, not sent: sealed, and readable for nobody else. A page that still stands open from before
    somebody else signed in here keeps nothing under their name."""
    if request.POST.get("who", "") not in ("", str(request.viewer.public_id)):
        raise Refused("Somebody else has signed in here meanwhile.", status=409)
    drafts.keep(
        staff=request.user, place=request.POST.get("place", ""), typed=_typed(request),
        at=machine_now(), mark=request.POST.get("mark", ""), left=request.POST.get("left", ""),
        beside="beside" in request.POST,
    )  # fmt: skip
    return HttpResponse(status=NOTHING)


@may("drafts", ANYONE)
@require_POST
def take(request: Asked) -> HttpResponse:
    """What is kept of this page; the page keeps it anew with what is typed into it. `coming`: the last words
    of the page before, named by their mark, are still on their way."""
    left = request.POST.get("left", "")
    coming = bool(left) and not drafts.arrived(staff=request.user, left=left)
    found = drafts.kept(staff=request.user, place=request.POST.get("place", ""), at=machine_now())
    return JsonResponse({"typed": found, "coming": coming})


@may("drafts", ANYONE)
@require_POST
def still_here(request: Asked) -> HttpResponse:
    """Somebody sits in front of the page and types: the desk does not lock."""
    return HttpResponse(status=NOTHING)


def _typed(request: HttpRequest) -> list[list[str]]:
    """(form, field, words) each; anything else is not kept."""
    try:
        told = json.loads(request.POST.get("typed", "[]"))
    except ValueError:
        return []
    rows = told if isinstance(told, list) else []
    return [
        row for row in rows
        if isinstance(row, list) and len(row) == 3 and all(isinstance(words, str) for words in row)
    ]  # fmt: skip


urlpatterns = [
    path("drafts/", keep, name="drafts"),
    path("drafts/take/", take, name="drafts-take"),
    path("still-here/", still_here, name="still-here"),
]
