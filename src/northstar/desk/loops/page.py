"""The board of open loops, one person's loops with the next step, and the part on the Patient page."""

from datetime import date, datetime
from typing import Any
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
from northstar.access.viewer import Viewer
from northstar.casework.loops import asking
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk import sensitive
from northstar.desk.loops import shown
from northstar.desk.offers import Offer, Panel
from northstar.desk.paged import page_number
from northstar.desk.patient.identity import bar
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.doing import beginning_loops
from northstar.doing.closing_loops import stepped
from northstar.record import charts, panels
from northstar.record.feeds import titles
from northstar.record.people import card, people
from northstar.rules.loop import CHANGED, REFERRAL, RESULT, Loop
from northstar.rules.loop_steps import CHASED, ENDED, UNDONE
from northstar.rules.loops import loops as loops_of

INVALID = 422
PLACE = ("Loops", "loops", "undo", "l", "loops")
_MOST = 60
_KINDS = (
    (RESULT, "Results", shown.RESULT_STEPS),
    (REFERRAL, "Referrals", shown.REFERRAL_STEPS),
)
_CATEGORIES = (
    ("referral", "A referral"),
    ("laboratory", "A laboratory test"),
    ("imaging", "Imaging"),
)
_NAMED = tuple(shown.NAMES)
_SAID = {
    CHASED: "Written down. The next question has its day.",
    ENDED: "Closed, with the reason. It can be taken back.",
    UNDONE: "Taken back.",
}


@may("loops", roles.CARE | roles.LEADING)
@require_GET
def loops(request: Asked) -> HttpResponse:
    """Results and referrals of the panel that have not come round yet, by urgency and next question."""
    now, viewer = clinic_now(), request.viewer
    number = page_number(request)
    told, more = [], False
    for kind, words, codes in _KINDS:
        some, further = asking.open_loops(
            viewer, now.date(), kind=kind, first=(number - 1) * _MOST, most=_MOST
        )
        cards = people(viewer, {one.patient_id for one in some})
        rows = [
            shown.row(one, cards[one.patient_id], now) for one in some if one.patient_id in cards
        ]
        told.append((kind, words, [shown.NAMES[code] for code in codes], rows))
        more = more or further
    page_ = {
        "kinds": told,
        "now": now,
        "more": more,
        "page": number,
        "any": any(k[3] for k in told),
    }
    return render(request, "loops/board.html", page_)


@may("loops")
@require_GET
def of_patient(request: Asked, patient: UUID) -> HttpResponse:
    """One person's loops; the chosen one with its evidence and the next step."""
    return _shown(request, patient, request.GET.get("loop", ""))


def _shown(request: Asked, patient: UUID, chosen: str, **typed: Any) -> HttpResponse:
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    chart = charts.charts(viewer, [row.pk], now)[row.pk]
    names = titles()
    chips = Chips(names, Calendar(zone(), now.date()))
    every = _every(str(row.public_id), chart, now)
    one = next((each for each in every if each.mark == chosen), every[0] if every else None)
    page = {
        "patient": row.public_id, "loops": every, "one": one, "now": now, "titles": names, "typed": typed,
        "bar": bar(chart, card(row), [], chips),
        "form": shown.form(viewer, one.loop, chart, chips, now) if one else None,
        "chosen": bool(chosen), "elsewhere": _NAMED, "may_begin": not row.died, "categories": _CATEGORIES,
        "restricts": sensitive.offered(viewer),
    }  # fmt: skip
    return render(request, "loops/one.html", page, status=INVALID if typed else 200)


def _every(patient: str, chart: Chart, now: datetime) -> list[shown.Shown]:
    """Open ones first, by urgency and next question; then what was closed."""
    found = [shown.shown(patient, loop) for loop in loops_of(chart, now)]
    return sorted(found, key=lambda one: _order(one.loop))


def _order(loop: Loop) -> tuple[bool, int, Any]:
    return (not loop.is_open, loop.urgent, loop.next_on or loop.began)


@may("loops")
@require_POST
def act(request: Asked, patient: UUID, mark: str) -> HttpResponse:
    """A step is reached, somebody was asked again, or a step is taken back."""
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    chart = charts.charts(viewer, [row.pk], now)[row.pk]
    one = next((each for each in _every(str(row.public_id), chart, now) if each.mark == mark), None)
    said, code = request.POST, request.POST.get("code", "")
    try:
        if one is None or code not in (*shown.NAMES, *_SAID):
            raise Refused("There is no such loop here any more.", status=404)
        stepped(
            by=viewer, patient=row, loop=one.loop, code=code, owner=said.get("owner", ""),
            note=said.get("note", ""), at=now, undoes=one.last_said if code == UNDONE else "",
        )  # fmt: skip
    except Refused as sorry:
        if sorry.status == 404:
            raise
        request.method = "GET"
        return _shown(request, patient, mark, error=str(sorry), **said.dict())
    messages.success(request, _SAID.get(code, f"{one.loop.name}: written down."))
    return redirect(f"{reverse('patient-loops', args=[row.public_id])}?loop={mark}")


@may("loops")
@require_POST
def begin(request: Asked, patient: UUID) -> HttpResponse:
    """A referral or a test that no source tells of is followed from now on."""
    now, said = clinic_now(), request.POST
    row = panels.patient_for(request.viewer, patient, now)
    try:
        beginning_loops.begin(
            by=request.viewer, patient=row, category=said.get("category", ""), what=said.get("what", ""),
            whom=said.get("whom", ""), requester=said.get("requester", ""), on=_on(said.get("on", "")), at=now,
            label=sensitive.chosen(request.viewer, said.get("label", "")),
        )  # fmt: skip
    except Refused as sorry:
        request.method = "GET"
        return _shown(request, patient, "", error=str(sorry), **{**said.dict(), "code": "begin"})
    messages.success(request, "Written down. It stands among the loops, and has its day.")
    return redirect("patient-loops", row.public_id)


def _on(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("Choose the day on which it was ordered.") from None


def _panel(viewer: Viewer, row: Any, chart: Chart, now: datetime) -> dict[str, Any] | None:
    """On the Patient page: what has not come round yet."""
    found = [one for one in _every(str(row.public_id), chart, now) if one.loop.is_open]
    if not found and row.died:
        return None
    return {"loops": found[:6], "more": len(found) - 6, "patient": row.public_id}


def _address(patient: str, line: Any) -> str:
    fits = line is not None and (line.signal in _SIGNALS or line.key.startswith("loop "))
    return reverse("patient-loops", args=[patient]) if fits else ""


_SIGNALS = (
    "ordered-never-resulted",
    "abnormal-result-not-followed",
    "referral-without-report",
    CHANGED,
)
OFFERS = (Offer("Close the loop", "undo", "loops", _address, order=55, where=("line",)),)
PANELS = (Panel("loops", "Results and referrals", "loops", "loops/panel.html", _panel, order=40),)

_HERE = "patients/<uuid:patient>/loops/"
urlpatterns = [
    path("loops/", loops, name="loops"),
    path(_HERE, of_patient, name="patient-loops"),
    path(f"{_HERE}begin/", begin, name="loop-begin"),
    path(f"{_HERE}<slug:mark>/", act, name="loop-act"),
]
