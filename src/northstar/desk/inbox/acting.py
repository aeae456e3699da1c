"""The acts of the inbox, each one key or two, and taking the last one back."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import holders
from northstar.access.writing import writing
from northstar.casework.inbox import asking, habits
from northstar.casework.inbox.apart import MISDIRECTED
from northstar.casework.inbox.asking import Row
from northstar.casework.worklist.asking import lines_of
from northstar.config.clock import clinic_now
from northstar.desk.inbox.beside import CHANNELS, promised_in
from northstar.desk.inbox.page import tab_asked, the_inbox, the_piece
from northstar.desk.notes import heard
from northstar.doing import answering, inbox, waiting_again

_BACK = timedelta(hours=12)


@may("work")
@require_POST
def act(request: Asked, public_id: UUID, what: str) -> HttpResponse:
    """One act on every piece of a row; the row after it is selected next."""
    now = clinic_now()
    row = asking.row_for(
        request.viewer, str(public_id), now, alone=tab_asked(request) in asking.ALONE
    )
    following = _following(request, row)
    try:
        said = _ACTS[what](request, row, now)
    except Refused as sorry:
        typed = {"what": what, "error": str(sorry), **request.POST.dict()}
        # What is dealt with stands in no list, and its words must not stand beside another; on a phone the list
        # shows nothing beside it.
        if not row.lead.is_open or request.POST.get("alone"):
            return the_piece(request, row, now, typed=typed)
        return the_inbox(request, str(row.lead.public_id), typed)
    messages.success(request, f"{row.name}: {said}.", extra_tags="undo inbox")
    if what == "split":
        parts = row.lead.parts.filter(is_open=True).order_by("first")
        following = _address(tab_asked(request), str(parts[0].public_id))
    return redirect(following)


def _following(request: Asked, row: Row) -> str:
    """The address of the inbox with the row selected that comes after this one."""
    tab = tab_asked(request)
    order = asking.waiting(request.viewer, tab, most=1).order
    mine = {str(piece.public_id) for piece in row.pieces}
    at = next((n for n, lead in enumerate(order) if lead in mine), -1)
    rest = [lead for lead in order if lead not in mine]
    if not rest:
        return _address(tab)
    return _address(tab, rest[min(max(at, 0), len(rest) - 1)])


def _address(tab: str, piece: str = "") -> str:
    asked = [f"tab={tab}"] if tab != "all" else []
    asked += [f"piece={piece}"] if piece else []
    return (
        reverse("inbox")
        + (f"?{'&'.join(asked)}" if asked else "")
        + (f"#row-{piece}" if piece else "")
    )


def _patient(request: Asked) -> str:
    chosen = request.POST.get("patient", "")
    if not chosen:
        return ""
    try:
        return str(UUID(chosen))
    except ValueError:
        raise Refused("Choose who it is about.") from None


def _make(request: Asked, row: Row, now: datetime) -> str:
    to = holders().get(request.POST.get("to", ""))
    line = inbox.make_work(
        by=request.viewer, pieces=row.pieces, at=now, patient=_patient(request), to=to,
        says=request.POST.get("says", ""),
    )  # fmt: skip
    return f"is work for {line.holder.name} now, in Today"


def _join(request: Asked, row: Row, now: datetime) -> str:
    wanted, who = request.POST.get("line", ""), row.lead.patient_id
    known = lines_of(request.viewer, who) if who else []
    line = next((one for one in known if str(one.public_id) == wanted), None)
    if line is None:
        raise Refused("Choose the work that this is part of.")
    inbox.join(by=request.viewer, pieces=row.pieces, at=now, line=line, patient=_patient(request))
    return "joined to the other work"


def _file(request: Asked, row: Row, now: datetime) -> str:
    inbox.file(by=request.viewer, pieces=row.pieces, at=now, patient=_patient(request))
    return "read and filed"


def _split(request: Asked, row: Row, now: datetime) -> str:
    said = request.POST.get("cuts", "")
    cuts = [int(page) for page in re.findall(r"\d{1,4}", said)]
    made = inbox.split(by=request.viewer, piece=row.lead, cuts=cuts, at=now)
    return f"parted into {len(made)} by page"


def _answer(request: Asked, row: Row, now: datetime) -> str:
    text, channel = request.POST.get("answer", "").strip(), request.POST.get("channel", "")
    if not text:
        raise Refused("Write the answer first.")
    if channel not in dict(CHANNELS):
        raise Refused("Choose how the answer goes.")
    answering.answer(
        by=request.viewer,
        pieces=row.pieces,
        at=now,
        patient=_patient(request),
        channel=channel,
        text=text,
        promised=heard.ticked(
            promised_in(request, row, now), request.POST, heard.ASKS_BEFORE_SENDING
        ),
    )
    return f"answered by {dict(CHANNELS)[channel].lower()}"


def _not_ours(request: Asked, row: Row, now: datetime) -> str:
    outcome = request.POST.get("ours", "")
    inbox.not_ours(by=request.viewer, pieces=row.pieces, at=now, outcome=outcome)
    return "not ours; the privacy officer has it" if outcome == MISDIRECTED else "not ours"


_ACTS: dict[str, Callable[[Asked, Row, datetime], str]] = {
    "make": _make,
    "join": _join,
    "file": _file,
    "not-ours": _not_ours,
    "split": _split,
    "answer": _answer,
}


@may("work")
@require_POST
def rule(request: Asked, public_id: UUID) -> HttpResponse:
    """From now on such notices of this sender are filed by themselves; this one is filed too."""
    now = clinic_now()
    row = asking.row_for(request.viewer, str(public_id), now, alone=True)
    with writing():
        habits.make(piece=row.lead, by=request.viewer, at=now)
        inbox.file(by=request.viewer, pieces=[row.lead], at=now)
    words = (
        f"{row.lead.get_sort_display()}s of {row.lead.sender} are filed by themselves from now on."
    )
    messages.success(request, words, extra_tags="")
    return redirect("inbox-rules")


@may("work")
@require_POST
def end_rule(request: Asked, public_id: UUID) -> HttpResponse:
    """Such notices wait again as they come."""
    with writing():
        habits.end(public_id=str(public_id), by=request.viewer, at=clinic_now())
    messages.success(request, "They wait again as they come.")
    return redirect("inbox-rules")


@may("inbox")
@require_GET
def rules(request: Asked) -> HttpResponse:
    """What this person lets be filed by itself."""
    return render(request, "inbox/rules.html", {"rules": habits.of(request.viewer)})


@may("work")
@require_POST
def undo(request: Asked) -> HttpResponse:
    """Take back the viewer's latest act in the inbox."""
    now = clinic_now()
    done = asking.last_handled(request.viewer, now - _BACK)
    try:
        if done is None:
            raise Refused("There is nothing of yours to take back here.")
        pieces = waiting_again.undo(by=request.viewer, done=done, at=now)
    except Refused as sorry:
        messages.error(request, str(sorry))
        return redirect(_address(tab_asked(request)))
    messages.success(request, f"Took back “{done.what}”.")
    return redirect(_address(tab_asked(request), str(pieces[0].public_id)))


urlpatterns: list[Any] = [
    path("inbox/undo/", undo, name="inbox-undo"),
    path("inbox/rules/", rules, name="inbox-rules"),
    path("inbox/rules/<uuid:public_id>/end/", end_rule, name="inbox-rule-end"),
    path("inbox/<uuid:public_id>/rule/", rule, name="inbox-rule"),
    *(
        path(f"inbox/<uuid:public_id>/{what}/", act, {"what": what}, name=f"inbox-{what}")
        for what in _ACTS
    ),
]
