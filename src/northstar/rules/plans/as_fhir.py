"""A signed plan in the shapes of FHIR R4: CarePlan, Goal, CareTeam and Task in one Bundle.

Follows US Core 6.1 (CarePlan category "assess-plan", a narrative) and the MCC eCare Plan guide's use of
Goal and Task. Give it what the reader may see: it hides nothing by itself.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from typing import Any
from uuid import UUID, uuid5

from northstar.knowledge.followed import followed_in
from northstar.rules.plans.elements import ELEMENTS
from northstar.rules.plans.shape import OFFICE, PERSON, RESULTS, Goal, Plan, Step

_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/careplan-category"
_ACHIEVED = "http://terminology.hl7.org/CodeSystem/goal-achievement"
_HILL = {"reached": "achieved", "doing": "improving", "top": "improving", "finding": "in-progress", "start": "in-progress"}  # fmt: skip
_NARRATIVE = "http://www.w3.org/1999/xhtml"


def bundle(
    plan: Plan, *, plan_id: UUID, patient: str, person: str, number: int, signed: datetime, by: str,
    names: Mapping[str, str], born: str = "", gender: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The plan as JSON-ready values. `patient` is the patient's public id, `person` the name, `names`
    say who an owner is; `born` (an ISO date, or a part of one) and `gender` let the reader find the person."""
    about = {"reference": f"urn:uuid:{patient}", "display": person}

    def urn(key: str) -> str:
        return f"urn:uuid:{uuid5(plan_id, key)}"

    goals = [(urn(goal.place), _goal(goal, about, signed, by)) for goal in plan.goals]
    tasks = [
        (urn(step.place), _task(step, about, signed, by, urn(goal.place), _who(step, names, person)))
        for goal in plan.goals
        for step in goal.steps
        if step.says
    ]  # fmt: skip
    team = urn("team")
    whole = {
        "resourceType": "CarePlan", "text": _narrative(plan), "status": "active", "intent": "plan",
        "category": [{"coding": [{"system": _CATEGORY, "code": "assess-plan"}]}],
        "title": f"Plan of care, version {number}", "subject": about, "created": _at(signed),
        "period": {"start": _at(signed)}, "author": {"display": by},
        "careTeam": [{"reference": team}], "goal": [{"reference": at} for at, _ in goals],
        "activity": [{"reference": {"reference": at}} for at, _ in tasks],
        "note": [{"text": text} for text in _notes(plan)],
    }  # fmt: skip
    if plan.words:
        whole["description"] = plan.words
    who: dict[str, Any] = {
        "resourceType": "Patient",
        "name": [{"text": person}],
        "gender": gender,
        "birthDate": born,
    }
    found = [
        (f"urn:uuid:{plan_id}", whole),
        (f"urn:uuid:{patient}", who),
        *goals,
        *tasks,
        (team, _team(plan, about, by, names, person)),
    ]
    entries = [{"fullUrl": at, "resource": _filled(made)} for at, made in found]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _at(signed),
        "entry": entries,
    }


def _goal(goal: Goal, about: dict[str, str], signed: datetime, by: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "resourceType": "Goal",
        "lifecycleStatus": "completed" if goal.hill == "reached" else "active",
        "description": {"text": goal.called},
        "subject": about, "startDate": signed.date().isoformat(),
        "expressedBy": about if goal.words else {"display": by},
        "note": [{"text": text} for text in (goal.aim if goal.words else "", goal.now, goal.why, *_in_the_way(goal)) if text],
    }  # fmt: skip
    if goal.hill in _HILL:
        made["achievementStatus"] = {"coding": [{"system": _ACHIEVED, "code": _HILL[goal.hill]}]}
    target = _target(goal)
    return made | ({"target": [target]} if target else {})


