"""The board, one person's way home, and what is asked for on it. Empty: nobody in hospital."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts import asking as acts
from northstar.config.clock import clinic_now, zone
from northstar.desk.offers import Offer
from northstar.desk.paged import page_number
from northstar.desk.patient.identity import bar
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.desk.templatetags.desk import iso
from northstar.desk.transitions import board
from northstar.doing import going_home, going_home_back
from northstar.record import charts, panels
from northstar.record.feeds import titles
from northstar.record.people import Card, card

INVALID = 422
PLACE = ("Transitions", "transitions", "home", "d", "transitions")
_BOARD = roles.CARE | roles.LEADING


@may("transitions", _BOARD)
@require_GET
def transitions(request: Asked) -> HttpResponse:
    """Everybody of the panel from admission to the thirtieth day."""
    now = clinic_now()
    number = page_number(request)
    rows, more = board.board(request.viewer, now, (number - 1) * board.MOST)
    shown = {
        "columns": board.columns(rows), "rows": rows, "now": now, "titles": titles(),
        "names": board.NAMES.values(), "more": more, "page": number,
    }  # fmt: skip
    return render(request, "transitions/board.html", shown)


@may("transitions")
@require_GET
def transition(request: Asked, patient: UUID) -> HttpResponse:
    """One person's way home: every clock with its arithmetic, every answer with its source."""
    return _shown(request, patient)


def _shown(request: Asked, patient: UUID, **typed: Any) -> HttpResponse:
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    chart = charts.charts(viewer, [row.pk], now)[row.pk]
    names = titles()
    found = board.one(viewer, row.pk, chart, card(row), now)
    page = {
        "patient": row.public_id, "row": found[0] if found else None, "titles": names, "now": now,
        "bar": bar(chart, card(row), [], Chips(names, Calendar(zone(), now.date()))),
        "place": found[1].place if found else "", "do": request.GET.get("do", ""), "typed": typed,
        "key": uuid4(),
        "done": _done(viewer, row.pk, found[1].stay.starts.start) if found else [],
        "request_text": _request_text(card(row)) if found else "",
    }  # fmt: skip
    return render(request, "transitions/one.html", page, status=INVALID if typed else 200)


def _done(viewer: Viewer, pk: int, since: datetime) -> list[Any]:
    """What was written down here since they went in, the newest first."""
    return acts.of_patient(viewer, pk, since=since, kinds=going_home_back.KINDS)


@may("transitions")
@require_POST
def back(request: Asked, patient: UUID, act: UUID) -> HttpResponse:
    """Something written down here was not so."""
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    made, why = acts.one(viewer, row.pk, act), request.POST.get("why", "")
    try:
        going_home_back.take_back(by=viewer, patient=row, act=made, why=why, at=now)
    except Refused as sorry:
        if sorry.status == 404:
            raise
        request.method = "GET"
        return _shown(request, patient, error=str(sorry), what="back", why=why, act=made.public_id)
    messages.success(request, "Taken back. It stays to be read, with your reason.")
    return redirect("transition", patient)


def _request_text(who: Card) -> str:
    born = f", born {iso(who.birth_date)}" if who.birth_date else ""
    return (
        f"Please send the discharge summary of {who.name}{born}: the medicines that were changed and why, "
        "results still out, and who follows up. Thank you."
    )


@may("transitions")
@require_POST
def act(request: Asked, patient: UUID, what: str) -> HttpResponse:
    """Something was asked for, is there, or is booked."""
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    found = board.one(viewer, row.pk, charts.charts(viewer, [row.pk], now)[row.pk], card(row), now)
    try:
        if found is None:
            raise Refused("Nobody is on the way home here any more.")
        said = _ACTS[what](
            request, {"by": viewer, "patient": row, "at": now, "label": found[1].label}
        )
    except Refused as sorry:
        request.method = "GET"
        return _shown(request, patient, error=str(sorry), what=what, **request.POST.dict())
    messages.success(request, said)
    return redirect("transition", patient)


def _equipment(request: Asked, act: dict[str, Any]) -> str:
    what = request.POST.get("what_thing", "")
    if "there" in request.POST:
        going_home.equipment_there(what=what, **act)
        return "Written down: it is there."
    going_home.equipment_asked(what=what, of=request.POST.get("of", ""), **act)
    return "Written down. A line asks tomorrow whether it came."


def _papers(request: Asked, act: dict[str, Any]) -> str:
    said = request.POST
    fax = said.get("fax", "").strip()
    going_home.papers_asked(
        of=said.get("of", ""), fax=fax, text=said.get("text", ""), key=said.get("key", ""), **act
    )
    return "The fax is in the outbox." if fax else "Written down. A line asks again tomorrow."


def _visit(request: Asked, act: dict[str, Any]) -> str:
    of = request.POST.get("of", "")
    if "asked" in request.POST:
        going_home.visit_asked(of=of, **act)
        return "Written down. A line asks for the hour tomorrow."
    going_home.visit_booked(starts=_hour(request), of=of, **act)
    return "The visit is booked."


def _hour(request: Asked) -> datetime:
    try:
        said = datetime.fromisoformat(
            f"{request.POST.get('on', '')}T{request.POST.get('hour', '')}"
        )
    except ValueError:
        raise Refused("Say the day and the hour of the visit.") from None
    return said.replace(tzinfo=zone())


_ACTS: dict[str, Callable[[Asked, dict[str, Any]], str]] = {
    "equipment": _equipment,
    "papers": _papers,
    "visit": _visit,
}


def _address(patient: str, line: Any) -> str:
    """Beside work about the way home, and on the head of the Patient page only where nothing else fits."""
    from django.urls import reverse

    home = line is not None and line.belongs == "home from hospital"
    return reverse("transition", args=[patient]) if home else ""


OFFERS = (Offer("The way home", "home", "transitions", _address, order=60, where=("line",)),)

_HERE = "patients/<uuid:patient>/transition/"
urlpatterns = [
    path("transitions/", transitions, name="transitions"),
    path(_HERE, transition, name="transition"),
    path(f"{_HERE}<uuid:act>/back/", back, name="transition-back"),
    *(path(f"{_HERE}{what}/", act, {"what": what}, name=f"transition-{what}") for what in _ACTS),
]
