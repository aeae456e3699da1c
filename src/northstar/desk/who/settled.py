"""What was said about who is who, by people and by the sources themselves; taking it back, and what
that leaves to be done.
"""

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
from northstar.casework.worklist import dividing, leaving, parted
from northstar.config.clock import clinic_now, machine_now
from northstar.decided import who_is_who
from northstar.record import answers, panels, parting
from northstar.record.identities import known_from
from northstar.record.people import Card, card

WHO = roles.MAY["settle-identity"]


@may("who", WHO)
@require_GET
def settled(request: Request) -> HttpResponse:
    """What was said, the newest first, and what was taken apart."""
    now = clinic_now()
    page = {
        "answers": answers.answers(request.viewer, now),
        "parted": parting.latest(request.viewer, now),
    }
    return render(request, "who/settled.html", page)


@may("who", WHO)
@require_GET
def before(request: Request, answer: int) -> HttpResponse:
    """One answer, and what taking it back would set in motion."""
    try:
        return _before(request, answer)
    except Refused as gone:
        messages.warning(request, str(gone))
        return redirect("who-settled")


def _before(request: Request, number: int, error: str = "", typed: str = "") -> HttpResponse:
    now = clinic_now()
    said = answers.answer(request.viewer, number, now)
    page = {"said": said, "error": error, "typed": typed}
    if said.verdict == "same":
        span = answers.together_since(request.viewer, number, now, machine_now())
        page |= {
            "span": span,
            "seen": parted.seen_by(span),
            "left": leaving.left(span),
            "made": dividing.made_since(span),
        }
    return render(request, "who/before.html", page, status=422 if error else 200)


@may("settle-identity")
@require_POST
def take_back(request: Request, answer: int) -> HttpResponse:
    """As if it had never been said: charts stand as before, and the question is open again."""
    now = clinic_now()
    said = answers.answer(request.viewer, answer, now)
    why = request.POST.get("reason", "").strip()
    if not why:
        error = "Say why: it goes to the privacy officer and to those who saw the chart."
        return _before(request, answer, error)
    pairs, last = answers.pairs_of_answer(request.viewer, answer, now), parting.last()
    who_is_who(by=request.viewer, pairs=pairs, verdict="withdrawn", reason=why[:300], at=now)
    page = went_apart(request, last)
    if page is None and said.verdict == "same":
        messages.warning(
            request,
            "Taken back. The records still stand together, because they agree without it. If they "
            "are two people, take one out of the chart.",
        )
    else:
        messages.success(request, "Taken back. Every chart stands as before.")
    return page or redirect("who-settled")


def went_apart(request: Request, last: int) -> HttpResponse | None:
    """The page of what this colleague has parted since, if anything was."""
    found = parting.first_after(last, request.viewer.staff_id)
    return redirect("who-parted", found.public_id) if found else None


@may("who", WHO)
@require_GET
def after(request: Request, parting_id: UUID) -> HttpResponse:
    """What an undo leaves: both charts, what is to be divided, who was told, what had left."""
    now = clinic_now()
    found = parting.parting(request.viewer, parting_id, now)
    page = {
        "parting": found,
        "people": [_card(request, row, now) for row in (found.kept, found.parted)],
        "as_now": parting.is_as_now(found),
        "lines": dividing.lines_of(request.viewer, found),
        "told": parted.lines_of(request.viewer, found),
        "seen": parted.seen_by(parting.span_of(found)),
        "left": leaving.left(parting.span_of(found)),
    }
    return render(request, "who/parted.html", page)


def _card(request: Request, row, now) -> tuple[Card | None, tuple[str, ...]]:
    """Whom this viewer may open, and from where they are known; another person stays unnamed."""
    try:
        seen = panels.patient_for(request.viewer, row.public_id, now)
    except Refused:
        return None, ()
    return card(seen), known_from(request.viewer, [seen.pk]).get(seen.pk, ())


urlpatterns = [
    path("who/settled/", settled, name="who-settled"),
    path("who/settled/<int:answer>/", before, name="who-before"),
    path("who/settled/<int:answer>/back/", take_back, name="who-back"),
    path("who/parted/<uuid:parting_id>/", after, name="who-parted"),
]
