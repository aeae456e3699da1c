"""One person on one page: who, what is open, what is new, where sources differ, and everything else."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.disagreements import asking as differences
from northstar.casework.reconciliation import asking as agreed_lists
from northstar.casework.worklist import asking
from northstar.casework.worklist.today import BANDS
from northstar.chart.chart import Chart
from northstar.chart.value import Source
from northstar.chart.words import Communication
from northstar.config.clock import clinic_now, zone
from northstar.desk.offers import panels as further_panels
from northstar.desk.patient import around, neighbours, papers, parts, results, taking, visits
from northstar.desk.patient.circle import circle
from northstar.desk.patient.clashes import clashes, of_medicines, settling_choices
from northstar.desk.patient.identity import bar
from northstar.desk.patient.matters import matters
from northstar.desk.patient.news import news
from northstar.desk.patient.story import story
from northstar.desk.patient.timeline import timeline
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chip, Chips, address
from northstar.desk.source.wording import possessive
from northstar.record import charts, panels
from northstar.record.asked_once import asking_once
from northstar.record.changes import Gone, gone_since
from northstar.record.feeds import titles
from northstar.record.identities import matched
from northstar.record.looks import look
from northstar.record.merges import merged
from northstar.record.messages import messages
from northstar.record.people import card

# Sections that show their beginning, and the whole when asked (?all=results).
_SHORT = {
    "medicines": taking.MOST,
    "results": results.MOST,
    "visits": visits.MOST,
    "documents": papers.MOST,
    "messages": papers.MOST,
}
_WHOLE = 1000


@may("patient")
@require_GET
def patient(request: Asked, patient: UUID) -> HttpResponse:
    """The page; outside the panel, the way to state a purpose."""
    now, viewer = clinic_now(), request.viewer
    try:
        row = panels.patient_for(viewer, patient, now)
    except Refused as refused:
        return _outside(request, refused, patient)
    with asking_once():
        chart = charts.charts(viewer, [row.pk], now)[row.pk]
        shown = everything(viewer, row, chart, now, request.GET.get("all", ""))
    return render(request, "patient/patient.html", shown)


def _outside(request: Asked, refused: Refused, patient: UUID) -> HttpResponse:
    """The refusal is noted by the door like any other; this page only adds what would help."""
    request.refused = refused
    known = bool(request.viewer.looked["patients"])
    shown = {"sentence": str(refused), "patient": patient, "may_state": known}
    return render(request, "patient/outside.html", shown, status=refused.status)


def everything(
    viewer: Viewer, row: Any, chart: Chart, now: datetime, whole: str = ""
) -> dict[str, Any]:
    """What the page shows, section by section."""
    chips = Chips(titles(), Calendar(zone(), now.date()))
    since = look(viewer, row, now)
    differing = clashes(chart, chips, differences.stories_of(viewer, row.pk))
    disputed, answered = of_medicines(differing)
    lines = asking.lines_of(viewer, row.pk)
    seen = {v.source.identity for kind in chart.kinds() for v in chart.of(kind) if v.source}
    sections: dict[str, Sequence] = {
        "medicines": taking.taking(chart, chips, disputed, answered),
        "results": results.tests(chart, chips),
        "visits": visits.been(chart, now, chips),
        "documents": papers.documents(chart, chips),
        "messages": papers.messages(chart, chips),
    }
    shown = {name: rows[: _most(name, whole)] for name, rows in sections.items()}
    stated = matters(chart, chips)
    return {
        "patient": row.public_id,
        "bar": bar(chart, card(row), matched(viewer, row, seen), chips),
        "their": possessive(chart),
        "merged": merged(viewer, chart),
        "may_settle": viewer.may("settle-identity"),
        "may_reconcile": viewer.may("reconcile"),
        "agreed": agreed_lists.last_signed(row.pk),
        "lines": [(line, _reasons(line.because, chips)) for line in lines],
        "bands": BANDS,
        "since": chips.calendar.moment(since),
        "news": news(chart, gone_since(viewer, row, since), since, chips) if since else None,
        "clashes": differing,
        "settling": settling_choices(viewer, chart, differing, chips),
        "timeline": timeline(
            chart, chips, disputed, since.date() if since else None, _moved(viewer, row, now)
        ),
        "coming": visits.coming(chart, lines, now, chips),
        "coverage": around.coverage(chart, chips),
        "circle": circle(chart, chips),
        "story": story(chart, chips, _waiting(viewer, row.pk)),
        "matters": [matter for matter in stated if not matter.how],
        "preferences": [matter for matter in stated if matter.how],
        "aimed": any(test.aim for test in shown["results"]),
        "facts": len(chart),
        "further": further_panels(viewer, row, chart, now),
        **shown,
        "more": {name: len(rows) - len(shown[name]) for name, rows in sections.items()},
    }


def _waiting(viewer: Viewer, patient: int) -> list[tuple[str, Communication]]:
    """Messages that are probably this person's, each with the line that asks."""
    lines = asking.perhaps_about(viewer, patient)
    if not lines:
        return []
    said = messages(viewer, [line.arrival_id for line in lines if line.arrival_id])
    return [
        (str(line.public_id), said[line.arrival_id]) for line in lines if line.arrival_id in said
    ]


def _moved(viewer: Viewer, row: Any, now: datetime) -> list[Gone]:
    return gone_since(viewer, row, now - timedelta(days=366), kind="Patient")


def _reasons(because: list[dict[str, Any]], chips: Chips) -> list[Chip]:
    """Where the first reasons of a line stand, each place once."""
    places = {
        (why["feed"], why["arrival"], why["locator"]) for why in because[:4] if why["arrival"]
    }
    sources = [Source(feed, arrival, locator) for feed, arrival, locator in sorted(places)]
    return [Chip(chips.title(source), address(source)) for source in sources]


def _most(name: str, whole: str) -> int:
    return _WHOLE if name == whole else _SHORT[name]


urlpatterns = [
    path("patients/<uuid:patient>/", patient, name="patient"),
    *neighbours.urlpatterns,
    *parts.urlpatterns,
]
