"""Somebody suspects abuse, neglect or exploitation: what was noticed, and the way to the report."""

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
from northstar.access.door import looks_for, may
from northstar.access.refuse import Refused
from northstar.access.viewer import viewer_of
from northstar.casework.reports import asking, clock
from northstar.casework.reports.path import allowed, names
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk.patient.identity import bar
from northstar.desk.report.site import own_rows
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.doing import reporting
from northstar.knowledge.reporting import ABOUT, LOOK_UP, STATES, Agency, agency
from northstar.record import charts, panels
from northstar.record.feeds import titles
from northstar.record.people import card

INVALID = 422
_LONGEST = 160


@may("report", roles.CARE | roles.LEADING)
@require_GET
def report(request: Asked, patient: UUID) -> HttpResponse:
    """The form, and what this viewer may know of what was reported before."""
    return _shown(request, *_person(request, patient))


@may("report")
@require_POST
def notice(request: Asked, patient: UUID) -> HttpResponse:
    """It is written down and the clock runs."""
    row, chart, now = _person(request, patient)
    typed = request.POST
    try:
        to, cites = _whom(typed.get("state", ""), typed.get("about", ""), typed, now)
        made = reporting.notice(
            by=request.viewer, patient=row, about=typed.get("about", ""), to=to, cites=cites, at=now,
            state=typed.get("state", ""), says=typed.get("says", "")[:500],
            noticed=_moment(typed.get("noticed", ""), now),
        )  # fmt: skip
    except Refused as sorry:
        return _shown(request, row, chart, now, error=str(sorry), posted=typed)
    held = clock.line_of(row.pk, made)
    messages.success(request, _said(request, held))
    return redirect("report", row.public_id)


@may("report")
@require_POST
def step(request: Asked, patient: UUID, report: UUID, what: str) -> HttpResponse:
    """The next step, with what it must say."""
    row, chart, now = _person(request, patient)
    try:
        one = reporting.go_on(
            by=request.viewer, patient=row, report=report, what=what, at=now,
            detail={name: request.POST.get(name, "") for name in names(what)},
            on=_moment(request.POST.get("on", ""), now),
        )  # fmt: skip
    except Refused as sorry:
        if sorry.status == 404:
            raise
        at = {"report": str(report), "what": what}
        return _shown(request, row, chart, now, error=str(sorry), posted=request.POST, **at)
    messages.success(request, f"Written down. {one.words}.")
    return redirect("report", row.public_id)


def _person(request: Asked, patient: UUID) -> tuple[Any, Chart, datetime]:
    """The chain names neither the page nor the act: who may not know of a report must not read it there."""
    looks_for(request, "patient")
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    return row, charts.charts(viewer, [row.pk], now)[row.pk], now


def _shown(request: Asked, row: Any, chart: Chart, now: datetime, **typed: Any) -> HttpResponse:
    chips = Chips(titles(), Calendar(zone(), now.date()))
    own, trouble = own_rows()
    posted = typed.get("posted", {})
    state = posted.get("state") or _lives_in(chart)
    page = {
        "patient": row.public_id, "bar": bar(chart, card(row), [], chips), "now": now, "typed": typed,
        "posted": posted, "trouble": trouble, "look_up": LOOK_UP, "about": ABOUT.items(),
        "states": STATES.items(), "state": state,
        "agencies": [one for one in own if one.effective_from <= now.date() <= one.effective_to],
        "reports": [_one(found, row.pk, now, typed) for found in asking.of_patient(request.viewer, row.pk)],
        "moment": posted.get("noticed") or now.strftime("%Y-%m-%dT%H:%M"),
        "at": now.strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    return render(request, "report/page.html", page, status=INVALID if typed else 200)


def _one(
    found: asking.Standing, patient: int, now: datetime, typed: dict[str, Any]
) -> dict[str, Any]:
    """One report with its line's holder and what may be done next, the way on first."""
    report = found.report
    line = clock.line_of(patient, report)
    forms = [
        {"step": one, "id": f"{report.pk}-{one.what}",
         "typed": typed.get("report") == str(report.public_id) and typed.get("what") == one.what}
        for one in allowed(found.stands)
    ]  # fmt: skip
    due = line.due if line else None
    return {
        "one": found, "report": report, "line": line, "forms": forms, "about": ABOUT[report.about],
        "state": STATES[report.state], "due": due, "late": bool(due and due < now),
        "unseen": bool(line and line.staff_id == report.staff_id and not _holder_sees(line, now)),
    }  # fmt: skip


def _holder_sees(line: Any, now: datetime) -> bool:
    return viewer_of(line.staff, now).may_see(line.label)


def _said(request: Asked, line: Any) -> str:
    if line is None or line.staff_id == request.viewer.staff_id:
        return "Written down. The report itself is still to be made: call now."
    return f"Written down, and {line.staff.name} sees it too. The report itself is still to be made: call now."


def _whom(state: str, about: str, typed: Any, now: datetime) -> tuple[Agency, str]:
    """What was typed, and where nothing was, the clinic's own row; with what that rests on."""
    known = agency(state, about, now.date(), own_rows()[0])
    told: Agency = known.value
    to = Agency(
        typed.get("agency", "").strip()[:_LONGEST] or told.name,
        typed.get("telephone", "").strip()[:40] or told.telephone,
        _hours(typed.get("hours", ""), told.hours),
        _hours(typed.get("written_hours", ""), told.written_hours),
    )
    by_hand = (
        f"as {typed.get('source', '').strip()[:200] or 'written down by who noticed it'}; verify"
    )
    return to, known.cites if to == told else by_hand


def _hours(text: str, known: int | None) -> int | None:
    if not text.strip():
        return known
    if not text.strip().isdigit() or int(text) > 8784:
        raise Refused("Hours are a whole number, like 24. Leave it empty where you do not know.")
    return int(text)


def _moment(text: str, now: datetime) -> datetime:
    """As typed, in the clinic's zone; without, now."""
    try:
        found = datetime.fromisoformat(text) if text else now
    except ValueError:
        raise Refused("Choose a day and an hour.") from None
    found = found if found.tzinfo else found.replace(tzinfo=zone())
    # Typed to the minute, so this very minute is not a time to come.
    return min(found, now) if found.replace(second=0, microsecond=0) <= now else found


def _lives_in(chart: Chart) -> str:
    """The state in which the person lives, where a source says so."""
    told = [place.state for person in chart.of("Patient") for place in person.addresses]
    return next((state for state in told if state in STATES), "")


_AT = "patients/<uuid:patient>/report/"
urlpatterns = [
    path(_AT, report, name="report"),
    path(f"{_AT}notice/", notice, name="report-notice"),
    path(f"{_AT}<uuid:report>/<slug:what>/", step, name="report-step"),
]
