"""One person's cases: how each stands, the step that comes next, and the programs that could fit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.programs import asking
from northstar.casework.programs.standing import Enrolment
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk.case.fields import filled, read
from northstar.desk.case.shown import everything, form_fields, rests_on
from northstar.desk.patient.identity import bar
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.doing import enrolling
from northstar.doing.sending import send
from northstar.knowledge.programs import CODES, ROWS
from northstar.knowledge.table import known
from northstar.record import charts, panels
from northstar.record.feeds import titles
from northstar.record.people import card

INVALID = 422


@may("case", roles.CARE | roles.LEADING)
@require_GET
def case(request: Asked, patient: UUID) -> HttpResponse:
    """Every case of one person, and what could be opened."""
    return _shown(request, *_person(request, patient))


def _person(request: Asked, patient: UUID) -> tuple[Any, Chart, datetime]:
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    return row, charts.charts(viewer, [row.pk], now)[row.pk], now


def _shown(request: Asked, row: Any, chart: Chart, now: datetime, **typed: Any) -> HttpResponse:
    chips = Chips(titles(), Calendar(zone(), now.date()))
    page = everything(request.viewer, row, chart, card(row).name, now, chips) | {
        "patient": row.public_id, "bar": bar(chart, card(row), [], chips), "now": now, "typed": typed,
        "may_write": request.viewer.may("write-case"),
    }  # fmt: skip
    for one in page["cases"]:
        for form in one.forms:
            if str(one.case.id) == typed.get("case") and form.step.what == typed.get("what"):
                filled(form.fields, request.POST)
    return render(request, "case/page.html", page, status=INVALID if typed else 200)


@may("write-case", roles.CARE)
@require_POST
def refer(request: Asked, patient: UUID) -> HttpResponse:
    """Somebody asks that this person be taken into a program."""
    row, chart, now = _person(request, patient)
    program = request.POST.get("program", "")
    try:
        if program not in CODES:
            raise Refused("Choose a program.")
        stands = enrolling.refer(
            by=request.viewer, patient=row, program=program, why=request.POST.get("why", ""), at=now,
            found="found" in request.POST,
        )  # fmt: skip
    except Refused as sorry:
        return _shown(
            request,
            row,
            chart,
            now,
            error=str(sorry),
            program=program,
            why=request.POST.get("why", ""),
        )
    messages.success(request, f"{stands.name}: referred. The case has a line with a date.")
    return redirect("case", row.public_id)


@may("write-case")
@require_POST
def step(request: Asked, patient: UUID, case: UUID, what: str) -> HttpResponse:
    """The next step of a case, with what it must say."""
    row, chart, now = _person(request, patient)
    stands = asking.one(request.viewer, row.pk, case, now.date())
    try:
        said = _go_on(request, row, chart, now, stands, what)
    except Refused as sorry:
        return _shown(request, row, chart, now, error=str(sorry), case=str(case), what=what)
    messages.success(request, f"{said.name}: {said.stands.lower()}.")
    return redirect("case", row.public_id)


def _go_on(
    request: Asked, row: Any, chart: Chart, now: datetime, stands: Enrolment, what: str
) -> Enrolment:
    rules = known(ROWS, stands.program, now.date())
    asked = form_fields(what, stands, chart, card(row).name, now, rules.value if rules else None)
    detail, on = read(asked, request.POST)
    if what == "eligible":
        detail = _eligible(detail, chart)
    text = detail.pop("text", "") if detail.pop("letter", False) else ""

    def post(act: Any) -> None:
        send(
            by=request.viewer, patient=row, channel="letter", address="", text=text, at=now,
            subject=f"{stands.name} {'ends' if what == 'stopped' else 'has ended'}", purpose="the end of a program", key=f"case:{act.public_id}",
            label=stands.label,
        )  # fmt: skip

    wanted = text and detail.get("reason") != "died"
    return enrolling.go_on(
        by=request.viewer, patient=row, case=stands.id, what=what, at=now, on=on, detail=detail,
        also=post if wanted else None,
    )  # fmt: skip


def _eligible(detail: dict[str, Any], chart: Chart) -> dict[str, Any]:
    """The conditions with where each stands in the record."""
    named, label = rests_on(chart, detail.get("conditions", []), detail.pop("other", ""))
    qmb = {"yes": True, "no": False}.get(detail.pop("qmb", ""))
    kept = detail | {"conditions": named, "label": label}
    return kept if qmb is None else kept | {"qmb": qmb}


@may("write-case")
@require_POST
def back(request: Asked, patient: UUID, case: UUID) -> HttpResponse:
    """The latest step was a mistake."""
    row, chart, now = _person(request, patient)
    try:
        stands = enrolling.take_back(
            by=request.viewer, patient=row, case=case, why=request.POST.get("why", ""), at=now
        )
    except Refused as sorry:
        return _shown(request, row, chart, now, error=str(sorry), case=str(case), what="back")
    messages.success(request, f"Taken back. {stands.name}: {stands.stands.lower()}.")
    return redirect("case", row.public_id)


_AT = "patients/<uuid:patient>/case/"
urlpatterns = [
    path(_AT, case, name="case"),
    path(f"{_AT}refer/", refer, name="case-refer"),
    path(f"{_AT}<uuid:case>/back/", back, name="case-back"),
    path(f"{_AT}<uuid:case>/<slug:what>/", step, name="case-step"),
]
