"""What a template or the chart proposes to write, place by place: never the person's own words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.clinical import Condition
from northstar.chart.value import Value
from northstar.knowledge.plan_templates import Template, templates
from northstar.rules.medicines import medicines
from northstar.rules.plans.shape import Plan

FROM_CHART = "the chart"
_OVER = frozenset({"inactive", "resolved", "remission"})
_MOST = 14


@dataclass(frozen=True, slots=True)
class Suited:
    """A template with the condition that calls for it; `label` is who may see that."""

    template: Template
    because: Condition
    label: int


def origin_of(template: Template) -> str:
    """What a field says of where it came from, until somebody makes it this person's own."""
    return f"template {template.name}"


def suited(chart: Chart, today: date) -> list[Suited]:
    """The templates that what is known of the person calls for."""
    found = []
    for one in templates():
        if one.until_age and (chart.age(today) or 0) >= one.until_age:
            continue
        suits = [c for c in _active(chart) if one.suits(c.code)]
        if suits:
            because = min(suits, key=_label)
            found.append(Suited(one, because, _label(because)))
    return found


def proposal(template: Template, label: int = 0) -> Iterator[tuple[str, str]]:
    """(place, words) of everything that a template proposes. Where only a restricted record calls for
    it, its goals are restricted alike and nothing goes into the parts that everybody reads."""
    stem = template.code.replace("_", "")
    for number, goal in enumerate(template.goals, 1):
        place = f"goals/{stem}{number}"
        if label:
            yield f"{place}/label", str(label)
        bounds = [("low", goal.low), ("high", goal.high)]
        yield from ((f"{place}/{k}", f"{v:g}") for k, v in bounds if v is not None)
        said = {"aim": goal.aim, "measure": goal.measure, "unit": goal.unit}
        yield from ((f"{place}/{name}", text) for name, text in said.items() if text)
        for n, step in enumerate(goal.steps, 1):
            yield f"{place}/steps/s{n}/says", step.says
            if step.who:
                yield f"{place}/steps/s{n}/owner", step.who
            if step.copy:
                yield f"{place}/steps/s{n}/copy", step.copy
        for n, says in enumerate(goal.barriers, 1):
            yield f"{place}/barriers/b{n}/says", says
    if not label:
        for code, text in template.elements.items():
            yield f"elements/{code}/text", text


def question(goal_key: str) -> str:
    """What to ask to hear the person's own words for a goal that a template proposed; "" for others."""
    found = _came_from(goal_key)
    return found[0].goals[found[1] - 1].ask if found else ""


def asks(plan: Plan, element: str) -> list[str]:
    """What the templates behind the plan's goals would find out for an element."""
    used = {found[0].code for goal in plan.goals if (found := _came_from(goal.key))}
    return [one.asks[element] for one in templates() if one.code in used and element in one.asks]


def _came_from(goal_key: str) -> tuple[Template, int] | None:
    """The template that proposed a goal, and which of its goals it was, from 1."""
    for one in templates():
        stem = one.code.replace("_", "")
        number = goal_key.removeprefix(stem)
        if number != goal_key and number.isdecimal() and 0 < int(number) <= len(one.goals):
            return one, int(number)
    return None


def from_chart(chart: Chart, zone: tzinfo, today: date) -> Iterator[tuple[str, str]]:
    """What the record already tells of the twelve elements. Nothing restricted: everybody reads these."""
    problems = dict.fromkeys(c.code.words for c in _active(chart) if not _label(c))
    if problems:
        yield "elements/problems/text", _listed(list(problems))
    used = medicines(chart, zone).in_use(today)
    taken = [name for name, value in used.items() if not _label(value)]
    if taken:
        yield "elements/medicines/text", f"In use, by what we hold: {_listed(taken)}."
    near = {
        f"{kin.names[0].plain} ({kin.relationship.words})": None
        for kin in chart.related
        if kin.names and not kin.end and not _label(kin)
    }
    if near:
        yield "elements/caregiver/text", f"Known to us: {_listed(list(near))}."
    teams = {
        f"{name}{f' ({role})' if role else ''}": None
        for team in chart.of("CareTeam")
        for role, name, _ in team.members
        if name and not _label(team) and team.status not in ("inactive", "entered-in-error")
    }
    if teams:
        yield "elements/coordination/text", f"Take part: {_listed(list(teams))}."


def _active(chart: Chart) -> list[Condition]:
    return [
        c
        for c in chart.conditions
        if not c.absent
        and c.clinical_status not in _OVER
        and c.verification_status not in ("refuted", "entered-in-error")
        and c.code.words
    ]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more


def _label(value: Value) -> int:
    return value.source.label if value.source else 0
