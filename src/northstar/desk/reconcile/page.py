"""Reconcile one person's lists: choose row by row, look the whole over, sign it; and take it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.casework.reconciliation import asking
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk.patient.identity import bar
from northstar.desk.reconcile import shown
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.doing.settling import reconcile, take_back_list
from northstar.record import charts, feeds, panels
from northstar.record.people import card
from northstar.rules.agreed import Chosen, Draft, answers, differences, draft, settled_before
from northstar.rules.disagreement import disagreements
from northstar.rules.reconciliation import Row, column_by, fingerprint, table

INVALID = 422
_MOST = 400  # characters of a reason


@dataclass(slots=True)
class Desk:
    """What is on the table for one person now."""

    row: Any
    chart: Chart
    rows: tuple[Row, ...]
    before: asking.Agreed | None
    chips: Chips
    now: datetime

    @property
    def seen(self) -> str:
        """What the rows say, and which list is agreed: a form is only good for these."""
        return f"{fingerprint(self.rows)}-{self.before.version if self.before else 0}"

    @property
    def earlier(self) -> tuple:
        return self.before.items if self.before else ()


def _desk(request: Asked, patient: UUID) -> Desk:
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    chart = charts.charts(viewer, [row.pk], now)[row.pk]
    rows = table(chart, now.date(), zone(), column_by(feeds.our_own(), chart))
    chips = Chips(feeds.titles(), Calendar(zone(), now.date()))
    return Desk(row, chart, rows, asking.latest(viewer, row.pk), chips, now)


@may("reconcile", roles.CARE | roles.LEADING)
@require_http_methods(["GET", "POST"])
def choose(request: Asked, patient: UUID) -> HttpResponse:
    """The table. A POST brings it back as it was left, from the look over the whole."""
    desk = _desk(request, patient)
    chosen = _typed(request, desk) if request.method == "POST" else _standing(desk)
    return _choosing(request, desk, chosen)


@may("reconcile")
@require_POST
def check(request: Asked, patient: UUID) -> HttpResponse:
    """One list of each kind, to be looked over before it is signed; or what is still missing."""
    desk = _desk(request, patient)
    chosen = _typed(request, desk)
    made = draft(desk.rows, chosen, desk.earlier)
    if made.missing:
        left = len(made.missing)
        error = f"{left} row{' is' if left == 1 else 's are'} not finished. "
        return _choosing(request, desk, chosen, made, error)
    return render(request, "reconcile/check.html", _checked(request, desk, chosen, made))


@may("sign-list")
@require_POST
def sign(request: Asked, patient: UUID) -> HttpResponse:
    """Signed: the list is agreed, in this person's name."""
    desk = _desk(request, patient)
    chosen = _typed(request, desk)
    made = draft(desk.rows, chosen, desk.earlier)
    if request.POST.get("seen") != desk.seen:
        error = "Something has come in, or somebody has signed, since you looked. Look again. "
        return _choosing(request, desk, chosen, error=error)
    if made.missing:
        return _choosing(request, desk, chosen, made, "Not every row is finished. ")
    reconcile(
        by=request.viewer, patient=desk.row, items=made.items,
        answered=list(answers(disagreements(desk.chart, zone()), desk.rows, made.items)),
        note=request.POST.get("note", ""), at=desk.now,
    )  # fmt: skip
    messages.success(request, "Signed. The agreed list stands, and every source keeps its own.")
    return redirect("agreed", patient)


@may("reconcile")
@require_GET
def agreed(request: Asked, patient: UUID) -> HttpResponse:
    """What is agreed now, and every version before it."""
    return _agreed(request, patient)


@may("sign-list")
@require_POST
def back(request: Asked, patient: UUID) -> HttpResponse:
    """The list before this one stands again."""
    now, why = clinic_now(), request.POST.get("why", "").strip()
    row = panels.patient_for(request.viewer, patient, now)
    if not why:
        return _agreed(request, patient, error="Say why: the next person will ask.")
    take_back_list(by=request.viewer, patient=row, why=why, at=now)
    messages.success(request, "Taken back. The list before it stands again.")
    return redirect("agreed", patient)


def _choosing(
    request: Asked, desk: Desk, chosen: dict[str, Chosen], made: Draft | None = None, error: str = ""
) -> HttpResponse:  # fmt: skip
    missing = made.missing if made else {}
    page = _frame(request, desk) | {
        "tables": shown.tables(desk.rows, chosen, missing, desk.chips),
        "columns": list(enumerate(shown.COLUMNS, 1)),
        "error": error,
        "first_missing": next((row.id for row in desk.rows if row.id in missing), ""),
        "before": desk.before,
        "note": request.POST.get("note", ""),
    }
    return render(request, "reconcile/choose.html", page, status=INVALID if error else 200)


def _checked(request: Asked, desk: Desk, chosen: dict[str, Chosen], made: Draft) -> dict[str, Any]:
    return _frame(request, desk) | {
        "lists": shown.merged(made.items, desk.chips),
        "changes": shown.changes(differences(desk.earlier, made.items)),
        "asks": [item for item in made.items if item.ask],
        "typed": chosen,
        "seen": desk.seen,
        "before": desk.before,
        "may_sign": request.viewer.may("sign-list"),
        "note": request.POST.get("note", ""),
    }


def _agreed(request: Asked, patient: UUID, error: str = "") -> HttpResponse:
    desk = _desk(request, patient)
    found = asking.versions(request.viewer, desk.row.pk)
    page = _frame(request, desk) | {
        "lists": shown.merged(found[0].items, desk.chips) if found else [],
        "now": found[0] if found else None,
        "versions": [(one, shown.changes(one.changes)) for one in found],
        "may_sign": request.viewer.may("sign-list"),
        "error": error,
    }
    return render(request, "reconcile/agreed.html", page, status=INVALID if error else 200)


def _frame(request: Asked, desk: Desk) -> dict[str, Any]:
    return {"patient": desk.row.public_id, "bar": bar(desk.chart, card(desk.row), [], desk.chips)}


def _standing(desk: Desk) -> dict[str, Chosen]:
    """What was agreed last and nobody has changed since; the rest is for a person to choose."""
    if desk.before is None:
        return {}
    since = desk.before.at.astimezone(zone()).date()
    found = {row.id: settled_before(row, desk.before.items, since) for row in desk.rows}
    return {mark: chosen for mark, chosen in found.items() if chosen}


def _typed(request: Asked, desk: Desk) -> dict[str, Chosen]:
    said = request.POST
    return {
        row.id: Chosen(
            said.get(f"version-{row.id}", ""),
            said.get(f"reason-{row.id}", "").strip()[:_MOST],
            bool(said.get(f"ask-{row.id}")),
        )
        for row in desk.rows
    }


_HERE = "patients/<uuid:patient>/reconcile/"
urlpatterns = [
    path(_HERE, choose, name="reconcile"),
    path(f"{_HERE}check/", check, name="reconcile-check"),
    path(f"{_HERE}sign/", sign, name="reconcile-sign"),
    path(f"{_HERE}agreed/", agreed, name="agreed"),
    path(f"{_HERE}agreed/back/", back, name="agreed-back"),
]
