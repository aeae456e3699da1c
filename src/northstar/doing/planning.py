"""The plan of care is written as one types: goals, steps, barriers; nothing that stood in it is lost."""

import re
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.plans import acts, asking
from northstar.casework.plans.models import Plan
from northstar.doing.acting import ours
from northstar.doing.ticking import is_tick, tick, ticked
from northstar.record.models import Patient
from northstar.rules.plans.shape import group

NOTHING_THERE = "There is no plan yet."
_KEY = re.compile("[a-z0-9]{4,12}")


def write(
    *,
    by: Viewer,
    patient: Patient,
    place: str,
    text: str,
    seen: int,
    at: datetime,
    origin: str = "",
) -> acts.Saved:
    """What somebody typed in one place; saved at once, nobody else's words are lost."""
    with writing():
        plan = _begun(by, patient, at)
        _may(by, plan, [place])
        _sees(by, text if place.endswith("/label") else "")
        before = asking.last_in(plan, place)[1] if is_tick(place) else None
        saved = acts.write(
            plan=plan, place=place, text=text, seen=seen, by=by, at=at, origin=origin
        )
        if is_tick(place) and not saved.beside:
            stood = before.text if before else ""
            ticked(by=by, patient=patient, plan=plan, place=place, before=stood, at=at)
        acted(by=by, what="plan: written", patients=[str(patient.public_id)], at=at)
    return saved


def add(
    *,
    by: Viewer,
    patient: Patient,
    home: str,
    words: dict[str, str],
    at: datetime,
    origin: str = "",
    key: str = "",
) -> str:
    """A new goal, step, barrier or thing tried, under `home` ("goals", "goals/<key>/steps", ...). Gives
    its place. `key` is the form's own: what is sent twice with it is added once."""
    with writing():
        plan = _begun(by, patient, at)
        made, is_there = _new_place(plan, home, words, key)
        _may(by, plan, [made])
        _sees(by, words.get("label", ""))
        for name, text in () if is_there else words.items():
            acts.write(
                plan=plan, place=f"{made}/{name}", text=text, seen=0, by=by, at=at, origin=origin
            )
        acted(by=by, what="plan: added", patients=[str(patient.public_id)], at=at)
    return made


def _new_place(plan: Plan, home: str, words: dict[str, str], key: str) -> tuple[str, bool]:
    """Under the form's own key, and whether it was added with that already. A page gone back to bears
    the key of what it added first: other words have a place of their own."""
    if not _KEY.fullmatch(key):
        return f"{home}/{uuid4().hex[:8]}", False
    made = f"{home}/{key}"
    first = {name: asking.first_in(plan, f"{made}/{name}") for name in words}
    if not any(first.values()):
        return made, False
    same = all(one and one.text == words[name] for name, one in first.items())
    return (made, True) if same else (f"{home}/{uuid4().hex[:8]}", False)


def take_out(*, by: Viewer, patient: Patient, what: str, why: str, at: datetime) -> None:
    """A goal, step, barrier or thing tried is in the plan no longer; its words stay to be put back."""
    plan, place = there(patient), f"{what}/gone"
    last, _ = asking.last_in(plan, place)
    write(by=by, patient=patient, place=place, text=why, seen=last.pk if last else 0, at=at)


def propose(
    *, by: Viewer, patient: Patient, words: Iterable[tuple[str, str]], origin: str, at: datetime
) -> None:
    """What a template or the chart proposes, place by place; what somebody wrote already stays."""
    with writing():
        plan = _begun(by, patient, at)
        standing = asking.everything(plan)
        for place, text in words:
            known = standing.get(place)
            if known is None or not known.text:
                last, _ = asking.last_in(plan, place)
                acts.write(
                    plan=plan, place=place, text=text, seen=last.pk if last else 0,
                    by=by, at=at, origin=origin,
                )  # fmt: skip
        acted(by=by, what="plan: proposed", patients=[str(patient.public_id)], at=at)


def bring_in(*, by: Viewer, patient: Patient, other: UUID, at: datetime) -> None:
    """Two records of one person were joined and each had a plan: what the other says, as far as this
    person may see it, is proposed here, to be kept or changed. The other stays as it was."""
    with writing():
        rows = asking.plans_of(patient.pk)
        chosen = next((row for row in rows[1:] if row.public_id == other), None)
        if chosen is None:
            raise Refused(NOTHING_THERE, status=404)
        words = asking.standing(by, chosen).words
        told = [(place, word.text) for place, word in words.items() if word.text]
        propose(by=by, patient=patient, words=told, origin=asking.OTHER_PLAN, at=at)


def undo(*, by: Viewer, patient: Patient, place: str, at: datetime) -> acts.Saved:
    """What stood in a place before stands again; what is taken back stays to be read."""
    with writing():
        plan = there(patient)
        told = asking.history(by, plan, place)
        if not told:
            raise Refused("There is nothing to take back here.")
        earlier = told[1] if len(told) > 1 else None
        saved = acts.write(
            plan=plan, place=place, text=earlier.text if earlier else "", seen=told[0].mark,
            by=by, at=at, origin=earlier.origin if earlier else "",
        )  # fmt: skip
        if is_tick(place):
            ticked(by=by, patient=patient, plan=plan, place=place, before=told[0].text, at=at)
        acted(by=by, what="plan: undone", patients=[str(patient.public_id)], at=at)
    return saved


def step_done(*, by: Viewer, patient: Patient, step: str, at: datetime) -> None:
    """A step whose line was done on the list is done in the plan as well, by one key."""
    with writing():
        plan = there(patient)
        _may(by, plan, [step])
        if step not in asking.done_on_the_list(plan):
            raise Refused("This step was not done on the list, or is done here already.")
        tick(by=by, plan=plan, step=step, at=at)
        acted(by=by, what="plan: written", patients=[str(patient.public_id)], at=at)


def there(patient: Patient) -> Plan:
    """The plan of this person; refused where nobody began one."""
    found = asking.plans_of(patient.pk)
    if not found:
        raise Refused(NOTHING_THERE, status=404)
    return found[0]


def _begun(by: Viewer, patient: Patient, at: datetime) -> Plan:
    found = asking.plans_of(patient.pk)
    if found:
        return found[0]
    identity = ours(patient, kind="CarePlan", key="plan", at=at)
    return acts.begin(identity=identity, person=str(patient.public_id), by=by, at=at)


def _may(by: Viewer, plan: Plan, places: Iterable[str]) -> None:
    """Who may not see a goal writes nothing in it; to them there is no such place."""
    hidden = asking.hidden(by, plan)
    if any(group(place) in hidden for place in places):
        raise Refused("The plan has no such place.", status=404)


def _sees(by: Viewer, label: str) -> None:
    if label.isdecimal() and not by.may_see(int(label)):
        raise Refused("You would not see it yourself any more.")
