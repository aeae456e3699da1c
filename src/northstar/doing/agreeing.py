"""What the person says to the plan of care: yes, an informed no, or that a yes holds no longer; and who was
given a copy of it."""

from datetime import date, datetime, timedelta

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts.models import Act
from northstar.casework.plans import acts, asking, stepping
from northstar.casework.plans.models import Agreement, Plan, Version
from northstar.casework.plans.standing import AGREED, DECLINED, STRUCK, WITHDRAWN
from northstar.doing.acting import did
from northstar.doing.signing import in_force, label_of
from northstar.record.models import Patient


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
) -> Act | None:
    """What the person said to the plan that is in force: agreed, an informed decline, or that an agreement
    holds no longer. With a day to ask again it is a line on the list of whoever wrote it. The same answer
    sent twice is written once."""
    if said not in _KINDS:
        raise Refused("Say whether it was agreed, declined or withdrawn.")
    if not who.strip() or not how.strip():
        raise Refused("Say who answered, and how.")
    if said != AGREED and not words.strip():
        raise Refused("Of a no, say what was explained and what the person said.")
    if ask_again and ask_again <= at.date():
        raise Refused("Choose a day that is to come for asking again.")
    with writing():
        version, number = in_force(patient)
        last = _last_answer(by, version)
        _its_day(version.plan, on, at)
        if said == WITHDRAWN and (last is None or last.said != AGREED):
            raise Refused("Nobody has agreed to this version, so there is nothing to withdraw.")
        same = (said, who.strip(), how.strip(), on, words.strip(), by.staff_id)
        if last and same == (last.said, last.who, last.how, last.on, last.words, last.staff_id):
            return None

        def then(act: Act) -> None:
            acts.agree(
                version=version, said=said, who=who.strip(), how=how.strip(), on=on,
                words=words.strip(), ask_again=ask_again, by=by, at=at,
            )  # fmt: skip
            stepping.ask_again(
                plan=version.plan, patient=patient.pk, on=ask_again, who=who.strip(), by=by, at=at
            )

        heard = f": {words.strip()}" if words.strip() else ""
        kind, did_what = _KINDS[said]
        return did(
            by=by, patient=patient, kind=kind, at=at, then=then, detail={"version": number},
            label=label_of(asking.words_of(version)),
            says=f"{who.strip()} {did_what} the plan of care, version {number} ({how.strip()}){heard}",
        )  # fmt: skip


def strike_answer(*, by: Viewer, patient: Patient, why: str, at: datetime) -> Act:
    """The last answer was not so: another person's, or never given. It stays to be read, struck out."""
    if not why.strip():
        raise Refused("Say why it is struck out: the next person will ask.")
    with writing():
        version, number = in_force(patient)
        last = _last_answer(by, version)
        if last is None:
            raise Refused("There is no answer to strike out.")

        def then(act: Act) -> None:
            acts.agree(
                version=version, said=STRUCK, who=last.who, how=last.how, on=at.date(),
                words=why.strip(), ask_again=None, by=by, at=at,
            )  # fmt: skip
            stepping.ask_again(
                plan=version.plan, patient=patient.pk, on=None, who=last.who, by=by, at=at
            )

        return did(
            by=by, patient=patient, kind="plan answer struck out", at=at, then=then, detail={"version": number},
            label=label_of(asking.words_of(version)),
            says=f"Struck out that {last.who} {_KINDS[last.said][1]} the plan of care, version {number}: {why.strip()}",
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


def _last_answer(by: Viewer, version: Version) -> Agreement | None:
    shown = asking.standing(by, version.plan).signed
    return shown.answer if shown else None


_KINDS = {
    AGREED: ("plan agreed", "agreed to"),
    DECLINED: ("plan declined", "declined"),
    WITHDRAWN: ("plan agreement withdrawn", "took back the agreement to"),
}
# On paper first: an answer may be older than the plan's first word here.
_BEFORE = timedelta(days=31)
_TWICE = timedelta(minutes=2)  # the same press, sent twice


def _its_day(plan: Plan, on: date, at: datetime) -> None:
    if on > at.date():
        raise Refused("The answer cannot lie ahead.")
    if on < plan.at.astimezone(at.tzinfo).date() - _BEFORE:
        raise Refused("That day is long before this plan was begun. Look at the year.")
