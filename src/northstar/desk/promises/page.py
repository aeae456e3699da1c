"""A new promise, and one that stands: kept, moved, broken with a sorry, called off."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.rota import cover_of
from northstar.access.staffing import holders, names_of_holders
from northstar.casework.promises import asking
from northstar.casework.promises.asking import Standing
from northstar.casework.promises.words import sorry
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk.offers import Offer, Panel
from northstar.desk.patient.identity import bar
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.doing import promising
from northstar.record import charts, panels
from northstar.record.feeds import titles
from northstar.record.people import card

INVALID = 422
_MAKE = roles.CARE | roles.LEADING
_DAYS_OFFERED, _LOOK_AHEAD = 5, 14


@may("promise", _MAKE)
@require_http_methods(["GET", "POST"])
def new(request: Asked, patient: UUID) -> HttpResponse:
    """“I will …”: what, by which day, and who keeps it."""
    if request.method == "GET":
        return _form(request, patient)
    now = clinic_now()
    row = panels.patient_for(request.viewer, patient, now)
    try:
        on, to = _day(request), holders().get(request.POST.get("to", ""))
        line = promising.promise(
            by=request.viewer, patient=row, says=request.POST.get("says", ""), on=on, to=to, at=now
        )
    except Refused as sorry_:
        return _form(request, patient, error=str(sorry_), **request.POST.dict())
    messages.success(
        request, f"Promised for {_words(on)}; {line.holder.name} has it.{_early(line, on)}"
    )
    return redirect(reverse("patient", args=[patient]) + "#promises")


def _early(line: Any, on: date) -> str:
    if line.next_on == on:
        return ""
    return f" Nobody is there that day, so it is on the list on {_words(line.next_on)}."


def _form(request: Asked, patient: UUID | str, **typed: str) -> HttpResponse:
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    page = {
        "patient": row.public_id, "bar": _bar(request, row, now), "now": now, "typed": typed,
        "days": _next_days(request.user, now.date()), "to_whom": names_of_holders(viewer),
        "me": viewer.public_id, "died": promising.AFTER_DEATH if row.died else "",
    }  # fmt: skip
    return render(request, "promises/new.html", page, status=INVALID if typed else 200)


def _next_days(staff: Staff, today: date) -> list[date]:
    """The next days on which the viewer is there: those can be promised without a second thought."""
    cover = cover_of(staff)
    ahead = (today + timedelta(days=n) for n in range(_LOOK_AHEAD))
    return [day for day in ahead if cover.covers(day)][:_DAYS_OFFERED]


@may("promise")
@require_GET
def one(request: Asked, public_id: UUID) -> HttpResponse:
    """One promise: what was said, what became of its day, and what can be done now."""
    return _shown(request, public_id)


def _shown(request: Asked, public_id: UUID, **typed: str) -> HttpResponse:
    now = clinic_now()
    found, row = _found(request, public_id, now)
    page = {
        "one": found, "patient": row.public_id, "bar": _bar(request, row, now), "now": now, "typed": typed,
        "days": [day for day in _next_days(request.user, now.date()) if day != found.on],
        "sorry": sorry(found.promise.says, found.on, now.date()) if found.state == "late" else (),
        "turns": found.promise.turns.all(),
    }  # fmt: skip
    return render(request, "promises/page.html", page, status=INVALID if typed else 200)


@may("promise")
@require_POST
def act(request: Asked, public_id: UUID, what: str) -> HttpResponse:
    """Kept, another day, or called off."""
    now = clinic_now()
    found, row = _found(request, public_id, now)
    try:
        said = _ACTS[what](request, found, row, now)
    except Refused as sorry_:
        return _shown(request, public_id, what=what, error=str(sorry_), **request.POST.dict())
    messages.success(request, said, extra_tags="" if what == "another-day" else "undo")
    back = "promise-one" if what == "another-day" else "patient"
    return redirect(reverse(back, args=[public_id if what == "another-day" else row.public_id]))


def _keep(request: Asked, found: Standing, row: Any, now: datetime) -> str:
    promising.keep(
        by=request.viewer,
        patient=row,
        promise=found.promise,
        at=now,
        note=request.POST.get("note", ""),
    )
    return "Kept, and written down."


def _another_day(request: Asked, found: Standing, row: Any, now: datetime) -> str:
    on = _day(request)
    promising.another_day(
        by=request.viewer, patient=row, promise=found.promise, on=on, at=now,
        why=request.POST.get("why", ""),
    )  # fmt: skip
    return f"Promised for {_words(on)} now."


def _call_off(request: Asked, found: Standing, row: Any, now: datetime) -> str:
    promising.call_off(
        by=request.viewer,
        patient=row,
        promise=found.promise,
        at=now,
        why=request.POST.get("why", ""),
    )
    return "Called off, and written down why."


_ACTS: dict[str, Callable[[Asked, Standing, Any, datetime], str]] = {
    "keep": _keep,
    "another-day": _another_day,
    "call-off": _call_off,
}


def _found(request: Asked, public_id: UUID, now: datetime) -> tuple[Standing, Any]:
    found = asking.one(request.viewer, str(public_id), now.date())
    if found is None or found.promise.line.patient is None:
        raise Refused("There is no such promise here.", status=404)
    return found, panels.patient_for(request.viewer, found.promise.line.patient.public_id, now)


def _bar(request: Asked, row: Any, now: datetime) -> Any:
    chart = charts.charts(request.viewer, [row.pk], now)[row.pk]
    return bar(chart, card(row), [], Chips(titles(), Calendar(zone(), now.date())))


def _day(request: Asked) -> date:
    """The day that was chosen with a button, else the one that was typed."""
    given = request.POST.get("day") or request.POST.get("on", "")
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Refused("Choose the day that was promised.") from None


def _words(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"


def _told(viewer: Any, row: Any, chart: Chart, now: datetime) -> dict[str, Any] | None:
    found = asking.of_patient(viewer, row.pk, now.date())
    return {"promises": found[:8], "patient": row.public_id} if found else None


def _address(patient: str, line: Any) -> str:
    if line is None:
        return reverse("promise-new", args=[patient])
    if not line.key.startswith("promise:"):
        return ""
    return reverse("promise-one", args=[line.key.removeprefix("promise:")])


OFFERS = (
    Offer("Promise", "clock", "promise", _address, key="i", where=("patient",), order=40),
    Offer(
        "The promise", "clock", "promise", _address, key="i", where=("line",), order=5, first=True
    ),
)
PANELS = (
    Panel("promises", "Promised", "promise", "promises/panel.html", _told, order=10, side=True),
)

urlpatterns = [
    path("patients/<uuid:patient>/promise/", new, name="promise-new"),
    path("promises/<uuid:public_id>/", one, name="promise-one"),
    *(
        path(f"promises/<uuid:public_id>/{what}/", act, {"what": what}, name=f"promise-{what}")
        for what in _ACTS
    ),
]
