"""The plan of care: written as one types, signed once, agreed with the person, given away as a copy."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
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
from northstar.doing.ticking import is_tick, ticked
from northstar.record.models import Patient
from northstar.rules.plans import elements, facts
from northstar.rules.plans.changes import shown_only
from northstar.rules.plans.shape import Plan as Said
from northstar.rules.plans.shape import Word, group, labels, plan_of
from northstar.spine import state

NOTHING_THERE = "There is no plan yet."
AFTER_DEATH = "This person has died, by a source we hold: no plan is signed any more. What stands in it stays."
FROM_THE_LIST = "the list"
_SAME = "Looked at the plan of care again and signed it as it stands"
_KEY = re.compile("[a-z0-9]{4,12}")
_TWICE = timedelta(minutes=2)  # the same press, sent twice


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
        if is_tick(place):
            ticked(by=by, patient=patient, plan=plan, place=place, before=told[0].text, at=at)
        acted(by=by, what="plan: undone", patients=[str(patient.public_id)], at=at)
    return saved


def sign(
    *,
    by: Viewer,
    patient: Patient,
    at: datetime,
    note: str = "",
    again: bool = False,
    number: int = 0,
    seen: int | None = None,
) -> Act:
    """The plan stands as it is written now, in this person's name: a version, facts, and lines. A step
    whose line was done on the list is done in it; refused once the person has died.

    `again`: looked at with the person, and nothing was to be changed. `number` and `seen` are the version
    and the latest mark that the signer had before them: nobody signs what they have not read."""
    if patient.died:
        raise Refused(AFTER_DEATH)
    with writing():
        plan = _there(patient)
        for place in asking.done_on_the_list(plan):
            _tick(by, plan, place, at)
        whole = asking.everything(plan)
        shown = asking.standing(by, plan)
        if shown.beside:
            raise Refused("Two people wrote in the same place: choose between their words first.")
        said = plan_of(whole)
        if not said.goals:
            raise Refused(
                "A plan has at least one goal. Ask what she or he wants to be able to do."
            )
        _no_clash(said)
        if shown.signed and not shown.unsigned and not again:
            raise Refused("Nothing has changed since it was signed.")
        _has_read(by, plan, shown, number, seen)

        def then(act: Act) -> None:
            version = acts.sign(
                plan=plan, words=whole, missing=elements.missing(said, shown.number),
                note=note, by=by, at=at,
            )  # fmt: skip
            _state(patient, plan, version, at)
            stepping.follow(
                plan=plan, patient=patient.pk, said=said, holders=holders(), by=by, at=at
            )

        return did(
            by=by, patient=patient, kind="plan signed", at=at, then=then,
            says=f"{_SAME if again and shown.signed and not shown.unsigned else 'Signed the plan of care'}, version {shown.number}",
            label=label_of(whole),
            began=asking.began_writing(plan, by.staff_id or 0, at), ended=at,
            detail={"plan": str(plan.public_id), "version": shown.number, "note": note[:400]},
        )  # fmt: skip


def _no_clash(said: Said) -> None:
    for goal in said.goals:
        if goal.low is not None and goal.high is not None and goal.low > goal.high:
            raise Refused(
                "In one goal “at least” is more than “at most”: set the target right, then sign."
            )


def _has_read(
    by: Viewer, plan: Plan, shown: asking.Standing, number: int, seen: int | None
) -> None:
    if number and number != shown.number:
        last = shown.versions[0] if shown.versions else None
        who = f" by {last.by}" if last else ""
        raise Refused(f"Another version was signed meanwhile{who}. Read it first, then sign.")
    others = asking.written_since(by, plan, seen) if seen is not None else []
    if others:
        who = ", ".join(sorted({one.by for one in others}))
        raise Refused(f"{who} wrote in the plan while you had it open. Read it first, then sign.")


def label_of(words: Mapping[str, Word]) -> int:
    """Of a plan in which nothing is for everybody, that there is one is restricted, too."""
    kept = labels(words)
    if not plan_of(shown_only(words, kept)).is_empty:
        return 0
    whole = 0
    for label in kept.values():
        whole |= label
    return whole


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
            label=label_of(asking.words_of(before[0])),
            says=f"Took back the signature under the plan of care, version {before[0].number}: {why.strip()}",
            detail={"plan": str(plan.public_id), "version": number},
        )  # fmt: skip


def copy_given(
    *, by: Viewer, patient: Patient, kind: str, to: str, how: str, at: datetime
) -> Act | None:
    """Somebody was given the plan that is in force: `kind` person, caregiver or office. Sent twice, it is
    written once."""
    if kind not in ("person", "caregiver", "office") or not to.strip() or not how.strip():
        raise Refused("Say to whom the copy was given, and how.")
    if patient.died and kind == "person":
        raise Refused(
            "This person has died, by a source we hold: no copy is given to them any more."
        )
    with writing():
        version, number = in_force(patient)
        just = version.copies.filter(
            kind=kind, to=to.strip()[:120], how=how.strip()[:60], staff=by.staff_id
        )
        if just.filter(at__gt=at - _TWICE).exists():
            return None

        def then(act: Act) -> None:
            acts.give_copy(version=version, kind=kind, to=to.strip(), how=how.strip(), by=by, at=at)

        return did(
            by=by, patient=patient, kind="plan copy given", at=at,
            label=label_of(asking.words_of(version)),
            says=f"Gave a copy of the plan of care, version {number}, to {to.strip()} ({how.strip()})",
            detail={"version": number, "kind": kind},
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


def in_force(patient: Patient) -> tuple[Version, int]:
    """The row that answers and copies hang on, and the number under which its words were signed."""
    found = asking.in_force(_there(patient))
    if found is None:
        raise Refused("Sign the plan first.")
    return found


def _may(by: Viewer, plan: Plan, places: Iterable[str]) -> None:
    """Who may not see a goal writes nothing in it; to them there is no such place."""
    hidden = asking.hidden(by, plan)
    if any(group(place) in hidden for place in places):
        raise Refused("The plan has no such place.", status=404)


def _sees(by: Viewer, label: str) -> None:
    if label.isdecimal() and not by.may_see(int(label)):
        raise Refused("You would not see it yourself any more.")


def _state(patient: Patient, plan: Plan, version: Version, at: datetime) -> None:
    """The version as facts of our own: the plan, and each goal under its own label."""
    gone: dict[str, int] = {}
    for one in plan.versions.filter(number__lt=version.number):
        for goal in plan_of(asking.words_of(one)).goals:
            gone[goal.key] = gone.get(goal.key, 0) | goal.label
    told = facts.of_version(
        plan_of(asking.words_of(version)), name=str(plan.public_id), number=version.number,
        by=version.by, at=when(at.isoformat()), gone=gone,
    )  # fmt: skip
    data = b"\0".join([str(version.public_id).encode(), *(encode(v) for _, _, v, _ in told)])
    state(patient, told, data, when(at.isoformat()), at, plan.identity, version.number)
