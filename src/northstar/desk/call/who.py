"""Who is calling us: everybody we know under a number, and the way to take the call."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import looks_for, may
from northstar.casework.worklist.asking import leading
from northstar.casework.worklist.today import day
from northstar.config.clock import clinic_now
from northstar.desk.today.item import Item, item
from northstar.desk.today.plan import CALL, kind_of
from northstar.doing.calling import phone, taken
from northstar.record import panels
from northstar.record.callers import holders_of, near_holders_of
from northstar.record.people import cards_now
from northstar.rules.telephones import digits, tidy

_LEAST, _CALLS = 7, 40


@may("call", roles.CARE | roles.LEADING)
@require_http_methods(["GET", "POST"])
def who_calls(request: Asked) -> HttpResponse:
    """Whoever rings now, or the number that was typed; a shared telephone shows everybody's card.

    The number comes in the body, so that it stands in no address and no log."""
    looks_for(request, "caller", action="search")
    now = clinic_now()
    number = request.POST.get("number", "").strip()[:40]
    rows = holders_of(request.viewer, number, now.date()) if number else []
    near = near_holders_of(request.viewer, number, now.date()) if number else []
    cards = cards_now(request.viewer, rows)
    beside = cards_now(request.viewer, [row for row, _ in near])
    lines = leading(request.viewer, [row.pk for row in (*rows, *(row for row, _ in near))])
    page = {
        "ringing": [(ring, tidy(ring.number)) for ring in phone().ringing()],
        "number": number,
        "shown": tidy(number),
        "too_short": bool(number) and len(digits(number)) < _LEAST,
        "found": [(card, lines.get(row.pk)) for row, card in zip(rows, cards, strict=True)],
        "near": [
            (card, lines.get(row.pk), kin) for (row, kin), card in zip(near, beside, strict=True)
        ],
        "to_call": [] if number else _to_call(request, now),
        "handle": request.POST.get("handle", ""),
        "now": now,
    }
    return render(request, "call/who.html", page)


def _to_call(request: Asked, now: datetime) -> list[Item]:
    """The rows of today that want a call, as Today ranks them."""
    rows = [row for row in day(request.viewer, now).rows if kind_of(row) == CALL]
    return [item(row, "", now) for row in rows[:_CALLS]]


@may("call")
@require_POST
def take(request: Asked, patient: UUID) -> HttpResponse:
    """The call is taken: it began now, and the screen of this person opens."""
    now = clinic_now()
    row: Any = panels.patient_for(request.viewer, patient, now)
    taken(
        by=request.viewer, patient=row, number=request.POST.get("number", "")[:40],
        handle=request.POST.get("handle", "")[:80], at=now,
    )  # fmt: skip
    return redirect(f"{reverse('call', args=[row.public_id])}")


urlpatterns = [
    path("calls/", who_calls, name="calls"),
    path("patients/<uuid:patient>/call/take/", take, name="call-take"),
]
