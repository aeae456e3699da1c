"""One person's plan of care: read it, every field open to be written in, and look back on it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.plans import asking
from northstar.desk.plan import worded
from northstar.desk.plan.acting import GONE
from northstar.desk.plan.whole import desk_of, whole
from northstar.doing import planning
from northstar.rules.plans.changes import where


@may("plan", roles.CARE | roles.LEADING)
@require_GET
def plan(request: Asked, patient: UUID) -> HttpResponse:
    """The plan as it stands, every field open to be written in."""
    return whole(request, desk_of(request, patient))


@may("plan")
@require_GET
def versions(request: Asked, patient: UUID) -> HttpResponse:
    """Every signed version, what it changed, and what was said to it."""
    desk = desk_of(request, patient)
    signed, known = desk.standing.versions if desk.standing else [], worded.names()
    told = {
        "patient": desk.row.public_id, "bar": desk.bar,
        "versions": [(one, worded.in_words(one.changes, known, desk.person)) for one in signed],
    }  # fmt: skip
    return render(request, "plan/versions.html", told)


@may("plan")
@require_GET
def earlier(request: Asked, patient: UUID) -> HttpResponse:
    """Everything that was ever written in one field, the newest first."""
    desk, place = desk_of(request, patient), request.GET.get("place", "")
    if desk.standing is None:
        raise Refused(planning.NOTHING_THERE, status=GONE)
    known = worded.names()
    told = {
        "patient": desk.row.public_id, "bar": desk.bar, "place": place,
        "where": where(place, desk.standing.words),
        "entries": [
            {"said": worded.said(place, one.text, known, desk.person), "by": one.by, "at": one.at, "origin": one.origin}
            for one in asking.history(request.viewer, desk.standing.row, place)
        ],
        "may_write": request.viewer.may("write-plan"),
    }  # fmt: skip
    return render(request, "plan/earlier.html", told)


_HERE = "patients/<uuid:patient>/plan/"
urlpatterns = [
    path(_HERE, plan, name="plan"),
    path(f"{_HERE}versions/", versions, name="plan-versions"),
    path(f"{_HERE}earlier/", earlier, name="plan-earlier"),
]
