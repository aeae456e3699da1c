"""A step of the plan in force is done, has slipped, or is open after all: its line on the list goes with it,
and the notes say so. What is ticked while a plan is still being written, its signature covers."""

from datetime import datetime

from northstar.access.staffing import holders
from northstar.access.viewer import Viewer
from northstar.casework.acts import asking as noted_acts
from northstar.casework.acts import recording
from northstar.casework.acts.models import Act
from northstar.casework.plans import acts, asking, stepping
from northstar.casework.plans.models import Plan
from northstar.doing.noted import noted
from northstar.record.models import Patient
from northstar.rules.plans.shape import CAREGIVER, OFFICE, PERSON, STAFF, TEAM, Goal, Step, plan_of
from northstar.rules.plans.shape import Plan as Said

KIND = "plan step"
FROM_THE_LIST = "the list"
OPEN, DONE, SLIPPED = "open", "done", "slipped"
_SAYS = {DONE: "is done", SLIPPED: "has slipped", OPEN: "is open again"}


def is_tick(place: str) -> bool:
    """Whether this place says how far a step has come."""
    return "/steps/" in place and place.endswith("/state")


def ticked(
    *, by: Viewer, patient: Patient, plan: Plan, place: str, before: str, at: datetime
) -> Act | None:
    """What stands in `place` has just been written; `before` is what stood there. Call it inside `writing()`."""
    step, said = place.removesuffix("/state"), plan_of(asking.everything(plan))
    stepping.ticked(plan=plan, patient=patient.pk, said=said, step=step, by=by, at=at)
    goal, now = _step(said, step)
    was = before or OPEN
    if goal is None or now is None or not now.says or now.state == was:
        return None
    if now.state == DONE and stepping.done_on_the_list(plan=plan, step=step):
        return None  # whoever finished it there has written it down
    signed = _signed(plan, step)
    if signed is None:
        return None
    if _taken_back(by, patient, step, was, at) and now.state == OPEN:
        return None
    if (was, now.state) == (SLIPPED, OPEN):
        return None  # it has another day, which the plan says
    return noted(
        by=by, patient=patient, kind=KIND, at=at, label=goal.label | signed.label,
        says=f"A step of the plan of care {_SAYS[now.state]}{_whose(now)}: “{now.says.rstrip('.')}”. For the goal “{goal.called}”.",
        detail={"step": step, "state": now.state},
    )  # fmt: skip


def tick(*, by: Viewer, plan: Plan, step: str, at: datetime) -> None:
    """What was done on the list is done in the plan, too. Call it inside `writing()`."""
    last, _ = asking.last_in(plan, f"{step}/state")
    acts.write(
        plan=plan, place=f"{step}/state", text=DONE, seen=last.pk if last else 0, by=by, at=at,
        origin=FROM_THE_LIST,
    )  # fmt: skip


def _step(said: Said, place: str) -> tuple[Goal | None, Step | None]:
    both = ((goal, step) for goal in said.goals for step in goal.steps)
    return next(((goal, step) for goal, step in both if step.place == place), (None, None))


def _signed(plan: Plan, step: str) -> Goal | None:
    """The goal of the version in force under which this step stands, if it stands in it."""
    found = asking.in_force(plan)
    return _step(plan_of(asking.words_of(found[0])), step)[0] if found else None


def _taken_back(by: Viewer, patient: Patient, step: str, was: str, at: datetime) -> bool:
    """One's own tick of today, made by mistake, is struck through instead of told again."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    told = noted_acts.of_patient(by, patient.pk, since=midnight, kinds=[KIND])
    about = (act for act in told if act.detail.get("step") == step and not _is_back(act))
    last = next(about, None)
    if last is None or last.staff_id != by.staff_id or last.detail.get("state") != was:
        return False
    person = str(patient.public_id)
    recording.take_back(act=last, person=person, by=by, at=at, why="the plan says otherwise now")
    return True


def _is_back(act: Act) -> bool:
    return getattr(act, "taken_back", None) is not None


def _whose(step: Step) -> str:
    """Who had it, as the notes name them."""
    kind, _, name = step.owner.partition(":")
    if kind == PERSON:
        return " (theirs)"
    if kind in (CAREGIVER, OFFICE) and name:
        return f" ({name})"
    holder = holders().get(name) if kind in (STAFF, TEAM) else None
    return f" ({holder.name})" if holder else ""
