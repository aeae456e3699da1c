"""A signed plan as facts of the chart: CarePlan and Goal, each goal under its own label."""

from collections.abc import Mapping

from northstar.chart.value import Coding, Concept, Value
from northstar.chart.when import When, when
from northstar.chart.words import CarePlan, Goal
from northstar.rules.plans.shape import Goal as Aimed
from northstar.rules.plans.shape import Plan

# LOINC: plan of care note. The category of US Core CarePlan is "assess-plan".
_PLAN = Concept("Plan of care", (Coding("loinc", "18776-5", "Plan of care note"),))


def of_version(
    plan: Plan, *, name: str, number: int, by: str, at: When, gone: Mapping[str, int] | None = None
) -> list[tuple[str, str, Value, int]]:
    """(kind, key, value, label) of one version. `name` is the plan's, `gone` the keys of goals that
    earlier versions had, with who might see them: who never saw a goal does not hear that it left."""
    gone_now = Goal(code=Concept("Goal left out of the plan"), status="cancelled", start=at)
    left = {key: label for key, label in (gone or {}).items() if key not in keys(plan)}
    return [
        ("CarePlan", f"plan:{name}", _whole(plan, number, by, at), 0),
        *(("Goal", f"plan:{name}:{g.key}", _goal(g, by, at), g.label) for g in plan.goals),
        *(("Goal", f"plan:{name}:{key}", gone_now, label) for key, label in left.items()),
    ]


def keys(plan: Plan) -> list[str]:
    """The keys of its goals."""
    return [goal.key for goal in plan.goals]


def _whole(plan: Plan, number: int, by: str, at: When) -> CarePlan:
    """What everybody in care may read of it: restricted goals are facts of their own."""
    open_to_all = [goal for goal in plan.goals if not goal.label]
    return CarePlan(
        code=_PLAN,
        status="active" if plan.goals else "revoked",
        title=f"Plan of care, version {number}",
        start=at,
        author=by,
        activities=tuple(step.says for goal in open_to_all for step in goal.steps if step.says),
        text=plan.words,
    )


def _goal(goal: Aimed, by: str, at: When) -> Goal:
    return Goal(
        code=Concept(goal.words or goal.aim),
        status="completed" if goal.hill == "reached" else "active",
        start=at,
        due=when(goal.by.isoformat()) if goal.by else None,
        measure=goal.measure,
        low=goal.low,
        high=goal.high,
        unit=goal.unit,
        author="patient" if goal.words else by,
    )
