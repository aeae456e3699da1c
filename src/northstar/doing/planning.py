"""The plan of care: written as one types, signed once, agreed with the person, given away as a copy."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid4

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.staffing import holders
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts.models import Act
from northstar.casework.plans import acts, asking, stepping
from northstar.casework.plans.models import Plan, Version
from northstar.chart.kinds import encode
from northstar.chart.when import when
from northstar.doing.acting import did, ours
from northstar.record.models import Patient
from northstar.rules.plans import elements, facts
from northstar.rules.plans.shape import group, plan_of
from northstar.spine import state

NOTHING_THERE = "There is no plan yet."
AFTER_DEATH = "This person has died, by a source we hold: no plan is signed any more. What stands in it stays."
FROM_THE_LIST = "the list"


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
        saved = acts.write(
            plan=plan, place=place, text=text, seen=seen, by=by, at=at, origin=origin
        )
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
) -> str:
    """A new goal, step, barrier or thing tried, under `home` ("goals", "goals/<key>/steps", ...). Gives
    its place."""
    with writing():
        plan = _begun(by, patient, at)
        made = f"{home}/{uuid4().hex[:8]}"
        _may(by, plan, [made])
        _sees(by, words.get("label", ""))
        for name, text in words.items():
            acts.write(
                plan=plan, place=f"{made}/{name}", text=text, seen=0, by=by, at=at, origin=origin
            )
        acted(by=by, what="plan: added", patients=[str(patient.public_id)], at=at)
    return made


def take_out(*, by: Viewer, patient: Patient, what: str, why: str, at: datetime) -> None:
    """A goal, step, barrier or thing tried is in the plan no longer; its words stay to be put back."""
    plan, place = _there(patient), f"{what}/gone"
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
        plan = _there(patient)
        told = asking.history(by, plan, place)
        if not told:
            raise Refused("There is nothing to take back here.")
        earlier = told[1] if len(told) > 1 else None
        saved = acts.write(
            plan=plan, place=place, text=earlier.text if earlier else "", seen=told[0].mark,
            by=by, at=at, origin=earlier.origin if earlier else "",
        )  # fmt: skip
        acted(by=by, what="plan: undone", patients=[str(patient.public_id)], at=at)
    return saved


def sign(*, by: Viewer, patient: Patient, at: datetime, note: str = "") -> Act:
    """The plan stands as it is written now, in this person's name: a version, facts, and lines. A step
    whose line was done on the list is done in it; refused once the person has died."""
    if patient.died:
        raise Refused(AFTER_DEATH)
    with writing():
        plan = _there(patient)
        for place in asking.done_on_the_list(plan):
            _tick(by, plan, place, at)
        whole = asking.everything(plan)
        seen = asking.standing(by, plan)
        if seen.beside:
            raise Refused("Two people wrote in the same place: choose between their words first.")
        said = plan_of(whole)
        if not said.goals:
            raise Refused(
                "A plan has at least one goal. Ask what she or he wants to be able to do."
            )
        if seen.signed and not seen.unsigned and not seen.withheld:
            raise Refused("Nothing has changed since it was signed.")

        def then(act: Act) -> None:
            version = acts.sign(
                plan=plan, words=whole, missing=elements.missing(said, seen.number),
                note=note, by=by, at=at,
            )  # fmt: skip
            _state(patient, plan, version, at)
            stepping.follow(
                plan=plan, patient=patient.pk, said=said, holders=holders(), by=by, at=at
            )

        return did(
            by=by, patient=patient, kind="plan signed", at=at, then=then,
            says=f"Signed the plan of care, version {seen.number}",
            began=asking.began_writing(plan, by.staff_id or 0, at), ended=at,
            detail={"plan": str(plan.public_id), "version": seen.number, "note": note[:400]},
        )  # fmt: skip


def step_done(*, by: Viewer, patient: Patient, step: str, at: datetime) -> None:
    """A step whose line was done on the list is done in the plan as well, by one key."""
    with writing():
        plan = _there(patient)
        _may(by, plan, [step])
        if step not in asking.done_on_the_list(plan):
            raise Refused("This step was not done on the list, or is done here already.")
        _tick(by, plan, step, at)
        acted(by=by, what="plan: written", patients=[str(patient.public_id)], at=at)


def take_back(*, by: Viewer, patient: Patient, why: str, at: datetime) -> Act:
    """The last signature is taken back: the version before is in force again, and what is written stays."""
    if not why.strip():
        raise Refused("Say why: the next person will ask.")
    with writing():
        plan = _there(patient)
        before = list(plan.versions.order_by("-number")[:2])
        if not before or before[0].what != asking.SIGNED:
            raise Refused("There is no signed plan to take back.")
        words = asking.words_of(before[1]) if before[1:] else {}
        number = before[0].number + 1

        def then(act: Act) -> None:
            version = acts.sign(
                plan=plan, words=words, missing=elements.missing(plan_of(words), number),
                note=why, by=by, at=at, what=asking.TAKEN_BACK,
            )  # fmt: skip
            _state(patient, plan, version, at)
            said = plan_of(words)
            stepping.follow(
                plan=plan, patient=patient.pk, said=said, holders=holders(), by=by, at=at
            )

        return did(
            by=by, patient=patient, kind="plan taken back", at=at, then=then,
            says=f"Took back the signature under the plan of care, version {before[0].number}: {why.strip()}",
            detail={"plan": str(plan.public_id), "version": number},
        )  # fmt: skip


def agree(
    *,
    by: Viewer,
    patient: Patient,
    said: str,
    who: str,
    how: str,
    on: date,
    at: datetime,
    words: str = "",
    ask_again: date | None = None,
) -> Act:
    """What the person said to the plan that is in force: agreed, or an informed decline."""
    if said not in (asking.AGREED, asking.DECLINED):
        raise Refused("Say whether it was agreed or declined.")
    if not who.strip() or not how.strip():
        raise Refused("Say who answered, and how.")
    if on > at.date():
        raise Refused("The answer cannot lie ahead.")
    if said == asking.DECLINED and not words.strip():
        raise Refused("Of a decline, say what was explained and what she or he said.")
    with writing():
        version = _in_force(patient)

        def then(act: Act) -> None:
            acts.agree(
                version=version, said=said, who=who.strip(), how=how.strip(), on=on,
                words=words.strip(), ask_again=ask_again, by=by, at=at,
            )  # fmt: skip

        heard = f": {words.strip()}" if words.strip() else ""
        return did(
            by=by, patient=patient, kind="plan agreed" if said == asking.AGREED else "plan declined",
            says=f"{who.strip()} {said} the plan of care, version {version.number} ({how.strip()}){heard}",
            at=at, then=then, detail={"version": version.number},
        )  # fmt: skip


def copy_given(*, by: Viewer, patient: Patient, kind: str, to: str, how: str, at: datetime) -> Act:
    """Somebody was given the plan that is in force: `kind` person, caregiver or office."""
    if kind not in ("person", "caregiver", "office") or not to.strip() or not how.strip():
        raise Refused("Say to whom the copy was given, and how.")
    with writing():
        version = _in_force(patient)

        def then(act: Act) -> None:
            acts.give_copy(version=version, kind=kind, to=to.strip(), how=how.strip(), by=by, at=at)

        return did(
            by=by, patient=patient, kind="plan copy given", at=at,
            says=f"Gave a copy of the plan of care, version {version.number}, to {to.strip()} ({how.strip()})",
            detail={"version": version.number, "kind": kind},
            then=then,
        )  # fmt: skip


def _begun(by: Viewer, patient: Patient, at: datetime) -> Plan:
    found = asking.plans_of(patient.pk)
    if found:
        return found[0]
    identity = ours(patient, kind="CarePlan", key="plan", at=at)
    return acts.begin(identity=identity, person=str(patient.public_id), by=by, at=at)


def _tick(by: Viewer, plan: Plan, step: str, at: datetime) -> None:
    last, _ = asking.last_in(plan, f"{step}/state")
    acts.write(
        plan=plan, place=f"{step}/state", text="done", seen=last.pk if last else 0, by=by, at=at,
        origin=FROM_THE_LIST,
    )  # fmt: skip


def _there(patient: Patient) -> Plan:
    found = asking.plans_of(patient.pk)
    if not found:
        raise Refused(NOTHING_THERE, status=404)
    return found[0]


def _in_force(patient: Patient) -> Version:
    last = _there(patient).versions.order_by("-number").first()
    if last is None or not last.body:
        raise Refused("Sign the plan first.")
    return last


def _may(by: Viewer, plan: Plan, places: Iterable[str]) -> None:
    """Who may not see a goal writes nothing in it; to them there is no such place."""
    hidden = asking.hidden(by, plan)
    if any(group(place) in hidden for place in places):
        raise Refused("The plan has no such place.", status=404)


def _sees(by: Viewer, label: str) -> None:
    if label.isdigit() and not by.may_see(int(label)):
        raise Refused("You would not see it yourself any more.")


def _state(patient: Patient, plan: Plan, version: Version, at: datetime) -> None:
    """The version as facts of our own: the plan, and each goal under its own label."""
    before = [asking.words_of(one) for one in plan.versions.filter(number__lt=version.number)]
    told = facts.of_version(
        plan_of(asking.words_of(version)), name=str(plan.public_id), number=version.number,
        by=version.by, at=when(at.isoformat()), gone=[key for words in before for key in facts.keys(plan_of(words))],
    )  # fmt: skip
    data = b"\0".join([str(version.public_id).encode(), *(encode(v) for _, _, v, _ in told)])
    state(patient, told, data, when(at.isoformat()), at, plan.identity, version.number)
