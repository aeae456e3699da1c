"""One act: move the held clock on, and look at what time alone has changed."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from northstar.access import clocks
from northstar.access.asked import Asked
from northstar.access.audit import acted
from northstar.access.door import may
from northstar.access.writing import writing
from northstar.config.clock import clinic_now
from northstar.spine import review_due

MOST = timedelta(days=14)


@may("advance-clock")
@require_POST
def advance(request: Asked) -> HttpResponse:
    """15 minutes, an hour, or to the next morning."""
    minutes = request.POST.get("ahead", "")
    ahead = timedelta(minutes=int(minutes)) if minutes.isdecimal() and len(minutes) < 6 else None
    with writing():
        at = clocks.advance(by=min(ahead, MOST) if ahead else None, now=clinic_now())
        acted(by=request.viewer, action="admin", what="the held clock was advanced", at=at)
    review_due(at)
    messages.info(request, "The clock has moved on.")
    return redirect("today")


urlpatterns = [path("clock/", advance, name="clock")]
