"""The rota by week; a manager or an administrator changes it."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from northstar.access import rostering, staffing
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.models import Shift, Staff
from northstar.access.refuse import Refused
from northstar.access.roles import ADMINISTRATOR, CARE, LEADING
from northstar.access.week import week
from northstar.access.writing import writing
from northstar.casework.worklist import covering
from northstar.config.clock import clinic_now
from northstar.doing import handing_over
from northstar.rules.wording import counted

INVALID = 422
_SEE, _CHANGE = CARE | LEADING | {ADMINISTRATOR}, LEADING | {ADMINISTRATOR}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@may("rota", _SEE)
@require_GET
def rota(request: Asked) -> HttpResponse:
    """One week, with what can be changed for those who may."""
    return _shown(request)


def _shown(request: Asked, **typed: Any) -> HttpResponse:
    shown = week(_day(request.GET.get("week", ""), clinic_now().date()))
    may_change = request.viewer.may("change-rota")
    page = {
        "week": shown,
        "today": clinic_now().date(),
        "may_change": may_change,
        "hours": rostering.weekly() if may_change else [],
        "absences": rostering.absences(clinic_now().date()) if may_change else [],
        "holders": staffing.holders(),
        "people": {k: one for k, one in staffing.holders().items() if isinstance(one, Staff)},
        "covers": {str(one.public_id): one for one in staffing.at_work()} if may_change else {},
        "days": list(enumerate(_DAYS)),
        "chosen": request.POST.getlist("days"),
        "typed": request.POST,
        **typed,
    }
    return render(request, "rota/page.html", page, status=INVALID if typed else 200)


@may("change-rota", _CHANGE)
@require_POST
def give(request: Asked) -> HttpResponse:
    """Weekly hours, at work or on call."""
    return _changed(request, "hours", _give, "The hours stand in the rota.")


def _give(request: Asked) -> None:
    to = staffing.holders().get(request.POST.get("who", ""))
    days = [int(day) for day in request.POST.getlist("days") if day in "0123456"]
    if to is None or not days:
        raise Refused("Say who, and on which days.")
    rostering.give_hours(
        to=to, days=days, begins=_clock(request, "begins"), ends=_clock(request, "ends"),
        kind=Shift.ON_CALL if request.POST.get("kind") == Shift.ON_CALL else Shift.WORK,
        order=int(request.POST.get("order") or 1), by=request.viewer, at=clinic_now(),
    )  # fmt: skip


@may("change-rota", _CHANGE)
@require_POST
def take(request: Asked, shift: int) -> HttpResponse:
    """These hours no more."""
    return _changed(
        request, "hours",
        lambda asked: rostering.take_hours(shift=shift, by=asked.viewer, at=clinic_now()),
        "These hours are gone from the rota.",
    )  # fmt: skip


@may("change-rota", _CHANGE)
@require_POST
def away(request: Asked) -> HttpResponse:
    """Days away, and who covers; or days on which the clinic is closed."""
    return _changed(request, "away", _away, "The days away stand in the rota.")


def _away(request: Asked) -> None:
    first, last = _given_day(request, "first"), _given_day(request, "last", "first")
    words: dict[str, Any] = {"first": first, "last": last, "why": request.POST.get("why", "")}
    signed: dict[str, Any] = {"by": request.viewer, "at": clinic_now()}
    if request.POST.get("who") == "closed":
        rostering.away(staff=None, **words, **signed)
        return
    people = staffing.holders()
    staff, cover = (
        people.get(request.POST.get("who", "")),
        people.get(request.POST.get("cover", "")),
    )
    if not isinstance(staff, Staff):
        raise Refused("Say who is away.")
    if cover == staff:
        raise Refused("Nobody covers for themselves: choose a colleague, or nobody.")
    covers = cover if isinstance(cover, Staff) else None
    moved = handing_over.goes_away(staff=staff, cover=covers, **words, **signed)
    if moved:
        whose = covers.name if covers else staffing.default_team().name
        messages.info(request, f"{counted(moved, 'open line')} of these days went to {whose}.")


@may("change-rota", _CHANGE)
@require_POST
def back(request: Asked, absence: int) -> HttpResponse:
    """They are there after all."""
    return _changed(
        request, "away", lambda asked: _there(asked, absence),
        "These days count as working days again.",
    )  # fmt: skip


def _there(request: Asked, absence: int) -> None:
    home = handing_over.there_after_all(absence=absence, by=request.viewer, at=clinic_now())
    if home:
        messages.info(request, f"{counted(home, 'open line')} came back from who covered.")


def _changed(request: Asked, form: str, change: Callable[[Asked], Any], said: str) -> HttpResponse:
    """The change, and every next date that it leaves without cover, in one."""
    try:
        with writing():
            change(request)
            moved = covering.cover_again(by=request.viewer, at=clinic_now())
    except (Refused, ValueError) as sorry:
        words = (
            str(sorry) if isinstance(sorry, Refused) else "Something is missing or is no number."
        )
        return _shown(request, error=words, form=form)
    dates = f" {moved} next dates moved to days that are covered." if moved else ""
    messages.success(request, said + dates)
    return redirect(reverse("rota"))


def _clock(request: Asked, name: str) -> time:
    try:
        return time.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        raise Refused("Say from when to when, like 8:00 and 16:30.") from None


def _given_day(request: Asked, *names: str) -> date:
    given = next((request.POST[name] for name in names if request.POST.get(name)), "")
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Refused("Say from which day to which.") from None


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


urlpatterns = [
    path("rota/", rota, name="rota"),
    path("rota/hours/", give, name="rota-hours"),
    path("rota/hours/<int:shift>/gone/", take, name="rota-gone"),
    path("rota/away/", away, name="rota-away"),
    path("rota/away/<int:absence>/back/", back, name="rota-back"),
]
