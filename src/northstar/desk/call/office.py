"""One call to an office about one person or several: their plan, their pharmacy, another clinic."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import names_of_holders
from northstar.casework.calls import asking
from northstar.casework.worklist.today import day, line_for
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now
from northstar.desk.call import typed
from northstar.desk.notes import heard
from northstar.desk.when_done import earlier, minutes
from northstar.desk.when_done import shown as when_shown
from northstar.doing.calling import dialled, phone
from northstar.doing.calling_offices import ENDS, About, Office, called_office
from northstar.knowledge.call_purposes import PURPOSES, Purpose, purpose, purpose_of
from northstar.record import charts, panels
from northstar.record.people import Card, card
from northstar.rules.call_outcomes import BY_CODE
from northstar.rules.telephones import dialable

INVALID, CHANGED = 422, 409
_GONE = "A line of this call is not here for you any more: somebody else has it. What you typed about it stands below; copy what is still of use."
_MOST, _WHILE_HOLDING, _SMALL = 8, 5, 10  # people on one call, rows, minutes


@dataclass(frozen=True, slots=True)
class Subject:
    """One person the call may be about, from a line or without one: `number` is what the office knows them
    by, `id` is what the form calls them by."""

    id: str
    line: Any
    row: Any
    chart: Chart
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


def _shown(
    request: Asked, now: datetime, error: str = "", status: int = INVALID, made: Any = None
) -> HttpResponse:
    said = request.POST or request.GET
    about = _subjects(request, now)
    of = _purpose(said.get("purpose", ""), about)
    rows = day(request.viewer, now).rows
    theirs = {one.line.pk for one in about if one.line}
    page = {
        "about": about,
        "gone": _left_over(about, request.POST),
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
        "heard": [
            p for one in about
            for p in _promised(request, one, now, _said_at(about, request.POST, now))
        ],
        "error": error,
        "asks": error == heard.ASKS,
        "to_whom": names_of_holders(request.viewer) if error else (),
        "key": request.POST.get("key") or uuid4(),
        "began": made.at.isoformat() if made else request.POST.get("began") or now.isoformat(),
        "dialled": made,
        "tel": dialable(made.number) if made and phone().links else "",
        "now": now,
    } | when_shown(request.POST, now)  # fmt: skip
    return render(request, "call/office.html", page, status=status if error else 200)


def _purpose(code: str, about: list[Subject]) -> Purpose:
    if code:
        return purpose(code)
    found = purpose_of(about[0].line.signal) if about and about[0].line else purpose("office")
    return found if found.office else purpose("office")


def _subjects(request: Asked, now: datetime) -> list[Subject]:
    """The people of these lines, and those named without one, each through the door; two questions for all
    their charts. Once the call has taken place, a line that went elsewhere meanwhile is left out."""
    said = request.POST or request.GET
    lines = [line for line in _lines(request, said.getlist("line"), now) if line.patient_id]
    rows: list[Any] = [
        panels.patient_for(request.viewer, one, now) for one in _ids(said.getlist("patient"))
    ]
    with_lines = {line.patient_id for line in lines}
    named = [(None, row) for row in rows if row.pk not in with_lines]
    both = [*((line, line.patient) for line in lines), *named]
    found = charts.charts(request.viewer, [row.pk for _, row in both], now)
    return [_subject(request, line, row, found[row.pk]) for line, row in both]


def _lines(request: Asked, ids: list[str], now: datetime) -> list[Any]:
    found = []
    for one in _ids(ids):
        try:
            found.append(line_for(request.viewer, str(one), now))
        except Refused:
            if request.method != "POST":
                raise
    return found


def _ids(texts: list[str]) -> list[UUID]:
    return [one for one in dict.fromkeys(map(typed.uuid, texts)) if one][:_MOST]


def _left_over(about: list[Subject], said: QueryDict) -> list[tuple[str, str]]:
    """What was typed about somebody whose line is not here any more: (field, words)."""
    known = {f"note-{one.id}" for one in about}
    typed_of = [(name, str(said[name])) for name in said if name.startswith("note-")]
    return [(name, words) for name, words in typed_of if words.strip() and name not in known]


def _subject(request: Asked, line: Any, row: Any, chart: Chart) -> Subject:
    covered = next(
        (c for c in reversed(chart.coverages) if c.payer and c.status in ("active", "")), None
    )
    said, mine = request.POST, str(line.public_id if line else row.public_id)
    return Subject(
        mine, line, row, chart, card(row), covered.payer if covered else "", covered.member if covered else "",
        said.get(f"note-{mine}", ""), said.get(f"again-{mine}", ""),
    )  # fmt: skip


def _others(
    request: Asked, rows: list[Any], about: list[Subject], of: Purpose, now: datetime
) -> list[Any]:
    """Today's other rows that want the same kind of office: they may ride on this call."""
    theirs = {one.line.pk for one in about if one.line}
    return [
        row
        for row in rows
        if row.lead.patient_id
        and row.lead.pk not in theirs
        and purpose_of(row.lead.signal).office == of.office
    ][: _MOST - len(about)]


