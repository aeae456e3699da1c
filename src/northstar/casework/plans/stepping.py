"""What of the plan must not fall through is a line of work: each step of ours, the day on which it is looked
at again, and the day on which a person who said no is asked again. Lines follow the plan as it is signed."""

from collections.abc import Mapping
from datetime import date, datetime

from northstar.access import rota
from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.casework.plans.asking import BY_SIGNING, IN_PLAN
from northstar.casework.plans.models import Plan, StepLine
from northstar.casework.worklist import acts, by_hand
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.models import Step as Ended
from northstar.rules.plans.shape import Goal, Step
from northstar.rules.plans.shape import Plan as Said

MATTER = by_hand.PLAN
REVIEW, ANSWER = "review", "agreement"  # what a line is about that no step of the plan became


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
    standing = {one.step: one.line for one in _open(plan) if one.step != ANSWER}
    _look_again(plan, patient, said.review, standing.pop(REVIEW, None), by, at)
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


def ticked(*, plan: Plan, patient: int, said: Said, step: str, by: Viewer, at: datetime) -> None:
    """A step of the signed plan was ticked as done, or the tick was taken away: its line goes with it at
    once, for what is done is done, signed or not."""
    known = _latest(plan, step)
    goal, now = next(
        ((goal, one) for goal in said.goals for one in goal.steps if one.place == step),
        (None, None),
    )
    if known is None or goal is None or now is None:
        return
    if known.line.is_open and not now.is_open:
        _close(known.line, "done", by, at, why=IN_PLAN)
    elif not known.line.is_open and now.is_open and _ended_by(known.line) == IN_PLAN and now.by:
        holder = known.line.staff or known.line.team
        assert holder is not None, "a line has exactly one holder"
        line = _opened(plan, patient, goal, now, now.by, holder, at)
        StepLine.objects.create(plan=plan, step=step, line=line)


def done_on_the_list(*, plan: Plan, step: str) -> bool:
    """Whether somebody finished the line of this step where the work stands, not in the plan."""
    known = _latest(plan, step)
    if known is None or known.line.is_open:
        return False
    return _ended_by(known.line) not in (IN_PLAN, BY_SIGNING)


def _latest(plan: Plan, step: str) -> StepLine | None:
    told = StepLine.objects.filter(plan=plan, step=step).select_related("line")
    return told.order_by("-pk").first()


def _ended_by(line: Line) -> str:
    end = Ended.objects.filter(line=line, what="done", undone=False).order_by("-pk").first()
    return end.why if end else ""


def forget(*, plan: Plan, by: Viewer, at: datetime) -> None:
    """No version is in force: its steps are nobody's work."""
    for one in _open(plan):
        _close(one.line, "signature taken back", by, at)


def ask_again(
    *, plan: Plan, patient: int, on: date | None, who: str, by: Viewer, at: datetime
) -> None:
    """An answer to the plan was written down: what waited for it is done, and the next day of asking, where
    one was set, is a line of whoever wrote it. `who` answered."""
    for one in _open(plan):
        if one.step == ANSWER:
            _close(one.line, "asked again", by, at, why="an answer was written down")
    if on is None:
        return
    mine = Staff.objects.get(pk=by.staff_id or 0)
    line = by_hand.new(
        patient=patient, key=f"plan {plan.public_id} answer {at.isoformat()}", at=at, to=mine
    )
    said = f"is to be asked again about the plan of care: {who} answered on {_day(at.date())}"
    _dated(line, said, "Ask whether the plan is what they want now, and write the answer down in it.", on, at)  # fmt: skip
    _keep(plan, ANSWER, line, on, mine, at)


def _look_again(
    plan: Plan, patient: int, on: date | None, line: Line | None, by: Viewer, at: datetime
) -> None:
    """The plan promises a day on which it is gone through with the person."""
    if on is None:
        if line:
            _close(line, "no day to look at it any more", by, at)
        return
    if line and line.due and line.due.astimezone(at.tzinfo).date() == on:
        return
    if line:
        _close(line, "another day", by, at)
    elif _was_looked_at(plan, on, at):
        return
    line = by_hand.new(patient=patient, key=f"plan {plan.public_id} review {on}", at=at)
    says = "has the plan of care to be looked at again"
    _dated(line, says, "Go through the goals with the person; sign it as it stands, or with what changed, and set the next day.", on, at)  # fmt: skip
    holder = line.staff or line.team
    assert holder is not None, "a line has exactly one holder"
    _keep(plan, REVIEW, line, on, holder, at)


def _was_looked_at(plan: Plan, on: date, at: datetime) -> bool:
    """The line of that very day is done already."""
    last = (
        StepLine.objects.filter(plan=plan, step=REVIEW)
        .select_related("line")
        .order_by("-pk")
        .first()
    )
    due = last.line.due if last else None
    return due is not None and due.astimezone(at.tzinfo).date() == on


def _dated(line: Line, says: str, suggests: str, on: date, at: datetime) -> None:
    line.matter, line.minutes = MATTER, 15
    line.factors, line.score = {"A day set in the plan": 10}, 10
    line.says, line.suggests = says[:400], suggests
    line.due, line.due_day = datetime.combine(on, datetime.max.time(), at.tzinfo), True
    line.because = [
        {"says": f"The plan of care says: on {_day(on)}", "feed": "", "arrival": "", "locator": "", "quote": ""}
    ]  # fmt: skip


def _keep(plan: Plan, step: str, line: Line, on: date, holder: Staff | Team, at: datetime) -> None:
    line.next_on = rota.next_covered_day(max(on, at.date()), holder)
    StepLine.objects.create(plan=plan, step=step, line=by_hand.keep(line, at=at))


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"


def _open(plan: Plan) -> list[StepLine]:
    return list(
        StepLine.objects.filter(plan=plan, line__is_open=True).select_related("line").order_by("pk")
    )


def _opened(
    plan: Plan, patient: int, goal: Goal, step: Step, on: date, holder: Staff | Team, at: datetime
) -> Line:
    line = by_hand.new(patient=patient, key=f"plan {plan.public_id} {step.place}", at=at, to=holder)
    line.matter, line.minutes = MATTER, 10
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


def _close(line: Line, outcome: str, by: Viewer, at: datetime, why: str = BY_SIGNING) -> None:
    by_hand.close(line, at=at, by=by.name, staff=by.staff_id, outcome=outcome, why=why)
