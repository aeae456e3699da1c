"""Today, one line of it, and the acts on a line. Each act is one function of the worklist."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.rota import hours
from northstar.access.staffing import holders
from northstar.access.writing import writing
from northstar.casework.worklist import acts
from northstar.casework.worklist.rows import Row
from northstar.casework.worklist.today import day, last_step, line_for, row_of, undoable
from northstar.config.clock import clinic_now
from northstar.record import feeds

SHOWN = 60
OUTCOMES = (
    "Reached, and settled",
    "Reached, follow-up arranged",
    "Booked",
    "Sent or requested",
    "Declined by the person",
    "Escalated to a clinician",
    "Not needed any more",
)


@may("today")
@require_GET
def today(request: Asked) -> HttpResponse:
    """The day, with one row selected beside it."""
    now = clinic_now()
    most = 2000 if "all" in request.GET else SHOWN
    found = day(request.viewer, now, most=most)
    rows = found.rows
    chosen = next((r for r in rows if str(r.lead.public_id) == request.GET.get("line")), None)
    chosen = chosen or (rows[0] if rows else None)
    page = {
        "now": now,
        "day": found,
        "rows": rows,
        "chosen": chosen,
        "summary": _summary(request, found, now),
    }
    if chosen:
        page |= _beside(request, chosen, now)
    return render(request, "today/page.html", page)


def _summary(request: Asked, found: Any, now: datetime) -> dict[str, Any]:
    """What came since the last working day ended, and whether the work fits the hours."""
    evening = (now - timedelta(days=1)).replace(hour=16, minute=30, second=0, microsecond=0)
    shift = hours(now.date(), request.user)
    left = None
    if shift:
        ends = now.replace(hour=shift[1].hour, minute=shift[1].minute)
        begins = max(now, now.replace(hour=shift[0].hour, minute=shift[0].minute))
        left = max(0, int((ends - begins).total_seconds() // 60))
    return {
        "came": feeds.since(evening),
        "rows": len(found.rows),
        "urgent": sum(1 for row in found.rows if row.lead.band <= 1),
        "minutes": found.minutes,
        "left": left,
        "ends": shift[1] if shift else None,
        "part": "morning" if now.hour < 12 else "afternoon" if now.hour < 18 else "evening",
        "first_name": request.viewer.name.removeprefix("Dr. ").split()[0],
    }


@may("today")
@require_GET
def line(request: Asked, public_id: str) -> HttpResponse:
    """One row on a page of its own, or as the part that stands beside the list."""
    found = line_for(request.viewer, str(public_id))
    row = row_of(request.viewer, found)
    part = request.headers.get("Northstar-Part") == "beside"
    page = {"chosen": row, "now": clinic_now()} | _beside(request, row, clinic_now())
    return render(request, "today/beside.html" if part else "today/line.html", page)


def _beside(request: Asked, row: Any, now: datetime, **typed: Any) -> dict[str, Any]:
    lead = row.lead
    return {
        "steps": list(lead.steps.order_by("-pk")[:8]),
        "staff_and_teams": holders(),
        "outcomes": OUTCOMES,
        "tomorrow": now.date() + timedelta(days=1),
        "undo": last_step(request.viewer, lead),
        "factors": sorted(lead.factors.items(), key=lambda f: -f[1]),
        "typed": typed,
    }


@may("work")
@require_POST
def act(request: Asked, public_id: str, what: str) -> HttpResponse:
    """Done, later, hand over, acknowledge, pin, push, not right: on every line of the row."""
    found = line_for(request.viewer, str(public_id))
    row = row_of(request.viewer, found)
    now = clinic_now()
    try:
        _still_as_shown(found, request.POST.get("seen", ""))
        with writing():
            _on_row(row, what, request, now)
    except (Refused, ValueError) as sorry:
        typed = {"what": what, "error": str(sorry), **request.POST.dict()}
        page = {"chosen": row, "now": now} | _beside(request, row, now, **typed)
        return render(request, "today/line.html", page, status=422)
    messages.success(request, f"{row.name}: {_SAID[what]}. Z takes it back.")
    return redirect("today")


def _on_row(row: Row, what: str, request: Asked, now: datetime) -> None:
    """The act on every line of the row, signed as one, so that one undo takes it back."""
    together = uuid4()
    for one in row.lines if what in _WHOLE_ROW else row.lines[:1]:
        _ACTS[what](one, request, now, together)


def _still_as_shown(line: Any, seen: str) -> None:
    """Somebody else may have acted since the form was shown: say so instead of writing over it."""
    latest = line.steps.exclude(by="northstar").order_by("-pk").first()
    if seen and latest and str(latest.pk) != seen and latest.pk > int(seen or 0):
        raise Refused(
            f"{latest.by} has just marked this “{latest.what}”. Look again before you act."
        )


def _done(line: Any, request: Asked, now: datetime, row: UUID) -> None:
    outcome = request.POST.get("outcome", "").strip()
    if not outcome:
        raise Refused("Say how it ended: choose an outcome.")
    acts.done(
        line=line,
        by=request.viewer,
        at=now,
        outcome=outcome,
        note=request.POST.get("note", ""),
        row=row,
    )


def _later(line: Any, request: Asked, now: datetime, row: UUID) -> None:
    try:
        on = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise Refused("Choose the day on which it comes back.") from None
    acts.later(
        line=line, by=request.viewer, at=now, on=on, why=request.POST.get("why", ""), row=row
    )


def _hand_over(line: Any, request: Asked, now: datetime, row: UUID) -> None:
    to = holders().get(request.POST.get("to", ""))
    if to is None:
        raise Refused("Choose who takes it.")
    acts.hand_over(
        line=line, by=request.viewer, at=now, to=to, why=request.POST.get("why", ""), row=row
    )


def _acknowledge(line: Any, request: Asked, now: datetime, row: UUID) -> None:
    acts.acknowledge(line=line, by=request.viewer, at=now, row=row)


def _pin(up: bool) -> Callable[[Any, Asked, datetime, UUID], None]:
    def pinned(line: Any, request: Asked, now: datetime, row: UUID) -> None:
        acts.pin(line=line, by=request.viewer, at=now, up=up, why=request.POST.get("why", ""))

    return pinned


def _not_right(line: Any, request: Asked, now: datetime, row: UUID) -> None:
    acts.not_right(line=line, by=request.viewer, at=now, why=request.POST.get("why", ""))


_ACTS = {
    "done": _done,
    "later": _later,
    "hand-over": _hand_over,
    "acknowledge": _acknowledge,
    "pin": _pin(True),
    "push": _pin(False),
    "not-right": _not_right,
}
_WHOLE_ROW = {"done", "later", "hand-over", "acknowledge"}
_SAID = {
    "done": "done",
    "later": "asleep until its day",
    "hand-over": "handed over",
    "acknowledge": "is yours",
    "pin": "pinned",
    "push": "pushed down",
    "not-right": "noted for the review of rules",
}


@may("work")
@require_POST
def undo(request: Asked) -> HttpResponse:
    """Take back the viewer's latest act of today."""
    now = clinic_now()
    step = undoable(request.viewer, now - timedelta(hours=12))
    try:
        if step is None:
            raise Refused("There is nothing of yours to take back.")
        with writing():
            acts.undo(step=step, by=request.viewer, at=now)
        messages.success(request, f"Took back “{step.what}”.")
    except Refused as sorry:
        messages.error(request, str(sorry))
    return redirect("today")


@may("today")
@require_GET
def clipboard(request: Asked) -> HttpResponse:
    """The day on paper."""
    now = clinic_now()
    return render(
        request, "today/clipboard.html", {"now": now, "day": day(request.viewer, now, most=500)}
    )


urlpatterns = [
    path("", today, name="today"),
    path("today/print/", clipboard, name="today-print"),
    path("undo/", undo, name="undo"),
    path("line/<uuid:public_id>/", line, name="line"),
    *(
        path(f"line/<uuid:public_id>/{what}/", act, {"what": what}, name=f"line-{what}")
        for what in _ACTS
    ),
]
