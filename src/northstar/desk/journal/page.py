"""One's own wins by month, and what colleagues have shared."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.journal import keeping
from northstar.config.clock import clinic_now, zone

INVALID = 422


@may("journal", roles.CARE | roles.LEADING)
@require_http_methods(["GET", "POST"])
def journal(request: Asked) -> HttpResponse:
    """Write one sentence; read the quiet page of them."""
    error, says = "", request.POST.get("says", "")
    if request.method == "POST":
        try:
            keeping.keep(says=says, by=request.viewer, at=clinic_now())
            messages.success(request, "Kept. Only you see it.")
            return redirect("journal")
        except Refused as sorry:
            error = str(sorry)
    mine = keeping.mine(request.viewer)
    by_month = groupby(mine, lambda win: f"{win.at.astimezone(zone()):%B %Y}")
    page = {
        "months": [(month, list(some)) for month, some in by_month],
        "theirs": keeping.of_my_teams(request.viewer),
        "error": error,
        "says": says,
    }
    return render(request, "journal/page.html", page, status=INVALID if error else 200)


@may("journal")
@require_POST
def share(request: Asked, public_id: UUID) -> HttpResponse:
    """The team sees it, or sees it no more."""
    shared = request.POST.get("shared") == "yes"
    keeping.share(win=str(public_id), shared=shared, by=request.viewer, at=clinic_now())
    messages.success(request, "Your team sees it." if shared else "Only you see it again.")
    return redirect("journal")


urlpatterns = [
    path("journal/", journal, name="journal"),
    path("journal/<uuid:public_id>/share/", share, name="journal-share"),
]
