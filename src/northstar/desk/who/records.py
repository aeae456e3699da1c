"""The records one person is made of, on whose word, and the way to take one out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access.asked import Asked as Request
from northstar.access.door import may
from northstar.config.clock import clinic_now
from northstar.decided import who_is_who
from northstar.desk.who.settled import WHO, went_apart
from northstar.record import answers, identities, merges, panels, parting
from northstar.record.charts import chart_of

INVALID = 422


@may("who", WHO)
@require_GET
def records(request: Request, patient: UUID, error: str = "") -> HttpResponse:
    """Each source's record of the person; merges that came by message among the reasons."""
    now = clinic_now()
    row = panels.patient_for(request.viewer, patient, now)
    chart = chart_of(request.viewer, patient, now)
    seen = {person.source.identity: person for person in chart.persons if person.source}
    found = identities.matched(request.viewer, row, seen.keys())
    page = {
        "patient": patient,
        "rows": [(record, seen[record.identity]) for record in found],
        "may_settle": request.viewer.may("settle-identity"),
        "merged": merges.merged(request.viewer, chart),
        "error": error,
        "name": row.name,
    }
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
    last = parting.last()
    who_is_who(by=request.viewer, pairs=pairs, verdict="different", reason=reason[:300], at=now)
    messages.success(
        request, "Taken out: it is a person of its own now. “What was said” takes it back."
    )
    return went_apart(request, last) or redirect("who-records", patient)


urlpatterns = [
    path("who/records/<uuid:patient>/", records, name="who-records"),
    path("who/records/<uuid:patient>/<int:identity>/out/", take_out, name="who-out"),
]
