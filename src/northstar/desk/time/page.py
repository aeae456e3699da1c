"""My minutes of one day: what is proposed and what stands. No threshold is shown here, ever: minutes
follow what a person needs, never the other way round."""

from datetime import date, datetime, time, timedelta
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
from northstar.casework.time import asking
from northstar.config.clock import clinic_now, zone
from northstar.doing import attesting
from northstar.doing.taking_back import CALLS
from northstar.record.people import people

INVALID = 422
_EARLIEST, _LATEST = 1900, 2200
_EVENING, _MORNING = 18, 6  # o'clock: from the one to the other is over midnight


@may("time", roles.CARE)
@require_GET
def mine(request: Asked) -> HttpResponse:
    """One day, today unless another is asked for."""
    return _shown(request, _day(request.GET.get("day", "")))


def _shown(request: Asked, on: date, **typed: Any) -> HttpResponse:
    now = clinic_now()
    rows = asking.day_of(request.viewer, *_bounds(on))
    cards = people(request.viewer, {row.patient for row in rows})
    shown = [(row, cards[row.patient]) for row in rows if row.patient in cards]
    page = {
        "day": on, "calls": CALLS if request.viewer.may("call") else (), "now": now, "typed": typed,
        "rows": [one for one in shown if one[0].timed], "by_a_click": [one for one in shown if not one[0].timed],
        "before": on - timedelta(days=1), "after": on + timedelta(days=1), "today": now.date(),
        "open": sum(1 for row, _ in shown if row.waits and not row.asks),
        "asks": sum(1 for row, _ in shown if row.asks),
        "counted": sum(row.seconds for row, _ in shown if row.stands and row.program) // 60,
        "others": sum(row.seconds for row, _ in shown if row.stands and not row.program) // 60,
    }  # fmt: skip
    return render(request, "time/page.html", page, status=INVALID if typed else 200)


@may("attest", roles.CARE)
@require_POST
def attest_day(request: Asked) -> HttpResponse:
    """Everything of the day that is not attested yet, as proposed."""
    on = _day(request.POST.get("day", ""))
    start, end = _bounds(on)
    try:
        made = attesting.attest_day(by=request.viewer, start=start, end=end, at=clinic_now())
    except Refused as sorry:
        return _shown(request, on, error=str(sorry))
    counted = sum(1 for one in made if one.program)
    messages.success(
        request,
        f"Attested: {len(made)} act{'s' if len(made) != 1 else ''}, {counted} of them for a program.",
    )
    return redirect(f"{reverse('time')}?day={on.isoformat()}")


@may("attest")
@require_POST
def attest(request: Asked, act: UUID) -> HttpResponse:
    """One act, with its author's own word on how long it took and where it counts."""
    on = _day(request.POST.get("day", ""))
    try:
        began, ended = _clock(request, "began", on), _clock(request, "ended", on)
        if began.hour >= _EVENING and ended.hour < _MORNING:
            ended = _clock(request, "ended", on + timedelta(days=1))
        attesting.attest(
            by=request.viewer, act=act, program=request.POST.get("program", ""),
            began=began, ended=ended, at=clinic_now(),
            why=request.POST.get("why", ""),
        )  # fmt: skip
    except Refused as sorry:
        if sorry.status == 404:
            raise
        return _shown(request, on, error=str(sorry), act=str(act), **request.POST.dict())
    messages.success(request, "Attested. What stood before is kept.")
    return redirect(f"{reverse('time')}?day={on.isoformat()}")


def _clock(request: Asked, name: str, on: date) -> datetime:
    """What was typed as 8:05 or 8:05:30 on that day, in the clinic's zone."""
    try:
        return datetime.combine(on, time.fromisoformat(request.POST.get(name, "")), zone())
    except ValueError:
        raise Refused("Say from when to when, like 8:05 and 8:17.") from None


def _bounds(on: date) -> tuple[datetime, datetime]:
    start = datetime.combine(on, time.min, zone())
    return start, datetime.combine(on + timedelta(days=1), time.min, zone())


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return clinic_now().date()
    return day if _EARLIEST <= day.year <= _LATEST else clinic_now().date()


urlpatterns = [
    path("time/", mine, name="time"),
    path("time/attest/", attest_day, name="time-attest-day"),
    path("time/<uuid:act>/", attest, name="time-attest"),
]
