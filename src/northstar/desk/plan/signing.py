"""The plan of care is signed, and the person answers to it; both can be taken back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.desk.plan.acting import do, number
from northstar.doing import agreeing, signing
from northstar.rules.plans.shape import a_day

SIGN = roles.CARE - {roles.ON_CALL}


@may("sign-plan", SIGN)
@require_POST
def sign(request: Asked, patient: UUID) -> HttpResponse:
    """The plan stands as it is written now."""
    said = request.POST
    seen = number(said["seen"]) if "seen" in said else None

    def act(row: Any, now: datetime) -> str:
        signing.sign(
            by=request.viewer, patient=row, note=said.get("note", ""), again="again" in said,
            number=number(said.get("number", "")), seen=seen, at=now,
        )  # fmt: skip
        return ""

    return do(
        request, patient, act, "Signed. The plan is in force, and our steps are on our lists."
    )


@may("sign-plan")
@require_POST
def back(request: Asked, patient: UUID) -> HttpResponse:
    """The version before is in force again; what is written stays."""
    why = request.POST.get("why", "")

    def act(row: Any, now: datetime) -> str:
        signing.take_back(by=request.viewer, patient=row, why=why, at=now)
        return ""

    return do(request, patient, act, "Taken back. What was written stays, unsigned.")


@may("sign-plan")
@require_POST
def agree(request: Asked, patient: UUID) -> HttpResponse:
    """What the person said to the plan: agreed, an informed decline, or an agreement taken back."""
    said = request.POST

    def act(row: Any, now: datetime) -> str:
        agreeing.agree(
            by=request.viewer, patient=row, said=said.get("said", ""), who=said.get("who", ""),
            how=said.get("how", ""), on=_day(said.get("on", "")) or now.date(),
            words=said.get("words", ""), ask_again=_day(said.get("ask_again", "")), at=now,
        )  # fmt: skip
        return "agreement"

    return do(request, patient, act, "Written down, with the version it was about.")


@may("sign-plan")
@require_POST
def strike(request: Asked, patient: UUID) -> HttpResponse:
    """The last answer was not so; it stays, struck out."""
    why = request.POST.get("why", "")

    def act(row: Any, now: datetime) -> str:
        agreeing.strike_answer(by=request.viewer, patient=row, why=why, at=now)
        return "agreement"

    return do(request, patient, act, "Struck out. It stays to be read, with your reason.")


def _day(text: str) -> date | None:
    day = a_day(text)
    if text.strip() and day is None:
        raise Refused("Choose a day of the calendar.")
    return day


_HERE = "patients/<uuid:patient>/plan/"
urlpatterns = [
    path(f"{_HERE}sign/", sign, name="plan-sign"),
    path(f"{_HERE}back/", back, name="plan-back"),
    path(f"{_HERE}agree/", agree, name="plan-agree"),
    path(f"{_HERE}strike/", strike, name="plan-strike"),
]
