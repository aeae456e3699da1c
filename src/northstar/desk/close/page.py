"""The close of day, in one page: nothing of it must be done, and everything is one key away."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import holders
from northstar.casework.journal import keeping
from northstar.config.clock import clinic_now, machine_now
from northstar.desk.close.evening import evening, held_by_me
from northstar.doing import attesting, evening_post, handing_over

INVALID = 422
PLACE = ("Close of day", "close", "moon", "e", "close")


@may("close", roles.CARE | roles.LEADING)
@require_GET
def close(request: Asked) -> HttpResponse:
    """What is open, who holds it tonight, what was promised, and one win to keep."""
    return _shown(request)


def _shown(request: Asked, **typed: str) -> HttpResponse:
    now = clinic_now()
    found = evening(request, now)
    page: dict[str, Any] = {
        "evening": found, "now": now, "typed": typed,
        "mine": len(held_by_me(found, request.viewer.staff_id)),
        "others": [one for one in found.tonight if one.pk != request.viewer.staff_id],
    }  # fmt: skip
    return render(request, "close/page.html", page, status=INVALID if typed else 200)


@may("close")
@require_POST
def attest(request: Asked) -> HttpResponse:
    """The minutes of today, as the acts have them."""
    return _done(request, _attested)


def _attested(request: Asked, now: datetime) -> str:
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    until = start + timedelta(days=1)
    made = attesting.attest_day(by=request.viewer, start=start, end=until, at=now)
    return f"{len(made)} act{'' if len(made) == 1 else 's'} attested."


@may("close")
@require_POST
def night(request: Asked) -> HttpResponse:
    """What cannot wait is offered to whoever is on call tonight."""
    return _done(request, _offered)


def _offered(request: Asked, now: datetime) -> str:
    to = holders().get(request.POST.get("to", ""))
    if to is None:
        raise Refused("Choose who holds it tonight.")
    handing_over.offer_lines(
        by=request.viewer, giver=request.user, to=to, at=now, until=now.date(),
        lines=held_by_me(evening(request, now), request.viewer.staff_id),
        says=request.POST.get("says", ""),
    )  # fmt: skip
    return f"Offered to {to.name} for tonight. You hold it until it is read back."


@may("close")
@require_POST
def post(request: Asked) -> HttpResponse:
    """One's own messages leave together; pressed again, they are held back."""
    return _done(request, _held_back if request.POST.get("back") else _let_go)


def _let_go(request: Asked, now: datetime) -> str:
    count, kept = evening_post.let_go(by=request.viewer, at=now, machine_now=machine_now())
    if not count and not kept:
        raise Refused("No message of yours may leave now.")
    said = (
        f"{_messages(count)} shortly. Until then you can hold {'it' if count == 1 else 'them'} back."
        if count
        else ""
    )
    return f"{said} {kept} cannot go now; the outbox says why.".strip() if kept else said


def _messages(count: int) -> str:
    return "One message leaves" if count == 1 else f"{count} messages leave"


def _held_back(request: Asked, now: datetime) -> str:
    count, until = evening_post.hold_back(by=request.viewer, at=now)
    if not count:
        raise Refused("They have left already.")
    return f"Held back until {until:%a} {until.day} {until:%b}, {until:%H:%M}. Recall in the outbox what shall not go."


@may("close")
@require_POST
def win(request: Asked) -> HttpResponse:
    """One win of today, for oneself."""
    return _done(request, _kept)


def _kept(request: Asked, now: datetime) -> str:
    keeping.keep(says=request.POST.get("win", ""), by=request.viewer, at=now)
    return "Kept. Only you see it."


def _done(request: Asked, act: Callable[[Asked, datetime], str]) -> HttpResponse:
    try:
        messages.success(request, act(request, clinic_now()))
    except Refused as sorry:
        return _shown(request, **{**request.POST.dict(), "error": str(sorry)})
    return redirect(reverse("close"))


urlpatterns = [
    path("close/", close, name="close"),
    path("close/attest/", attest, name="close-attest"),
    path("close/night/", night, name="close-night"),
    path("close/post/", post, name="close-post"),
    path("close/win/", win, name="close-win"),
]
