"""The acts on a row, or on several together, each one function of the worklist, and taking one back."""

from collections.abc import Callable, Sequence
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
from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.staffing import holders, require_at_work
from northstar.access.writing import writing
from northstar.casework.inbox import taking
from northstar.casework.inbox.asking import handled_together
from northstar.casework.worklist import acts
from northstar.casework.worklist.rows import Row
from northstar.casework.worklist.steps import latest_by_hand, undoable
from northstar.casework.worklist.today import day, in_order, other_work, row_for
from northstar.config.clock import clinic_now
from northstar.desk.today.beside import SHOWN, beside
from northstar.desk.today.page import MOST, the_day
from northstar.doing import finishing, waiting_again
from northstar.rules.signal import Band


@may("work")
@require_POST
def act(request: Asked, public_id: str, what: str) -> HttpResponse:
    """Done, later, hand over, join, acknowledge, pin, push, not right: on every line of the row."""
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
    rows = in_order(request.viewer, now, most=SHOWN)
    mine = {line.pk for line in row.lines}
    at = next((n for n, one in enumerate(rows) if one[0][0] in mine), None)
    if at is None:
        return reverse("today")
    if what in _LEAVES:
        at = at + 1 if at + 1 < len(rows) else at - 1
    return _address(rows[at][0][1]) if at >= 0 else reverse("today")


def _address(line: UUID) -> str:
    return f"{reverse('today')}?line={line}#row-{line}"


@may("work")
@require_POST
def several(request: Asked, what: str) -> HttpResponse:
    """Done, later or hand over on every selected row: all of them, or none."""
    now = clinic_now()
    wanted = set(request.POST.getlist("line"))
    rows = [
        row
        for row in day(request.viewer, now, most=MOST).rows
        if wanted & {str(line.public_id) for line in row.lines}
    ]
    try:
        _may_go_together(rows)
        together = uuid4()
        with writing():
            for row in rows:
                _on_row(row, what, request, now, together)
    except (Refused, ValueError) as sorry:
        typed = {"what": what, "error": str(sorry), **request.POST.dict(), "lines": wanted}
        return the_day(request, together=typed)
    words = f"{len(rows)} row{'s' if len(rows) > 1 else ''}: {_SAID[what]}."
    messages.success(request, words, extra_tags="undo")
    return redirect("today")


def _may_go_together(rows: list[Row]) -> None:
    if not rows:
        raise Refused("Select the rows first: X, or the box in front of each.")
    for row in rows:
        if row.lead.band == Band.SAFETY:
            raise Refused(
                f"{row.name} is about life or safety: that is done by itself, never in a batch."
            )
        if row.by_hand:
            raise Refused(f"{row.name} has lost somebody: call yourself, not in a batch.")


def _on_row(
    row: Row, what: str, request: Asked, now: datetime, together: UUID | None = None
) -> None:
    """The act on every line of the row, signed as one, so that one undo takes it back."""
    lines = row.lines if what in _WHOLE_ROW else row.lines[:1]
    _ACTS[what](lines, request, now, together or uuid4())
    if what == "done":
        taking.dealt_with({line.arrival_id for line in row.lines if line.arrival_id}, now)


def _still_as_shown(line: Any, seen: str) -> None:
    """Somebody else may have acted since the form was shown: say so instead of writing over it."""
    latest = latest_by_hand(line)
    if seen and latest and str(latest.pk) != seen and latest.pk > int(seen or 0):
        raise Refused(
            f"{latest.by} has just marked this “{latest.what}”. Look again before you act."
        )


def _done(lines: Sequence[Any], request: Asked, now: datetime, row: UUID) -> None:
    outcome = request.POST.get("outcome", "").strip()
    if not outcome:
        raise Refused("Say how it ended: choose an outcome.")
    note = request.POST.get("note", "")
    finishing.done(lines=lines, by=request.viewer, at=now, outcome=outcome, note=note, row=row)


def _later(lines: Sequence[Any], request: Asked, now: datetime, row: UUID) -> None:
    try:
        on = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise Refused("Choose the day on which it comes back.") from None
    why, outcome = request.POST.get("why", ""), request.POST.get("outcome", "")
    finishing.later(
        lines=lines, by=request.viewer, at=now, on=on, why=why, outcome=outcome, row=row
    )


def _hand_over(lines: Sequence[Any], request: Asked, now: datetime, row: UUID) -> None:
    to = holders().get(request.POST.get("to", ""))
    if to is None:
        raise Refused("Choose who takes it.")
    if isinstance(to, Staff):
        require_at_work(to)
    why = request.POST.get("why", "")
    finishing.handed_over(lines=lines, by=request.viewer, at=now, to=to, why=why, row=row)


def _join(line: Any, request: Asked, now: datetime, row: UUID) -> None:
    wanted = request.POST.get("to", "")
    to = next((w for w in other_work(request.viewer, line) if str(w.public_id) == wanted), None)
    if to is None:
        raise Refused("Choose the work that this is part of.")
    acts.join(line=line, to=to, by=request.viewer, at=now, row=row)


def _acknowledge(line: Any, request: Asked, now: datetime, row: UUID) -> None:
    acts.acknowledge(line=line, by=request.viewer, at=now, row=row)


def _pin(up: bool) -> Callable[[Any, Asked, datetime, UUID], None]:
    def pinned(line: Any, request: Asked, now: datetime, row: UUID) -> None:
        acts.pin(line=line, by=request.viewer, at=now, up=up, why=request.POST.get("why", ""))

    return pinned


def _not_right(line: Any, request: Asked, now: datetime, row: UUID) -> None:
    acts.not_right(line=line, by=request.viewer, at=now, why=request.POST.get("why", ""))


def _each(
    act: Callable[[Any, Asked, datetime, UUID], None],
) -> Callable[[Sequence[Any], Asked, datetime, UUID], None]:
    """What only sorts the list, line by line: nobody's notes tell of it."""

    def on_each(lines: Sequence[Any], request: Asked, now: datetime, row: UUID) -> None:
        for line in lines:
            act(line, request, now, row)

    return on_each


_ACTS = {
    "done": _done,
    "later": _later,
    "hand-over": _hand_over,
    "join": _each(_join),
    "acknowledge": _each(_acknowledge),
    "pin": _each(_pin(True)),
    "push": _each(_pin(False)),
    "not-right": _each(_not_right),
}
_WHOLE_ROW = {"done", "later", "hand-over", "join", "acknowledge"}
_LEAVES = {"done", "later", "hand-over", "join"}
_SAID = {
    "done": "done",
    "later": "asleep until its day",
    "hand-over": "handed over",
    "join": "joined to the other work",
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
        if handled := handled_together(request.viewer, step.row):
            waiting_again.undo(by=request.viewer, done=handled, at=now)
            line = step.line
        else:
            line = finishing.undo(step=step, by=request.viewer, at=now)
        messages.success(request, f"Took back “{step.what}”.")
        return redirect(_address(line.public_id))
    except Refused as sorry:
        messages.error(request, str(sorry))
    return redirect("today")


urlpatterns = [
    path("undo/", undo, name="undo"),
    *(
        path(f"together/{what}/", several, {"what": what}, name=f"together-{what}")
        for what in ("done", "later", "hand-over")
    ),
    *(
        path(f"line/<uuid:public_id>/{what}/", act, {"what": what}, name=f"line-{what}")
        for what in _ACTS
    ),
]
