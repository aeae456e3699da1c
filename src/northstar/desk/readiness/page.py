"""A person's procedures ahead, side by side what their papers say, and the questions on their way."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.models import Team
from northstar.access.refuse import Refused
from northstar.access.staffing import at_work, holders
from northstar.casework.worklist import evidence
from northstar.casework.worklist.today import line_for
from northstar.config.clock import clinic_now, zone
from northstar.desk.patient.identity import bar
from northstar.desk.readiness.matters import everything
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.doing import questions
from northstar.record import charts, panels
from northstar.record.feeds import titles
from northstar.record.identities import matched
from northstar.record.people import card
from northstar.rules.assess import needs_answer

INVALID = 422


@may("patient")
@require_GET
def readiness(request: Asked, patient: UUID) -> HttpResponse:
    """Everything that contradicts before each procedure of one person."""
    return _shown(request, patient)


def _shown(request: Asked, patient: UUID | str, **typed: Any) -> HttpResponse:
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    chart = charts.charts(viewer, [row.pk], now)[row.pk]
    names = titles()
    chips = Chips(names, Calendar(zone(), now.date()))
    seen = {v.source.identity for kind in chart.kinds() for v in chart.of(kind) if v.source}
    found = everything(viewer, row.pk, chart, now, chips)
    page = {
        "patient": row.public_id,
        "bar": bar(chart, card(row), matched(viewer, row, seen), chips),
        "ahead": found,
        "count": sum(len(one.matters) for one in found),
        "waiting": sum(one.waiting for one in found),
        "titles": names,
        "holders": _askers() if viewer.may("work") else {},
        "now": now,
        "longest": evidence.LONGEST,
        "next": next(_open(found), None) if request.GET.get("next") else None,
        "typed": typed,
    }
    return render(request, "readiness/page.html", page, status=INVALID if typed else 200)


def _open(found: list[Any]) -> Iterator[int]:
    """The lines that nobody has been asked about yet, in the order of the page."""
    for one in found:
        yield from (m.line.pk for m in one.matters if not m.routed and not m.agreed)


def _askers() -> dict[str, Any]:
    """Whoever can ask: not a colleague whose role opens no such question."""
    there = {one.pk for one in at_work()}
    return {k: to for k, to in holders().items() if isinstance(to, Team) or to.pk in there}


@may("work")
@require_POST
def act(request: Asked, public_id: UUID, what: str) -> HttpResponse:
    """Route a question, record its answer, or close what the papers have settled."""
    now = clinic_now()
    line = line_for(request.viewer, str(public_id), now)
    if line.patient is None or line.signal not in needs_answer():
        raise Refused("There is no such question here.", status=404)
    whose = line.patient.public_id
    try:
        said = _ACTS[what](line, request, now)
    except (Refused, ValueError) as sorry:
        request.method = "GET"
        typed = {"line": line.pk, "what": what, "error": str(sorry), **request.POST.dict()}
        return _shown(request, whose, **typed)
    messages.success(request, said, extra_tags="undo")
    return redirect(f"{reverse('readiness', args=[whose])}?next=1")


def _route(line: Any, request: Asked, now: datetime) -> str:
    to = holders().get(request.POST.get("to", ""))
    if to is None:
        raise Refused("Choose who asks.")
    try:
        on = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise Refused("Choose the day by which there should be an answer.") from None
    office = request.POST.get("office", "")
    questions.route(
        line=line, by=request.viewer, at=now, to=to, office=office, on=on,
        words=request.POST.get("words", ""),
    )  # fmt: skip
    return f"{to.name} has the question to {office.strip()}. Nothing was sent."


def _answered(line: Any, request: Asked, now: datetime) -> str:
    who = request.POST.get("who", "")
    questions.answered(
        line=line, by=request.viewer, at=now, who=who, said=request.POST.get("said", "")
    )
    return f"Closed with {who.strip()}’s answer. It opens again on another paper."


def _settled(line: Any, request: Asked, now: datetime) -> str:
    questions.settled(line=line, by=request.viewer, at=now)
    return "Closed: the papers agree. It opens again should they part."


_ACTS: dict[str, Callable[[Any, Asked, datetime], str]] = {
    "route": _route,
    "answered": _answered,
    "settled": _settled,
}

urlpatterns = [
    path("patients/<uuid:patient>/readiness/", readiness, name="readiness"),
    *(
        path(
            f"line/<uuid:public_id>/question/{what}/", act, {"what": what}, name=f"question-{what}"
        )
        for what in _ACTS
    ),
]
