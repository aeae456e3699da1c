"""Nobody was reached: a letter instead, or the line is closed. Where the line went elsewhere meanwhile,
what was typed stays, and the page says who has it and what is still right."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from northstar.access import drafts
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.writing import writing
from northstar.config.clock import machine_now
from northstar.desk.call import typed
from northstar.desk.call.moved import Moved, moved
from northstar.desk.call.page import Desk, address_of, desk_of, in_letter, shown
from northstar.desk.notes import heard
from northstar.doing.not_reached import give_up, leave_to, wait_for_answer, write


@may("call")
@require_POST
def letter(request: Asked, patient: UUID) -> HttpResponse:
    """Write instead of calling again: into the outbox, and the line waits for the answer."""
    desk = desk_of(request, patient, over=True)
    went = _went(request, desk)
    if went and not request.POST.get("anyway"):
        return shown(request, desk, went.says, went)
    try:
        promised = heard.ticked(in_letter(request, desk), request.POST, heard.ASKS_BEFORE_SENDING)
        with writing():
            write(
                by=request.viewer, patient=desk.row, text=request.POST.get("text", ""), at=desk.now,
                line=desk.line, label=desk.moved.label if desk.moved else 0, promised=promised,
            )  # fmt: skip
            if desk.line and desk.line.is_open and not went:
                wait_for_answer(by=request.viewer, patient=desk.row, line=desk.line, at=desk.now)
    except Refused as sorry:
        return shown(request, desk, str(sorry), went)
    messages.success(
        request, "The letter is in the outbox. It goes out once it is printed and posted."
    )
    return redirect("today" if desk.line else address_of(desk))


@may("call")
@require_POST
def leave(request: Asked, patient: UUID) -> HttpResponse:
    """The letter as it was typed goes to whoever holds the line now."""
    desk = desk_of(request, patient, over=True)
    went = _went(request, desk)
    try:
        if went is None or desk.line is None:
            raise Refused("Nobody else holds the line: send the letter, or keep it.")
        leave_to(
            by=request.viewer, patient=desk.row, line=desk.line, text=request.POST.get("text", ""), at=desk.now
        )  # fmt: skip
    except Refused as sorry:
        return shown(request, desk, str(sorry), went)
    messages.success(request, f"{desk.line.holder.name} finds your letter with the line.")
    return redirect("today")


@may("call")
@require_POST
def keep(request: Asked, patient: UUID) -> HttpResponse:
    """Not now: the letter waits for a day on this page, for who typed it alone."""
    desk = desk_of(request, patient, over=True)
    page = address_of(desk)
    row = [reverse("call-letter", args=[desk.row.public_id]), "text", request.POST.get("text", "")]
    drafts.keep(staff=request.user, place=page, typed=[row], at=machine_now())
    messages.success(request, "Kept for a day. It stands here again when you come back.")
    return redirect(page)


@may("call")
@require_POST
def close(request: Asked, patient: UUID) -> HttpResponse:
    """Calls and a letter reached nobody."""
    desk = desk_of(request, patient, over=True)
    went = _went(request, desk)
    if went and (went.gone or not request.POST.get("anyway")):
        return shown(request, desk, went.says, went)
    try:
        if desk.line is None:
            raise Refused("There is no line to close.")
        give_up(by=request.viewer, patient=desk.row, line=desk.line, at=desk.now)
    except Refused as sorry:
        return shown(request, desk, str(sorry), went)
    messages.success(request, "Closed as not reached. It says how it was tried.")
    return redirect("today")


def _went(request: Asked, desk: Desk) -> Moved | None:
    asked = typed.uuid(request.POST.get("line", ""))
    today: date = desk.now.date()
    return moved(request.viewer, desk.line, asked, request.POST.get("held", ""), today)


_HERE = "patients/<uuid:patient>/call/"
urlpatterns = [
    path(f"{_HERE}letter/", letter, name="call-letter"),
    path(f"{_HERE}letter/leave/", leave, name="call-leave"),
    path(f"{_HERE}letter/keep/", keep, name="call-keep"),
    path(f"{_HERE}close/", close, name="call-close"),
]
