"""Somebody writes in the plan of care: begins it, fills a field, adds, takes out, puts back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.http import require_POST

from northstar.access import roles
from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.access.refuse import Refused
from northstar.casework.plans import asking
from northstar.config.clock import clinic_now, zone
from northstar.desk.plan.acting import after, do, number
from northstar.desk.plan.boxes import Boxes
from northstar.desk.plan.whole import INVALID, desk_of
from northstar.doing import planning
from northstar.knowledge.plan_templates import template
from northstar.record import panels
from northstar.rules.plans.changes import where
from northstar.rules.plans.proposed import FROM_CHART, from_chart, origin_of, proposal, suited


@may("write-plan", roles.CARE)
@require_POST
def begin(request: Asked, patient: UUID) -> HttpResponse:
    """The three questions that begin a plan: what matters, what to be able to do, what is in the way."""
    said, by = request.POST, request.viewer
    matters, wants, way = (said.get(name, "").strip() for name in ("matters", "wants", "way"))
    key = said.get("key", "")

    def act(row: Any, now: datetime) -> str:
        if not (wants or matters or way):
            raise Refused("Write down at least one answer.")
        if matters:
            planning.write(by=by, patient=row, place="words", text=matters, seen=0, at=now)
        goal = ""
        if wants or way:
            words = {"words": wants} if wants else {}
            goal = planning.add(by=by, patient=row, home="goals", words=words, key=key, at=now)
        if way:
            told = {"says": way, "state": "asked", "by_what": "told us when the plan was begun"}
            home = f"{goal}/barriers"
            planning.add(by=by, patient=row, home=home, words=told, key=key, at=now)
        return goal

    return do(request, patient, act)


@may("write-plan")
@require_POST
def save(request: Asked, patient: UUID) -> HttpResponse:
    """What was typed in one field, or in a form of them where there is no script."""
    now = clinic_now()
    row = panels.patient_for(request.viewer, patient, now)
    said, wrong, beside, mark = request.POST, "", False, 0
    typed = [name.removeprefix("place:") for name in said if name.startswith("place:")]
    kept = said.get("keep", "")
    changed = [
        one for one in typed
        if said[f"place:{one}"] != said.get(f"was:{one}")
        or (kept and f"{one}/".startswith(f"{kept}/") and said[f"place:{one}"])
    ]  # fmt: skip
    for place in changed:
        try:
            saved = planning.write(
                by=request.viewer, patient=row, place=place, text=said[f"place:{place}"],
                seen=number(said.get(f"seen:{place}", "")), at=now,
            )  # fmt: skip
            mark, beside = saved.mark, beside or saved.beside
        except Refused as refused:
            wrong = str(refused)
    if request.headers.get("Northstar-Part") == "plan":
        return _answer(request, row, changed, mark, beside, wrong, now)
    return after(request, patient, kept or said.get("at", ""), wrong)


def _answer(
    request: Asked, row: Any, changed: list[str], mark: int, beside: bool, wrong: str, now: datetime
) -> HttpResponse:
    """For the script: the mark of what stands, and where two wrote at once, both to choose from."""
    if wrong:
        return JsonResponse({"wrong": wrong}, status=INVALID)
    told: dict[str, Any] = {"mark": mark, "said": f"Saved {now.hour}:{now:%M}"}
    standing = asking.current(request.viewer, row.pk) if beside else None
    if standing:
        box = Boxes(standing).box(changed[0], where(changed[0], standing.words))
        told["beside"] = render_to_string(
            "plan/beside.html", {"box": box, "patient": row.public_id}, request
        )
    return JsonResponse(told)


@may("write-plan")
@require_POST
def add(request: Asked, patient: UUID) -> HttpResponse:
    """A new goal, step, barrier, or thing that was tried."""
    home, text = request.POST.get("home", ""), request.POST.get("text", "").strip()
    first = "words" if home == "goals" else "says"

    def act(row: Any, now: datetime) -> str:
        if not text:
            raise Refused("Write a few words first.")
        words, key = {first: text}, request.POST.get("key", "")
        return planning.add(by=request.viewer, patient=row, home=home, words=words, key=key, at=now)

    return do(request, patient, act)


@may("write-plan")
@require_POST
def propose(request: Asked, patient: UUID) -> HttpResponse:
    """A template's proposals, or the chart's, are written in where nothing stands yet."""
    desk, code = desk_of(request, patient), request.POST.get("template", "")
    chosen = template(code)
    calls = next(
        (one for one in suited(desk.chart, desk.now.date()) if one.template.code == code), None
    )
    if code == "chart":
        words, origin = list(from_chart(desk.chart, zone(), desk.now.date())), FROM_CHART
    elif chosen:
        words, origin = list(proposal(chosen, calls.label if calls else 0)), origin_of(chosen)
    else:
        return after(request, patient, "", "Choose a template first.")

    def act(row: Any, now: datetime) -> str:
        planning.propose(by=request.viewer, patient=row, words=words, origin=origin, at=now)
        return "elements" if code == "chart" else ""

    return do(
        request, patient, act, "Proposed, to be checked. Nothing that was written is changed."
    )


@may("write-plan")
@require_POST
def bring(request: Asked, patient: UUID) -> HttpResponse:
    """What the plan of a joined record says is proposed here."""
    other = request.POST.get("other", "")

    def act(row: Any, now: datetime) -> str:
        try:
            planning.bring_in(by=request.viewer, patient=row, other=UUID(other), at=now)
        except ValueError:
            raise Refused("Choose one of the plans.") from None
        return ""

    return do(request, patient, act, "Brought in, to be checked. The other plan stays as it was.")


@may("write-plan")
@require_POST
def remove(request: Asked, patient: UUID) -> HttpResponse:
    """A goal, step, barrier or thing tried is taken out, for a reason; it can be put back."""
    what, why = request.POST.get("what", ""), request.POST.get("why", "").strip()

    def act(row: Any, now: datetime) -> str:
        if not why:
            raise Refused("Say why it is taken out: the next person will ask.")
        planning.take_out(by=request.viewer, patient=row, what=what, why=why, at=now)
        return ""

    return do(request, patient, act, "Taken out. It can be put back from the foot of the page.")


@may("write-plan")
@require_POST
def undo(request: Asked, patient: UUID) -> HttpResponse:
    """What stood in a field before stands again."""
    place = request.POST.get("place", "")

    def act(row: Any, now: datetime) -> str:
        planning.undo(by=request.viewer, patient=row, place=place, at=now)
        return place

    return do(request, patient, act, "Put back as it was before. The other words are kept too.")


@may("write-plan")
@require_POST
def step_done(request: Asked, patient: UUID) -> HttpResponse:
    """What was done on the list is done in the plan, too."""
    step = request.POST.get("step", "")

    def act(row: Any, now: datetime) -> str:
        planning.step_done(by=request.viewer, patient=row, step=step, at=now)
        return step.partition("/steps/")[0]

    return do(request, patient, act, "Ticked, as it was done on the list.")


_HERE = "patients/<uuid:patient>/plan/"
urlpatterns = [
    path(f"{_HERE}save/", save, name="plan-save"),
    path(f"{_HERE}add/", add, name="plan-add"),
    path(f"{_HERE}begin/", begin, name="plan-begin"),
    path(f"{_HERE}propose/", propose, name="plan-propose"),
    path(f"{_HERE}bring/", bring, name="plan-bring"),
    path(f"{_HERE}remove/", remove, name="plan-remove"),
    path(f"{_HERE}undo/", undo, name="plan-undo"),
    path(f"{_HERE}done/", step_done, name="plan-step-done"),
]
