"""The call screen of one person: shown, dialled, finished."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import names_of_holders
from northstar.access.viewer import Viewer
from northstar.casework.calls import asking
from northstar.casework.worklist.today import line_for
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk.call import typed
from northstar.desk.call.moved import NOT_HERE, Moved, mark_of
from northstar.desk.call.shown import screen
from northstar.desk.notes import heard
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.desk.when_done import earlier
from northstar.desk.when_done import shown as when_shown
from northstar.doing.calling import called, dialled, phone
from northstar.doing.not_reached import left_to
from northstar.record import charts, panels
from northstar.record.feeds import titles
from northstar.record.people import card
from northstar.rules.call_outcomes import HEARD
from northstar.rules.telephones import dialable
from northstar.rules.wording import counted

INVALID, CHANGED = 422, 409


@dataclass(slots=True)
class Desk:
    """Who is called, about which line, and when. `gone`: a line was asked for that does not lead here
    any more."""

    row: Any
    chart: Chart
    line: Any
    now: datetime
    place: str
    moved: Any = None
    gone: bool = False


def desk_of(request: Asked, patient: UUID, *, over: bool = False) -> Desk:
    """`over`: the call has taken place. A line that has gone to somebody else meanwhile is then `moved`,
    and what was said is written all the same."""
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    asked = typed.uuid(request.GET.get("line", "") or request.POST.get("line", ""))
    line, moved = _asking(viewer, asked, row, now) if asked else (None, None)
    chart = charts.charts(viewer, [row.pk], now)[row.pk]
    place = f"call {row.public_id} {asked or '-'}"
    return Desk(row, chart, line, now, place, moved if over else None, bool(asked) and line is None)


def _asking(viewer: Viewer, asked: UUID, row: Any, now: datetime) -> tuple[Any, Any]:
    """The line that asked for the call, if it leads here; or that line gone to somebody else."""
    try:
        line = line_for(viewer, str(asked), now)
    except Refused:
        return None, None
    return (
        (line, None)
        if row.pk in (line.patient_id, line.likely_id if line.sure else None)
        else (None, line)
    )


@may("call", roles.CARE | roles.LEADING)
@require_GET
def call(request: Asked, patient: UUID) -> HttpResponse:
    """Everything one needs with the telephone in the hand."""
    return shown(request, desk_of(request, patient))


def shown(request: Asked, desk: Desk, error: str = "", moved: Moved | None = None) -> HttpResponse:
    """The screen, with whatever was typed in it; `moved`: what became of the line meanwhile."""
    called = titles()
    chips = Chips(called, Calendar(zone(), desk.now.date()))
    said = request.POST
    told = screen(
        request.viewer,
        desk.row,
        desk.chart,
        desk.now,
        chips,
        desk.line,
        request.GET.get("purpose", "") or said.get("purpose", ""),
    )
    page = told | {
        "error": error,
        "asks": error in (heard.ASKS, heard.ASKS_BEFORE_SENDING),
        "in_letter": in_letter(request, desk),
        "to_whom": names_of_holders(request.viewer) if error else (),
        "titles": called,
        "moved": moved,
        "gone": NOT_HERE if desk.gone else "",
        "again": None if desk.line else asking.to_try_again(request.viewer, desk.row.pk),
        "held": mark_of(desk.line),
        "held_before": said.get("held", "") if moved else "",
        "left_words": left_to(by=request.viewer, patient=desk.row, line=desk.line) if desk.line else None,
        "typed": said or {"who": told["caller"]},
        "on_number": (on := said.get("number") or _number(told)),
        "on_other": all(one.telephone.number != on for one in told["numbers"]),
        "marked": {name: said.getlist(name) for name in ("checked", "heard")},
        "key": said.get("key") or uuid4(),
        "place": desk.place,
        "links": phone().links,
        "back": request.GET.get("back", ""),
        "heard": _promised(request, desk, said.get("note", ""), _said_at(said, desk)),
        "colleagues": asking.tried_by_others(request.viewer, desk.row.pk),
        "in_vain": asking.tried_before(request.viewer, desk.row.pk, desk.line) if desk.line else (),
    } | when_shown(said, desk.now)  # fmt: skip
    status = CHANGED if moved else INVALID if error else 200
    return render(request, "call/call.html", page, status=status)


def _number(told: dict[str, Any]) -> str:
    """The number of the call that waits for its end, else the first there is."""
    if told["waiting"]:
        return told["waiting"].number
    return told["numbers"][0].telephone.number if told["numbers"] else ""


@may("call")
@require_POST
def dial(request: Asked, patient: UUID) -> HttpResponse:
    """One press: the number is dialled, and it is noted when."""
    desk = desk_of(request, patient)
    number = request.POST.get("number", "").strip()
    part = request.headers.get("Northstar-Part") == "call"
    try:
        if desk.gone:
            raise Refused(f"{NOT_HERE} Nothing was dialled.")
        if not dialable(number):
            raise Refused("There is no number to dial.")
        made = dialled(
            by=request.viewer, patient=desk.row, number=number, at=desk.now, line=desk.line,
            whose=request.POST.get("whose", ""), chart=desk.chart,
        )  # fmt: skip
    except Refused as sorry:
        return JsonResponse({"error": str(sorry)}) if part else shown(request, desk, str(sorry))
    if part:
        return JsonResponse(_told(made, desk.now))
    return redirect(address_of(desk))


def _told(made: Any, now: datetime) -> dict[str, str]:
    said = f": the line says {made.said}" if made.said and made.said != "answered" else ""
    return {
        "dial": str(made.public_id),
        "number": made.number,
        "says": f"Dialled {made.number} at {now:%H:%M}{said}.",
        "outcome": HEARD.get(made.said, ""),
    }


def address_of(desk: Desk) -> str:
    """The call screen of this person and line."""
    address = reverse("call", args=[desk.row.public_id])
    return f"{address}?line={desk.line.public_id}" if desk.line else address


@may("call")
@require_POST
def finish(request: Asked, patient: UUID) -> HttpResponse:
    """The call is over: one submit writes everything."""
    desk, said = desk_of(request, patient, over=True), request.POST
    try:
        asked = typed.uuid(said.get("dial", ""))
        made = asking.dialled(request.viewer, desk.row.pk, asked) if asked else None
        told = typed.told(said, desk.chart, incoming=bool(made and made.incoming))
        began, ended, made = _stretch(said, desk, made)
        act = called(
            by=request.viewer, patient=desk.row, told=told, at=desk.now, key=typed.key(said),
            began=began, ended=ended, line=desk.line, dial=made, label=desk.moved.label if desk.moved else 0,
            promised=heard.ticked(_promised(request, desk, told.note, ended), said),
        )  # fmt: skip
    except (Refused, ValueError) as sorry:
        return shown(request, desk, str(sorry))
    minutes = round((act.ended - act.began).total_seconds() / 60)
    took = counted(minutes, "minute") if minutes else "less than a minute"
    words = f"Written: {typed.label_of(act.detail['outcome']).lower()}, {took}. {card(desk.row).name}".strip()
    messages.success(request, words)
    if desk.moved:
        messages.warning(
            request,
            "What you called about stands with another record now and is not closed: look who it is about.",
        )
    if desk.line:
        return redirect("today")
    return redirect("patient", desk.row.public_id)


def in_letter(request: Asked, desk: Desk) -> list[heard.Proposal]:
    """What the letter promises that is written instead of a further call."""
    return _promised(request, desk, request.POST.get("text", ""), None)


def _promised(request: Asked, desk: Desk, note: str, at: datetime | None) -> list[heard.Proposal]:
    return heard.in_note(
        note, request.POST, desk.now, by=request.viewer, patient=desk.row.pk, at=at
    )


def _said_at(said: QueryDict, desk: Desk) -> datetime | None:
    """When it was said, where the call is entered afterwards and its day can be read."""
    try:
        before = earlier(said, desk.chart, desk.now)
    except Refused:
        return None
    return before[1] if before else None


def _stretch(said: QueryDict, desk: Desk, made: Any) -> tuple[datetime | None, datetime, Any]:
    """From when to when, and by which dialling: a call entered afterwards may be another than the one
    that was dialled since, which then still asks how it ended."""
    if before := earlier(said, desk.chart, desk.now):
        return *before, made if made and made.at <= before[1] else None
    return None if made else typed.began(said, desk.now), desk.now, made


urlpatterns = [
    path("patients/<uuid:patient>/call/", call, name="call"),
    path("patients/<uuid:patient>/call/dial/", dial, name="call-dial"),
    path("patients/<uuid:patient>/call/finish/", finish, name="call-finish"),
]