def _in_the_way(goal: Goal) -> Iterator[str]:
    """What is known to stand in the way; a guess is nothing to tell."""
    for one in goal.barriers:
        if one.state == "confirmed" and one.says:
            yield f"In the way: {one.says}" + (f" ({one.by_what})" if one.by_what else "")


def _notes(plan: Plan) -> Iterator[str]:
    """What FHIR has no field for: what was tried, the whole picture, and the day of review."""
    said = dict(RESULTS)
    for one in plan.tried:
        yield ". ".join(filter(None, (f"Tried: {one.says}", said.get(one.result, ""), one.why)))
    for known in ELEMENTS:
        text, not_so = plan.elements.get(known.code, ("", ""))
        if text or not_so:
            yield f"{known.name}: {text or f'does not apply, {not_so}'}"
    if plan.review:
        yield f"To be looked at again on {plan.review.isoformat()}"


def _target(goal: Goal) -> dict[str, Any]:
    """`measure` with its range and day; a bound that is not set is left out."""
    made: dict[str, Any] = {}
    if goal.measure:
        known = followed_in(goal.measure)
        coded = (
            [{"system": "http://loinc.org", "code": code} for code in sorted(known.loincs)[:1]]
            if known
            else []
        )
        made["measure"] = {"text": goal.measure} | ({"coding": coded} if coded else {})
    is_range = goal.low is None or goal.high is None or goal.low <= goal.high  # rng-2
    bounds = {"low": goal.low, "high": goal.high} if is_range else {}
    unit = {"unit": goal.unit} if goal.unit else {}
    told = {name: {"value": value} | unit for name, value in bounds.items() if value is not None}
    if goal.measure and told:
        made["detailRange"] = told
    if goal.by:
        made["dueDate"] = goal.by.isoformat()
    return made


def _task(
    step: Step, about: dict[str, str], signed: datetime, by: str, goal: str, who: str
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "resourceType": "Task", "status": "requested" if step.is_open else "completed", "intent": "plan",
        "description": step.says, "focus": {"reference": goal}, "for": about,
        "authoredOn": _at(signed), "requester": {"display": by},
    }  # fmt: skip
    if step.owner:
        made["owner"] = about if step.owner == PERSON else {"display": who}
    if step.by:
        made["restriction"] = {"period": {"end": step.by.isoformat()}}
    if step.note:
        made["note"] = [{"text": step.note}]
    return made


def _team(
    plan: Plan, about: dict[str, str], by: str, names: Mapping[str, str], person: str
) -> dict[str, Any]:
    """Who does something in the plan, and who signed it."""
    members = {_who(step, names, person): _role(step.owner) for step in plan.steps if step.owner}
    members.setdefault(by, "signed the plan")
    return {
        "resourceType": "CareTeam", "status": "active", "name": "Who does what in the plan",
        "subject": about,
        "participant": [
            {"role": [{"text": role}], "member": {"display": name}} for name, role in members.items()
        ],
    }  # fmt: skip


def _role(owner: str) -> str:
    kind = owner.partition(":")[0]
    return {PERSON: "the person", "caregiver": "caregiver", OFFICE: "practice"}.get(
        kind, "our team"
    )


def _who(step: Step, names: Mapping[str, str], person: str) -> str:
    if step.owner == PERSON:
        return person
    kind, _, name = step.owner.partition(":")
    return names.get(step.owner) or (name if kind in ("caregiver", OFFICE) else "our team")


def _narrative(plan: Plan) -> dict[str, str]:
    items = "".join(f"<li>{escape(goal.called)}</li>" for goal in plan.goals)
    first = f"<p>{escape(plan.words)}</p>" if plan.words else ""
    return {
        "status": "generated",
        "div": f'<div xmlns="{_NARRATIVE}">{first}<ul>{items}</ul></div>',
    }


def _filled(made: dict[str, Any]) -> dict[str, Any]:
    """FHIR knows no empty lists."""
    return {name: value for name, value in made.items() if value not in ([], "", {})}


def _at(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