@may("call")
@require_POST
def dial(request: Asked) -> HttpResponse:
    """The office's number is dialled, and its minutes run from now; what was typed stays."""
    now, said = clinic_now(), request.POST
    try:
        about, number = _subjects(request, now), said.get("number", "").strip()
        if not about:
            raise Refused("Choose whom the call is about.")
        if not dialable(number):
            raise Refused("Write the office’s number first.")
        made = dialled(
            by=request.viewer, patient=about[0].row, number=number, at=now, line=about[0].line,
            whose=said.get("office", "").strip() or "an office", chart=about[0].chart,
        )  # fmt: skip
    except Refused as sorry:
        return _shown(request, now, str(sorry))
    return _shown(request, now, made=made)


@may("call")
@require_POST
def finish(request: Asked) -> HttpResponse:
    """One submit for everybody it was about."""
    now, said = clinic_now(), request.POST
    try:
        subjects = _subjects(request, now)
        if _left_over(subjects, said) and not said.get("anyway"):
            return _shown(request, now, _GONE, CHANGED)
        began, ended = _stretch(said, subjects, now)
        made = called_office(
            by=request.viewer, office=_told(said), about=[_about(request, one, now, ended) for one in subjects], at=now,
            began=began, ended=ended, key=typed.key(said), dial=_dialled(request, subjects),
        )  # fmt: skip
    except (Refused, ValueError) as sorry:
        return _shown(request, now, str(sorry))
    many = f"{len(made)} people" if len(made) > 1 else "one person"
    messages.success(request, f"Written for {many}: {BY_CODE[said['outcome']].says.lower()}.")
    return redirect("today")


def _dialled(request: Asked, about: list[Subject]) -> Any:
    """The dialling that this form began with, where it was about the first of them."""
    asked = typed.uuid(request.POST.get("dial", ""))
    return asking.dialled(request.viewer, about[0].row.pk, asked) if asked and about else None


def _told(said: Any) -> Office:
    return Office(
        name=said.get("office", "")[:120], number=said.get("number", "")[:40], outcome=said.get("outcome", ""),
        representative=said.get("representative", "")[:120], reference=said.get("reference", "")[:80],
        held_minutes=minutes(said.get("held", "")), note=said.get("note", ""),
        incoming=bool(said.get("incoming")),
    )  # fmt: skip


def _about(request: Asked, one: Subject, now: datetime, at: datetime) -> About:
    again_on = typed.day(one.again_on, "the next call")
    promised = heard.ticked(_promised(request, one, now, at), request.POST)
    return About(one.row, one.line, one.note, again_on, promised)


def _promised(request: Asked, one: Subject, now: datetime, at: datetime) -> list[heard.Proposal]:
    said = _of_one(one, request.POST)
    return heard.in_note(one.note, said, now, by=request.viewer, patient=one.row.pk, at=at)


def _of_one(one: Subject, said: QueryDict) -> QueryDict:
    """The form with the day on which this one's line comes back."""
    mine = said.copy()
    mine["keep_on"] = one.again_on
    return mine


def _stretch(said: QueryDict, about: list[Subject], now: datetime) -> tuple[datetime, datetime]:
    """From when to when: as it was set back for everybody it was about, else until now."""
    set_back = [earlier(said, one.chart, now) for one in about]
    return next((one for one in set_back if one), None) or (_began(said, now), now)


def _said_at(about: list[Subject], said: QueryDict, now: datetime) -> datetime:
    """When the call was, as far as its time can be read."""
    try:
        return _stretch(said, about, now)[1]
    except (Refused, ValueError):
        return now


def _began(said: Any, now: datetime) -> datetime:
    """When the page was opened, unless the minutes were typed; no call is longer than ten hours. Where
    nothing was dialled here it began no later than the waiting on the line did."""
    if said.get("minutes", "").strip():
        return typed.began(said, now)
    began = datetime.fromisoformat(said.get("began", "") or now.isoformat())
    waited = timedelta(0) if said.get("dial") else timedelta(minutes=minutes(said.get("held", "")))
    return min(max(began, now - timedelta(hours=10)) if began.tzinfo else now, now - waited)


urlpatterns = [
    path("calls/office/", office, name="call-office"),
    path("calls/office/dial/", dial, name="call-office-dial"),
    path("calls/office/finish/", finish, name="call-office-finish"),
]
