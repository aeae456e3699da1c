"""What waits in the queues of my teams, and taking a piece of it or putting it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.worklist import queueing
from northstar.casework.worklist.today import row_for
from northstar.config.clock import clinic_now
from northstar.desk.today.item import item
from northstar.desk.today.page import words_of

PLACE = ("Queues", "queues", "more", "q", "queues")


@may("queues", roles.CARE | roles.LEADING | {roles.PRIVACY_OFFICER})
@require_GET
def queues(request: Asked) -> HttpResponse:
    """Every queue of my teams, ranked as Today is; who has taken what is said beside it."""
    now = clinic_now()
    found = queueing.queues(request.viewer, now)
    _, words = words_of(request, [row for queue in found for row in queue.rows])
    shown = [
        (queue, [item(row, words.get(row.lead.pk, ""), now) for row in queue.rows])
        for queue in found
    ]
    return render(request, "queue/page.html", {"queues": shown, "now": now})


@may("work")
@require_POST
def claim(request: Asked, public_id: UUID) -> HttpResponse:
    """It is mine: the whole row, or the sentence that says who was faster."""
    now, faster = clinic_now(), queueing.taken_by(request.viewer, public_id)
    if faster:
        said = f"{faster.name} has just taken this. It is not in the queue any more."
        messages.error(request, said)
        return redirect("queues")
    row = row_for(request.viewer, str(public_id), now)
    try:
        taken = queueing.claim_row(lines=row.lines, by=request.viewer, at=now)
    except Refused as sorry:
        messages.error(request, str(sorry))
        return redirect("queues")
    more = f" with {taken} lines" if taken > 1 else ""
    messages.success(request, f"{row.name} is yours{more}.", extra_tags="undo")
    return redirect(f"{reverse('today')}?line={row.lead.public_id}#row-{row.lead.public_id}")


@may("work")
@require_POST
def release(request: Asked, public_id: UUID) -> HttpResponse:
    """Back into the queue it came from, with a reason."""
    now = clinic_now()
    row = row_for(request.viewer, str(public_id), now)
    try:
        why = request.POST.get("why", "")
        queueing.release_row(lines=row.lines, by=request.viewer, at=now, why=why)
    except Refused as sorry:
        messages.error(request, str(sorry))
        return redirect(f"{reverse('today')}?line={row.lead.public_id}")
    messages.success(request, f"{row.name} waits in the queue again.", extra_tags="undo")
    return redirect("today")


urlpatterns = [
    path("queues/", queues, name="queues"),
    path("line/<uuid:public_id>/claim/", claim, name="line-claim"),
    path("line/<uuid:public_id>/release/", release, name="line-release"),
]
