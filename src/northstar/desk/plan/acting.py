"""One act on a plan, then the plan again: at the place it was about, or with what was typed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from northstar.access.asked import Asked
from northstar.access.refuse import Refused
from northstar.config.clock import clinic_now
from northstar.desk.plan.whole import desk_of, whole
from northstar.record import panels

GONE = 404


def do(
    request: Asked, patient: UUID, act: Callable[[Any, datetime], str], said: str = ""
) -> HttpResponse:
    """One act, then the plan at the place it gives; or the page again with what was typed."""
    now = clinic_now()
    row = panels.patient_for(request.viewer, patient, now)
    try:
        place = act(row, now)
    except Refused as refused:
        if refused.status == GONE:
            raise
        return after(request, patient, "", str(refused))
    if said:
        messages.success(request, said)
    return after(request, patient, place)


def after(request: Asked, patient: UUID, place: str, wrong: str = "") -> HttpResponse:
    """The plan again: at this place, or with what was wrong and what was typed."""
    if wrong:
        return whole(request, desk_of(request, patient), error=wrong)
    there = redirect("plan", patient)
    there["Location"] += f"#{place.replace('/', '-')}" if place else ""
    return there


def number(text: str) -> int:
    """The number that stands here; 0 where none does."""
    return int(text) if text.isdigit() and len(text) < 19 else 0
