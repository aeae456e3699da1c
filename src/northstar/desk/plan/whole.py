"""The whole page of one person's plan: who it is, the plan as it stands, and what the record says against it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render

from northstar.access.asked import Asked
from northstar.access.staffing import holders, names_of_holders
from northstar.casework.plans import asking
from northstar.casework.plans.standing import Standing
from northstar.chart.chart import Chart
from northstar.config.clock import clinic_now, zone
from northstar.desk.patient.identity import Bar, bar
from northstar.desk.plan import shown
from northstar.desk.plan.worded import in_words, names, owner
from northstar.desk.source.calendar import Calendar
from northstar.desk.source.chip import Chips
from northstar.desk.source.wording import possessive
from northstar.doing import signing
from northstar.knowledge.plan_templates import templates
from northstar.record import charts, feeds, panels
from northstar.record.people import card
from northstar.rules.plans.changes import gaps, where
from northstar.rules.plans.contradicted import contradictions
from northstar.rules.plans.proposed import suited
from northstar.rules.plans.shape import Plan

INVALID = 422
AGREED_HOW = ("in person", "by phone", "by phone, with an interpreter", "by video", "in writing")


@dataclass(slots=True)
class Desk:
    """What is on the table for one person now."""

    row: Any
    chart: Chart
    standing: Standing | None
    chips: Chips
    now: datetime
    bar: Bar

    @property
    def person(self) -> str:
        return " ".join(filter(None, (self.bar.given, self.bar.family)))


def desk_of(request: Asked, patient: UUID) -> Desk:
    """The person's chart and plan, through who is looking."""
    now, viewer = clinic_now(), request.viewer
    row = panels.patient_for(viewer, patient, now)
    chart = charts.charts(viewer, [row.pk], now)[row.pk]
    chips = Chips(feeds.titles(), Calendar(zone(), now.date()))
    standing = asking.current(viewer, row.pk)
    return Desk(row, chart, standing, chips, now, bar(chart, card(row), [], chips))


def whole(request: Asked, desk: Desk, error: str = "") -> HttpResponse:
    standing, viewer = desk.standing, request.viewer
    known = holders()
    page = shown.Page(
        standing, desk.chart, desk.chips, viewer,
        shown.owners(desk.chart, desk.chips, desk.person, known, [uid for uid, _ in names_of_holders(viewer)]),
        possessive(desk.chart), desk.now.date(), names(), request.POST.dict() if error else {},
    )  # fmt: skip
    plan = page.plan
    told = {
        "patient": desk.row.public_id, "bar": desk.bar, "their": page.their, "person": desk.person,
        "standing": standing, "plan": plan, "key": uuid4().hex[:8], "error": error, "typed": request.POST,
        "words": page.boxes.box("words", f"What matters most, in {page.their.lower()} own words", "story"),
        "review": page.boxes.box("review", "Looked at again on", "date"), "review_line": page.line("review"),
        "unsigned": in_words(standing.unsigned, page.names, desk.person) if standing else [],
        "agreed_how": AGREED_HOW, "earlier_answer": _earlier_answer(standing),
        "goals": shown.goals(page), "tried": shown.tried(page), "elements": shown.twelve(page),
        "left": sum(not one.ok for one, _, _ in shown.twelve(page)),
        "measures": shown.MEASURES,
        "gaps": [(gap, gap.place.replace("/", "-")) for gap in gaps(plan, desk.now.date())],
        "against": [
            (one, one.place.replace("/", "-"), desk.chips.of(one.value)) for one in _against(desk)
        ],
        "may_write": viewer.may("write-plan"), "may_sign": viewer.may("sign-plan"),
        "died": signing.AFTER_DEATH if desk.row.died else "",
        "may_copy": viewer.may("plan-copy"),
        "today": desk.now.date().isoformat(), "owners": dict(page.owners),
        "suited": [(one, desk.chips.of(one.because)) for one in suited(desk.chart, desk.now.date())],
        "templates": templates(),
        "others": _others(request, desk),
        "team": _team(page, plan, desk.person), "beside": _beside(page),
    }  # fmt: skip
    return render(request, "plan/plan.html", told, status=INVALID if error else 200)


def _team(page: shown.Page, plan: Plan, person: str) -> list[tuple[str, int]]:
    """Who has something to do in the plan, and how many open steps."""
    count: dict[str, int] = {}
    for step in plan.steps:
        if step.owner and step.is_open:
            name = owner(step.owner, page.names, person)
            count[name] = count.get(name, 0) + 1
    return sorted(count.items())


def _earlier_answer(standing: Standing | None) -> tuple[int, Any] | None:
    """What was last said to a version before the one in force, while nothing is said to this one."""
    if standing is None or standing.signed is None or standing.signed.answer:
        return None
    told = (
        (one.number, one.answer)
        for one in standing.versions
        if one.number != standing.signed.number
    )
    return next(((number, answer) for number, answer in told if answer), None)


def _others(request: Asked, desk: Desk) -> list[Standing]:
    """Plans that came with records joined to this one; there is hardly ever any."""
    rows = desk.standing.others if desk.standing else []
    return [asking.standing(request.viewer, row) for row in rows]


def _beside(page: shown.Page) -> list[Any]:
    """The fields in which two people wrote at the same time."""
    standing = page.standing
    places = standing.beside if standing else {}
    return (
        [page.boxes.box(place, where(place, standing.words)) for place in places]
        if standing
        else []
    )


def _against(desk: Desk) -> list[Any]:
    if desk.standing is None:
        return []
    return contradictions(desk.chart, desk.standing.words, desk.standing.said, zone())
