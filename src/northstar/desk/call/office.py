"""One call to an office about one person or several: their plan, their pharmacy, another clinic."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access import drafts, roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.worklist.today import day, line_for
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, machine_now
from northstar.desk.call import typed
from northstar.desk.when_done import minutes
from northstar.doing.calling_offices import ENDS, About, Office, called_office
from northstar.knowledge.call_purposes import PURPOSES, Purpose, purpose, purpose_of
from northstar.record import charts
from northstar.record.people import Card, card
from northstar.rules.call_outcomes import BY_CODE

INVALID = 422
_MOST, _WHILE_HOLDING, _SMALL = 8, 5, 10  # people on one call, rows, minutes


@dataclass(frozen=True, slots=True)
class Subject:
    """One person the call may be about: `number` is what the office knows them by."""

    line: Any
    row: Any
    card: Card
    office: str
    number: str
    note: str = ""
    again_on: str = ""


@may("call", roles.CARE | roles.LEADING)
@require_GET
def office(request: Asked) -> HttpResponse:
    """Who is asked about, the words, and what to note."""
    return _shown(request, clinic_now())


def _shown(request: Asked, now: datetime, error: str = "") -> HttpResponse:
    said = request.POST or request.GET
    about = _subjects(request, said.getlist("line"), now)
    of = _purpose(said.get("purpose", ""), about)
    rows = day(request.viewer, now).rows
    theirs = {one.line.pk for one in about}
    page = {
        "about": about,
        "purpose": of,
        "offices": [one for one in PURPOSES if one.office],
        "opens": of.opens.format(me=request.viewer.name),
        "others": _others(request, rows, about, of, now),
        "holding": [r for r in rows if r.minutes <= _SMALL and r.lead.pk not in theirs][
            :_WHILE_HOLDING
        ],
        "ends": [BY_CODE[code] for code in ENDS],
        "name": next((one.office for one in about if one.office), "") if of.code == "plan" else "",
        "typed": request.POST,
        "error": error,
        "key": request.POST.get("key") or uuid4(),
        "began": request.POST.get("began") or now.isoformat(),
        "now": now,
    }
    return render(request, "call/office.html", page, status=INVALID if error else 200)


def _purpose(code: str, about: list[Subject]) -> Purpose:
    if code:
        return purpose(code)
    found = purpose_of(about[0].line.signal) if about else purpose("office")
    return found if found.office else purpose("office")


def _subjects(request: Asked, ids: list[str], now: datetime) -> list[Subject]:
    """The people of these lines, each through the door; two questions for all their charts."""
    asked = [one for one in dict.fromkeys(map(typed.uuid, ids)) if one][:_MOST]
    lines: list[Any] = [line_for(request.viewer, str(one), now) for one in asked]
    lines = [line for line in lines if line.patient_id]
    found = charts.charts(request.viewer, [line.patient_id for line in lines], now)
    return [_subject(request, line, found[line.patient_id]) for line in lines]


def _subject(request: Asked, line: Any, chart: Chart) -> Subject:
    covered = next(
        (c for c in reversed(chart.coverages) if c.payer and c.status in ("active", "")), None
    )
    said = request.POST
    return Subject(
        line, line.patient, card(line.patient), covered.payer if covered else "",
        covered.member if covered else "",
        said.get(f"note-{line.public_id}", ""), said.get(f"again-{line.public_id}", ""),
    )  # fmt: skip


def _others(
    request: Asked, rows: list[Any], about: list[Subject], of: Purpose, now: datetime
) -> list[Any]:
    """Today's other rows that want the same kind of office: they may ride on this call."""
    theirs = {one.line.pk for one in about}
    return [
        row
        for row in rows
        if row.lead.patient_id
        and row.lead.pk not in theirs
        and purpose_of(row.lead.signal).office == of.office
    ][: _MOST - len(about)]


@may("call")
@require_POST
def finish(request: Asked) -> HttpResponse:
    """One submit for everybody it was about."""
    now, said = clinic_now(), request.POST
    try:
        about = [_about(one, said) for one in _subjects(request, said.getlist("line"), now)]
        made = called_office(
            by=request.viewer, office=_told(said), about=about, at=now, began=_began(said, now), key=typed.key(said)
        )  # fmt: skip
    except (Refused, ValueError) as sorry:
        return _shown(request, now, str(sorry))
    drafts.keep(staff=request.user, place=said.get("place", "")[:300], typed=[], at=machine_now())
    many = f"{len(made)} people" if len(made) > 1 else "one person"
    messages.success(request, f"Written for {many}: {BY_CODE[said['outcome']].says.lower()}.")
    return redirect("today")


def _told(said: Any) -> Office:
    return Office(
        name=said.get("office", "")[:120], number=said.get("number", "")[:40], outcome=said.get("outcome", ""),
        representative=said.get("representative", "")[:120], reference=said.get("reference", "")[:80],
        held_minutes=minutes(said.get("held", "")), note=said.get("note", ""),
    )  # fmt: skip


def _about(one: Subject, said: Any) -> About:
    return About(one.row, one.line, one.note, typed.day(one.again_on, "the next call"))


def _began(said: Any, now: datetime) -> datetime:
    """When the page was opened, unless the minutes were typed; no call is longer than ten hours."""
    if said.get("minutes", "").strip():
        return typed.began(said, now)
    began = datetime.fromisoformat(said.get("began", "") or now.isoformat())
    return max(began, now - timedelta(hours=10)) if began.tzinfo else now


urlpatterns = [
    path("calls/office/", office, name="call-office"),
    path("calls/office/finish/", finish, name="call-office-finish"),
]
