"""A month's claims, one person's evidence, and the files that leave for the clearing house.

A biller sees coverage, not care: of an act its kind, its day and its minutes, never what was said.
How far a time is from a threshold is for a biller alone, and nothing here suggests a contact.
"""

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.roles import BILLER, MANAGER
from northstar.access.writing import writing
from northstar.casework.billing import acts, asking
from northstar.casework.billing.asking import Claimable
from northstar.casework.programs import asking as programs
from northstar.config.clock import clinic_now, zone
from northstar.desk.billing.clinic_list import ClinicList, clinic_list
from northstar.desk.billing.evidenced import evidenced
from northstar.desk.billing.files import as_csv, as_fhir, rows_of, wanting
from northstar.desk.billing.insured import insured
from northstar.record import panels
from northstar.record.people import people
from northstar.rules.billing.month import Month

_MOST = 100
_EARLIEST, _LATEST = 1900, 2200
_DISTANCE = "billing-distance"
_STATES = {"ready": "Ready", "ask": "To be asked", "missing": "Something is missing"}
may(_DISTANCE, frozenset({BILLER}))


@may("billing", frozenset({BILLER, MANAGER}))
@require_GET
def billing(request: Asked) -> HttpResponse:
    """Everybody with a case in the month: ready, to be asked, or what is missing."""
    first = _month(request.GET.get("month", ""))
    found = _claims(request, first)
    wanted = request.GET.get("state", "")
    chosen = [one for one in found if not wanted or one.verdict.state == wanted]
    start = max(0, int(at)) if (at := request.GET.get("from", "")).isdecimal() else 0
    cards = people(request.viewer, {one.patient for one in chosen[start : start + _MOST]})
    page = _frame(request, first, found, clinic_list()) | {
        "rows": [(one, cards[one.patient]) for one in chosen[start : start + _MOST] if one.patient in cards],
        "wanted": wanted, "next": start + _MOST if len(chosen) > start + _MOST else 0,
    }  # fmt: skip
    return render(request, "billing/page.html", page)


@may("billing")
@require_GET
def evidence(request: Asked, patient: UUID, month: str) -> HttpResponse:
    """The evidence packet of one person's month: each question with what it rests on, each minute."""
    now, first = clinic_now(), _month(month)
    row = panels.patient_for(request.viewer, patient, now)
    found = asking.month(
        request.viewer, [row.pk], first, zone=zone(), midpoint=settings.COCM_MIDPOINT
    )
    cards = people(request.viewer, [row.pk])
    known, clinic = insured(request.viewer, found, zone()), clinic_list()
    page = _frame(request, first, found, clinic) | {
        "claims": [
            (one, who, [*who.lacks, *wanting(one, clinic)], evidenced(one.month, one.verdict.checks))
            for one in found
            for who in [known[one.case.row]]
        ],
        "card": cards.get(row.pk), "now": now,
    }  # fmt: skip
    return render(request, "billing/evidence.html", page)


@may("give-out-claims", frozenset({BILLER}))
@require_POST
def give_out(request: Asked) -> HttpResponse:
    """The ready lines of a month as a file: a table, or FHIR Claims. What was given out is noted."""
    first, form = _month(request.POST.get("month", "")), request.POST.get("form", "csv")
    ready = [one for one in _claims(request, first) if one.verdict.state == "ready"]
    if not request.POST.get("again"):
        ready = [one for one in ready if one.given is None]
    if not ready:
        messages.info(
            request, "Nothing is ready that was not given out before. Nothing was given out."
        )
        return redirect(f"{reverse('billing')}?month={first:%Y-%m}")
    cards = people(request.viewer, {one.patient for one in ready})
    known, clinic = insured(request.viewer, ready, zone()), clinic_list()
    with writing():
        acts.give_out(
            ready=ready, month=first, people=[card.id for card in cards.values()], by=request.viewer,
            at=clinic_now(),
        )  # fmt: skip
    text = (
        as_fhir(ready, cards, known, clinic, clinic_now())
        if form == "fhir"
        else as_csv(rows_of(ready, cards, known, clinic))
    )
    return _file(form, first, text)


def _file(form: str, first: date, text: str) -> HttpResponse:
    is_fhir = form == "fhir"
    answer = HttpResponse(text, "application/fhir+json" if is_fhir else "text/csv; charset=utf-8")
    ending = "json" if is_fhir else "csv"
    answer["Content-Disposition"] = f'attachment; filename="claims-{first:%Y-%m}.{ending}"'
    return answer


def _claims(request: Asked, first: date) -> list[Claimable]:
    """The viewer's own people who have a case that reaches into the month."""
    mine = set(panels.panel(request.viewer, clinic_now().date()).values_list("pk", flat=True))
    pks = [pk for pk in programs.people() if pk in mine]
    return asking.month(request.viewer, pks, first, zone=zone(), midpoint=settings.COCM_MIDPOINT)


def _frame(
    request: Asked, first: date, found: list[Claimable], clinic: ClinicList
) -> dict[str, Any]:
    states = Counter(one.verdict.state for one in found)
    missing = Counter(c.name.replace("_", " ") for one in found for c in one.verdict.missing)
    return {
        "month": first, "before": first - timedelta(days=1), "after": first + timedelta(days=31),
        "states": [(state, words, states[state]) for state, words in _STATES.items()],
        "ready": states["ready"], "count": len(found), "missing": missing.most_common(6),
        "new": sum(1 for one in found if one.verdict.state == "ready" and one.given is None),
        "may_give": request.viewer.may("give-out-claims"), "problem": clinic.problem,
        "may_measure": request.viewer.may(_DISTANCE),
        "over": Month(program="", first=first).last < clinic_now().date(),
    }  # fmt: skip


def _month(text: str) -> date:
    """The first of the month named as 2026-09; without a name that of the clinic's today."""
    try:
        first = date.fromisoformat(f"{text}-01") if text else clinic_now().date().replace(day=1)
    except ValueError:
        first = None
    if first is None or not _EARLIEST <= first.year <= _LATEST:
        raise Refused("Name the month like 2026-09.", status=404)
    return first


urlpatterns = [
    path("billing/", billing, name="billing"),
    path("billing/give-out/", give_out, name="billing-give-out"),
    path("patients/<uuid:patient>/billing/<slug:month>/", evidence, name="billing-evidence"),
]
