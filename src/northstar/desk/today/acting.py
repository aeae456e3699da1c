"""The acts on a row, each one function of the worklist, and taking one back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import holders
from northstar.access.writing import writing
from northstar.casework.worklist import acts
from northstar.casework.worklist.rows import Row
from northstar.casework.worklist.today import day, row_for, undoable
from northstar.config.clock import clinic_now
from northstar.desk.today.beside import SHOWN, beside


@may("work")
@require_POST
def act(request: Asked, public_id: str, what: str) -> HttpResponse:
    """Done, later, hand over, acknowledge, pin, push, not right: on every line of the row."""
    now = clinic_now()
    row = row_for(request.viewer, str(public_id), now)
    following = _following(request, row, what, now)
    try:
        _still_as_shown(row.lead, request.POST.get("seen", ""))
        with writing():
            _on_row(row, what, request, now)
    except (Refused, ValueError) as sorry:
        typed = {"what": what, "error": str(sorry), **request.POST.dict()}
        page = {"chosen": row, "now": now} | beside(request, row, now, typed=typed)
        return render(request, "today/line.html", page, status=422)
    messages.success(
        request, f"{row.name}: {_SAID[what]}.", extra_tags="" if what == "not-right" else "undo"
    )
    return redirect(following)


def _following(request: Asked, row: Row, what: str, now: datetime) -> str:
    """Where the eye goes next: the row after one that leaves the list, else the same row."""
    rows = day(request.viewer, now, most=SHOWN).rows
    mine = {line.pk for line in row.lines}
    at = next((n for n, one in enumerate(rows) if one.lead.pk in mine), None)
    if at is None:
        return reverse("today")
    if what in _LEAVES:
        at = at + 1 if at + 1 < len(rows) else at - 1
    return _address(rows[at].lead) if at >= 0 else reverse("today")


def _address(line: Any) -> str:
    return f"{reverse('today')}?line={line.public_id}#row-{line.public_id}"


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
_LEAVES = {"done", "later", "hand-over"}
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
            line = acts.undo(step=step, by=request.viewer, at=now)
        messages.success(request, f"Took back “{step.what}”.")
        return redirect(_address(line))
    except Refused as sorry:
        messages.error(request, str(sorry))
    return redirect("today")


urlpatterns = [
    path("undo/", undo, name="undo"),
    *(
        path(f"line/<uuid:public_id>/{what}/", act, {"what": what}, name=f"line-{what}")
        for what in _ACTS
    ),
]
