"""The plan of care is signed once and stands as a version; a signature can be taken back."""

from collections.abc import Mapping
from datetime import datetime

from northstar.access.refuse import Refused
from northstar.access.staffing import holders
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts.models import Act
from northstar.casework.plans import acts, asking, stepping
from northstar.casework.plans.models import Plan, Version
from northstar.casework.plans.standing import SIGNED, TAKEN_BACK, Standing
from northstar.chart.kinds import encode
from northstar.chart.when import when
from northstar.doing.acting import did
from northstar.doing.planning import there
from northstar.doing.ticking import tick
from northstar.record.models import Patient
from northstar.rules.plans import elements, facts
from northstar.rules.plans.changes import shown_only
from northstar.rules.plans.shape import Plan as Said
from northstar.rules.plans.shape import Word, labels, plan_of
from northstar.spine import state

AFTER_DEATH = "This person has died, by a source we hold: no plan is signed any more. What stands in it stays."
_SAME = "Looked at the plan of care again and signed it as it stands"


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
        plan = there(patient)
        for place in asking.done_on_the_list(plan):
            tick(by=by, plan=plan, step=place, at=at)
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


def _has_read(by: Viewer, plan: Plan, shown: Standing, number: int, seen: int | None) -> None:
    if number and number != shown.number:
        last = shown.versions[0] if shown.versions else None
        who = f" by {last.by}" if last else ""
        raise Refused(f"Another version was signed meanwhile{who}. Read it first, then sign.")
    others = asking.written_since(by, plan, seen) if seen is not None else []
    if others:
        who = ", ".join(sorted({one.by for one in others}))
        raise Refused(f"{who} wrote in the plan while you had it open. Read it first, then sign.")


def take_back(*, by: Viewer, patient: Patient, why: str, at: datetime) -> Act:
    """The last signature is taken back: the version before is in force again, and what is written stays."""
    if not why.strip():
        raise Refused("Say why: the next person will ask.")
    with writing():
        plan = there(patient)
        before = list(plan.versions.order_by("-number")[:2])
        if not before or before[0].what != SIGNED:
            raise Refused("There is no signed plan to take back.")
        words = asking.words_of(before[1]) if before[1:] else {}
        number = before[0].number + 1

        def then(act: Act) -> None:
            version = acts.sign(
                plan=plan, words=words, missing=elements.missing(plan_of(words), number),
                note=why, by=by, at=at, what=TAKEN_BACK,
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


def in_force(patient: Patient) -> tuple[Version, int]:
    """The row that answers and copies hang on, and the number under which its words were signed."""
    found = asking.in_force(there(patient))
    if found is None:
        raise Refused("Sign the plan first.")
    return found


def label_of(words: Mapping[str, Word]) -> int:
    """Of a plan in which nothing is for everybody, that there is one is restricted, too."""
    kept = labels(words)
    if not plan_of(shown_only(words, kept)).is_empty:
        return 0
    whole = 0
    for label in kept.values():
        whole |= label
    return whole


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
