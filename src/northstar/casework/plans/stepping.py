"""A step of the plan that one of us does is a line of work: opened, moved and closed as the plan is signed."""

from collections.abc import Mapping
from datetime import date, datetime

from northstar.access import rota
from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.casework.plans.asking import BY_SIGNING
from northstar.casework.plans.models import Plan, StepLine
from northstar.casework.worklist import acts, by_hand
from northstar.casework.worklist.models import Line
from northstar.rules.plans.shape import Goal, Step
from northstar.rules.plans.shape import Plan as Said


def follow(
    *,
    plan: Plan,
    patient: int,
    said: Said,
    holders: Mapping[str, Staff | Team],
    by: Viewer,
    at: datetime,
) -> None:
    """Make the lines agree with the steps of a signed plan. `holders` are who may hold work, by public id."""
    standing = {one.step: one.line for one in _open(plan)}
    for goal in said.goals:
        for step in goal.steps:
            holder = holders.get(step.owner.partition(":")[2]) if step.is_ours else None
            line = standing.pop(step.place, None)
            if not step.is_open or holder is None or step.by is None or not step.says:
                if line:
                    _close(line, "done" if not step.is_open else "not ours any more", by, at)
            elif line:
                _move(line, goal, step, step.by, holder, by, at)
            else:
                line = _opened(plan, patient, goal, step, step.by, holder, at)
                StepLine.objects.create(plan=plan, step=step.place, line=line)
    for line in standing.values():
        _close(line, "left out of the plan", by, at)


def forget(*, plan: Plan, by: Viewer, at: datetime) -> None:
    """No version is in force: its steps are nobody's work."""
    for one in _open(plan):
        _close(one.line, "signature taken back", by, at)


def _open(plan: Plan) -> list[StepLine]:
    return list(
        StepLine.objects.filter(plan=plan, line__is_open=True).select_related("line").order_by("pk")
    )


def _opened(
    plan: Plan, patient: int, goal: Goal, step: Step, on: date, holder: Staff | Team, at: datetime
) -> Line:
    line = by_hand.new(patient=patient, key=f"plan {plan.public_id} {step.place}", at=at, to=holder)
    line.matter, line.minutes = "plan of care", 10
    line.factors, line.score = {"A step of the plan": 10}, 10
    _say(line, goal, step, on, at)
    line.next_on = rota.next_covered_day(max(on, at.date()), holder)
    return by_hand.keep(line, at=at)


def _say(line: Line, goal: Goal, step: Step, on: date, at: datetime) -> None:
    line.says = f"has a step of the plan due: {step.says}"[:400]
    line.suggests = f"For the goal: {goal.called}"[:400]
    line.label = goal.label
    line.due, line.due_day = datetime.combine(on, datetime.max.time(), at.tzinfo), True
    line.because = [
        {"says": f"Step of the plan, by {on:%a} {on.day} {on:%b}: {step.says}"[:400], "feed": "",
         "arrival": "", "locator": "", "quote": ""}
    ]  # fmt: skip


def _move(
    line: Line, goal: Goal, step: Step, on: date, holder: Staff | Team, by: Viewer, at: datetime
) -> None:
    """Another day, another holder or other words."""
    before = (line.says, line.suggests, line.label, line.due)
    _say(line, goal, step, on, at)
    if (line.says, line.suggests, line.label, line.due) != before:
        line.save(update_fields=["says", "suggests", "label", "due", "because"])
    held = (line.staff_id, line.team_id)
    mine = (holder.pk, None) if isinstance(holder, Staff) else (None, holder.pk)
    if held != mine or line.due != before[3]:
        day = rota.next_covered_day(max(on, at.date()), holder)
        acts.route(line=line, by=by, at=at, to=holder, why=BY_SIGNING, on=day)


def _close(line: Line, outcome: str, by: Viewer, at: datetime) -> None:
    by_hand.close(line, at=at, by=by.name, staff=by.staff_id, outcome=outcome, why=BY_SIGNING)
