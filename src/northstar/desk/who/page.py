"""Is this the same person? One question at a time, side by side; every answer can be taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access import roles
from northstar.access.asked import Asked as Request
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.staffing import holders
from northstar.casework.worklist import asking, handing
from northstar.config.clock import clinic_now
from northstar.record import answers, identities, panels, questions
from northstar.record.charts import chart_of
from northstar.spine import who_is_who

INVALID = 422
WHO = roles.MAY["settle-identity"]
_SAID = {
    "same": "They are one person now: medicines, allergies, visits and work stand together.",
    "different": "They are two people; this will not be asked again.",
}


@may("who", WHO)
@require_GET
def everyone(request: Request) -> HttpResponse:
    """The open questions, the likeliest first."""
    asked, more = questions.questions(request.viewer, clinic_now())
    left = handing.left_to([one.key for one in asked])
    rows = [(one, left.get(one.key, "")) for one in asked]
    return render(request, "who/everyone.html", {"rows": rows, "more": more})


@may("who", WHO)
@require_GET
def one(request: Request, first: UUID, second: UUID) -> HttpResponse:
    """One question, side by side."""
    return _shown(request, first, second)


def _shown(request: Request, first: UUID, second: UUID, **typed: Any) -> HttpResponse:
    found = questions.question(request.viewer, str(first), str(second), clinic_now())
    lines = asking.open_lines(request.viewer, found.asked.rows)
    counts = [lines[pk].count if pk in lines else 0 for pk in found.asked.rows]
    page = {
        "question": found,
        "lines": counts,
        "left": handing.left_to([found.asked.key]).get(found.asked.key, ""),
        "holders": holders(),
        "typed": typed,
    }
    status = INVALID if typed.get("error") else 200
    return render(request, "who/one.html", page, status=status)


@may("settle-identity")
@require_POST
def answer(request: Request, first: UUID, second: UUID, verdict: str) -> HttpResponse:
    """Same person, or two people; for a reason."""
    now, reason = clinic_now(), request.POST.get("reason", "").strip()
    found = questions.question(request.viewer, str(first), str(second), now)
    if not reason:
        return _shown(
            request, first, second, error="Say why: the next person will ask.", **_kept(request)
        )
    who_is_who(
        by=request.viewer, pairs=found.asked.pairs, verdict=verdict, reason=reason[:300],
        at=now, asked=found.asked.key,
    )  # fmt: skip
    messages.success(request, f"{_SAID[verdict]} It can be taken back under “What was said”.")
    return redirect("who")


@may("settle-identity")
@require_POST
def unsure(request: Request, first: UUID, second: UUID) -> HttpResponse:
    """Not sure: somebody else is asked, and the question stays open."""
    now = clinic_now()
    found = questions.question(request.viewer, str(first), str(second), now)
    to = holders().get(request.POST.get("to", ""))
    try:
        if to is None:
            raise Refused("Choose who takes it.")
        handing.leave_to(
            patient=found.asked.rows[0], person=found.asked.one.id, key=found.asked.key, to=to,
            says="may be known here under two records",
            suggests="Open “Who is who” and settle whether the two records are one person.",
            label=found.asked.label, why=request.POST.get("reason", ""),
            by=request.viewer, at=now,
        )  # fmt: skip
    except Refused as sorry:
        return _shown(request, first, second, error=str(sorry), **_kept(request))
    messages.success(request, f"{to.name} has the question now.")
    return redirect("who")


def _kept(request: Request) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("reason", "to")}


@may("who", WHO)
@require_GET
def settled(request: Request) -> HttpResponse:
    """What people have said, the newest first."""
    return render(
        request, "who/settled.html", {"answers": answers.answers(request.viewer, clinic_now())}
    )


@may("settle-identity")
@require_POST
def take_back(request: Request, answer: int) -> HttpResponse:
    """As if it had never been said: charts stand as before, and the question is open again."""
    now = clinic_now()
    pairs = answers.pairs_of_answer(request.viewer, answer, now)
    why = request.POST.get("reason", "").strip() or "taken back"
    who_is_who(by=request.viewer, pairs=pairs, verdict="withdrawn", reason=why[:300], at=now)
    messages.success(request, "Taken back. Both charts stand as before.")
    return redirect("who-settled")


@may("who", WHO)
@require_GET
def records(request: Request, patient: UUID, error: str = "") -> HttpResponse:
    """The records one person is made of, on whose word, and the way to take one out."""
    now = clinic_now()
    row = panels.patient_for(request.viewer, patient, now)
    chart = chart_of(request.viewer, patient, now)
    seen = {person.source.identity: person for person in chart.persons if person.source}
    found = identities.matched(request.viewer, row, seen.keys())
    rows = [(record, seen[record.identity]) for record in found]
    page = {"patient": patient, "rows": rows, "error": error, "name": row.name}
    return render(request, "who/records.html", page, status=INVALID if error else 200)


@may("settle-identity")
@require_POST
def take_out(request: Request, patient: UUID, identity: int) -> HttpResponse:
    """This record is somebody else's: its facts go with it, whole."""
    now, reason = clinic_now(), request.POST.get("reason", "").strip()
    row = panels.patient_for(request.viewer, patient, now)
    pairs = answers.joins_of_record(request.viewer, row, identity)
    if not reason or not pairs:
        error = "Say why: the next person will ask." if pairs else "This record stands alone."
        request.method = "GET"
        return records(request, patient, error)
    who_is_who(by=request.viewer, pairs=pairs, verdict="different", reason=reason[:300], at=now)
    messages.success(
        request, "Taken out: it is a person of its own now. “What was said” takes it back."
    )
    return redirect("who-records", patient)


_PAIR = "who/<uuid:first>/<uuid:second>/"
urlpatterns = [
    path("who/", everyone, name="who"),
    path("who/settled/", settled, name="who-settled"),
    path("who/settled/<int:answer>/back/", take_back, name="who-back"),
    path("who/records/<uuid:patient>/", records, name="who-records"),
    path("who/records/<uuid:patient>/<int:identity>/out/", take_out, name="who-out"),
    path(_PAIR, one, name="who-one"),
    path(f"{_PAIR}same/", answer, {"verdict": "same"}, name="who-same"),
    path(f"{_PAIR}apart/", answer, {"verdict": "different"}, name="who-apart"),
    path(f"{_PAIR}unsure/", unsure, name="who-unsure"),
]
