"""Is this the same person? One question at a time, side by side; every answer can be taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access.asked import Asked as Request
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import holders, names_of_holders
from northstar.casework.worklist import asking, handing
from northstar.config.clock import clinic_now
from northstar.decided import who_is_who
from northstar.desk.who import records, settled
from northstar.desk.who.settled import WHO
from northstar.record import doubts, questions
from northstar.record.feeds import titles
from northstar.rules.together import would_change

INVALID = 422
_SAID = {
    "same": "They are one person now: medicines, allergies, visits and work stand together.",
    "different": "They are different people; this is not asked again until something new speaks for it.",
}
_UNASKED = {
    "same": "Nothing that the records say speaks against it.",
    "different": "What the records say differs.",
}
_WANTED = {
    "same": "The records differ on who this is. Say why it is one person: the next one will ask.",
    "different": "The records agree on who this is. Say why they are different people: the next one will ask.",
}


@may("who", WHO)
@require_GET
def everyone(request: Request) -> HttpResponse:
    """The open questions, the likeliest first."""
    asked, more = questions.questions(request.viewer, clinic_now())
    left = handing.left_to({one.key: {who.id for who in one.people} for one in asked})
    rows = [(one, left.get(one.key)) for one in asked]
    doubted = doubts.doubts(request.viewer, clinic_now())
    page = {"rows": rows, "more": more, "doubted": doubted, "count": len(rows) + len(doubted)}
    return render(request, "who/everyone.html", page)


@may("who", WHO)
@require_GET
def one(request: Request, patient: UUID) -> HttpResponse:
    """One question, side by side."""
    return _shown(request, patient)


@may("who", WHO)
@require_GET
def between(request: Request, first: UUID, second: UUID) -> HttpResponse:
    """The question about two, which may be about more by now."""
    return redirect("who-one", first)


def _shown(request: Request, patient: UUID, **typed: Any) -> HttpResponse:
    now = clinic_now()
    found = questions.question(request.viewer, str(patient), now)
    page = {
        "patient": patient,
        "question": found,
        "change": would_change(found.charts, now),
        "work": [asking.lines_of(request.viewer, pk) for pk in found.asked.rows],
        "left": _left(found.asked),
        "holders": names_of_holders(request.viewer),
        "titles": titles(),
        "may_answer": request.viewer.may("settle-identity"),
        "wants_reason": found.needs_reason("same"),
        "typed": typed,
    }
    status = INVALID if typed.get("error") else 200
    return render(request, "who/one.html", page, status=status)


@may("settle-identity")
@require_POST
def answer(request: Request, patient: UUID, verdict: str) -> HttpResponse:
    """Same person, or different people; for a reason where the evidence speaks against it."""
    now, reason = clinic_now(), request.POST.get("reason", "").strip()
    found = questions.question(request.viewer, str(patient), now)
    rows = _chosen(request, found)
    error = "Choose at least two of them." if len(rows) < 2 else ""
    if not error and not reason and found.needs_reason(verdict):
        error = _WANTED[verdict]
    if error:
        return _shown(request, patient, error=error, **_kept(request))
    who_is_who(
        by=request.viewer, pairs=questions.pairs_for(rows, verdict), verdict=verdict,
        reason=(reason or _UNASKED[verdict])[:300], at=now,
        asked=_ids(found, rows),
    )  # fmt: skip
    messages.success(request, f"{_SAID[verdict]} It can be taken back under “What was said”.")
    return redirect("who")


@may("settle-identity")
@require_POST
def unsure(request: Request, patient: UUID) -> HttpResponse:
    """Not sure: somebody else is asked, and the question stays open."""
    now = clinic_now()
    found = questions.question(request.viewer, str(patient), now)
    to = holders().get(request.POST.get("to", ""))
    try:
        if to is None:
            raise Refused("Choose whom to ask.")
        line = handing.leave_to(
            patient=found.asked.rows[0], person=found.asked.people[0].id, key=found.asked.key, to=to,
            says="may be known here under more than one record",
            suggests="Open “Who is who” and settle whether the records are one person.",
            label=found.asked.label, why=request.POST.get("reason", ""),
            by=request.viewer, at=now,
        )  # fmt: skip
    except Refused as sorry:
        return _shown(request, patient, error=str(sorry), **_kept(request))
    day = f"{line.next_on:%a} {line.next_on.day} {line.next_on:%b}" if line.next_on else ""
    messages.success(request, f"{to.name} has the question now, for {day}.")
    return redirect("who")


def _left(asked: questions.Asked) -> str:
    """Who has been asked, if anybody."""
    people = {one.id for one in asked.people}
    return handing.left_to({asked.key: people}).get(asked.key, "")


def _ids(found: questions.Question, rows: list[int]) -> list[str]:
    both = zip(found.asked.people, found.asked.rows, strict=True)
    return [one.id for one, row in both if row in rows]


def _chosen(request: Request, found: questions.Question) -> list[int]:
    """The patients (row numbers) whom the answer is about: those that are ticked."""
    ticked = set(request.POST.getlist("who")) or {one.id for one in found.asked.people}
    both = zip(found.asked.people, found.asked.rows, strict=True)
    return [row for one, row in both if one.id in ticked]


def _kept(request: Request) -> dict[str, Any]:
    kept: dict[str, Any] = {name: request.POST.get(name, "") for name in ("reason", "to")}
    return kept | {"who": request.POST.getlist("who")}


_ONE = "who/<uuid:patient>/"
urlpatterns = [
    path("who/", everyone, name="who"),
    *settled.urlpatterns,
    *records.urlpatterns,
    path(_ONE, one, name="who-one"),
    path(f"{_ONE}same/", answer, {"verdict": "same"}, name="who-same"),
    path(f"{_ONE}apart/", answer, {"verdict": "different"}, name="who-apart"),
    path(f"{_ONE}unsure/", unsure, name="who-unsure"),
    path("who/<uuid:first>/<uuid:second>/", between, name="who-between"),
]
