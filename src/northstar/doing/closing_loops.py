"""A step of a loop, said by a named person with a reference: read, told, asked after, not wanted any more."""

from datetime import datetime
from functools import partial

from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.roles import NURSE, PHARMACIST, PROVIDER
from northstar.access.staffing import holders, holding
from northstar.access.viewer import Viewer, system_viewer
from northstar.casework.acts.models import Act
from northstar.casework.loops import lines, words
from northstar.casework.loops.asking import mark
from northstar.casework.worklist.asking_again import answered, ask_again
from northstar.chart.when import when
from northstar.doing.acting import did
from northstar.record import charts
from northstar.record.models import Patient
from northstar.rules import loop_steps
from northstar.rules.loop import REFERRAL, Loop
from northstar.rules.loop_steps import (
    ATTENDED,
    BOOKED,
    CHASED,
    ENDED,
    REPORT,
    RESULTED,
    REVIEWED,
    TOLD,
    UNDONE,
)
from northstar.rules.loops import loops
from northstar.rules.loops_of_referrals import TURNED_DOWN

# Whoever is on call may be a coordinator: being called at night makes nobody a clinician.
CLINICIANS = frozenset({NURSE, PROVIDER, PHARMACIST})
OF_REFERRALS, OF_RESULTS = (BOOKED, ATTENDED, REPORT), (RESULTED,)
_LONGEST = 300
_OF_ITS_WORDING = frozenset({REVIEWED, TOLD, ENDED})  # a corrected result asks for them anew
_SETTLES = frozenset({RESULTED, REPORT, REVIEWED, TOLD, ENDED})
_SAID = {
    BOOKED: "the visit is booked", ATTENDED: "they were seen", REPORT: "the report is here",
    RESULTED: "the result is here", REVIEWED: "read", TOLD: "told", CHASED: "asked", ENDED: "not wanted any more",
    UNDONE: "taken back",
}  # fmt: skip
_NEEDS = {
    BOOKED: "Say for when it is booked, and who told you.",
    ATTENDED: "Say who told you that they were seen, and when it was.",
    REPORT: "Say where the report is, or who read it out to you.",
    RESULTED: "Say where the result is, or who read it out to you.",
    REVIEWED: "Say where it is written that it was read.",
    TOLD: "Say how they were told, and what they said in their own words.",
    CHASED: "Say what they answered.",
    ENDED: "Say why, and who decided.",
    UNDONE: "Say why it is taken back.",
}  # fmt: skip


def stepped(
    *, by: Viewer, patient: Patient, loop: Loop, code: str, owner: str, note: str, at: datetime,
    undoes: str = "",
) -> Act:  # fmt: skip
    """One step of this loop is reached: `owner` read it, was told, or was asked; `note` is the reference.

    Raises Refused where an earlier step is missing, or the evidence is not named.
    """
    owner, note = " ".join(owner.split())[:120], note.strip()[:_LONGEST]
    _check(by, loop, code, owner, note, undoes, at)
    fact = loop_steps.step(
        code, loop.key, name=loop.name, at=when(at.isoformat()), by=by.name, owner=owner, note=note,
        undoes=undoes, said_of=loop.reading if code in _OF_ITS_WORDING else "",
    )  # fmt: skip
    who = f" ({owner})" if owner else ""
    return did(
        by=by, patient=patient, kind=loop.kind, says=f"{loop.name}: {_SAID[code]}{who}. {note}", at=at,
        states=[("Task", fact)], detail={"step": code, "undoes": undoes}, label=loop.label,
        then=partial(_follow, by, patient, loop, code, at),
    )  # fmt: skip


def _check(
    by: Viewer, loop: Loop, code: str, owner: str, note: str, undoes: str, at: datetime
) -> None:
    _belongs(loop, code, undoes)
    if not note:
        raise Refused(_NEEDS[code])
    if code in (REVIEWED, TOLD, CHASED, ENDED) and not owner:
        asked = {
            REVIEWED: "Say who read it.",
            TOLD: "Say who was told.",
            CHASED: "Say who was asked.",
        }
        raise Refused(asked.get(code, "Say who decided."))
    if code == REVIEWED:
        _may_read(by, loop, owner, at)


def _belongs(loop: Loop, code: str, undoes: str) -> None:
    """Nothing is skipped: what is not here cannot be read, what nobody read cannot be told."""
    if (code in OF_REFERRALS and loop.kind != REFERRAL) or (
        code in OF_RESULTS and loop.kind == REFERRAL
    ):
        raise Refused("That is no step of this one.")
    if not loop.is_open and code != UNDONE:
        raise Refused("This one is closed already. Take the last step back to open it again.")
    if code in (REVIEWED, TOLD) and not loop.answered:
        raise Refused("Nothing has come back yet, so there is nothing to read or to tell.")
    if code == TOLD and not loop.step(REVIEWED).done:
        raise Refused("Nobody has read it yet. Say first who read it.")
    if code == UNDONE and undoes not in _SAID:
        raise Refused("Choose what is taken back.")


def _may_read(by: Viewer, loop: Loop, owner: str, at: datetime) -> None:
    """What is out of bounds is read by somebody who treats, whoever writes that down. A name that is no
    colleague's is somebody's elsewhere, and is believed."""
    if loop.urgent >= 2:
        return
    read = _words(owner)
    clinicians = {one.name for role in CLINICIANS for one in holding(role, at)}
    staff = (one.name for one in holders().values() if isinstance(one, Staff))
    meant = [name for name in staff if read and read <= _words(name)]
    if (meant and not clinicians & set(meant)) or (_is_me(owner) and not CLINICIANS & by.roles):
        why = "has changed since it was read" if loop.changed else "is out of bounds"
        raise Refused(f"This {why}: name the clinician who read it, and where that is written.")


def _words(name: str) -> set[str]:
    return set(name.casefold().replace(".", "").split())


def _is_me(owner: str) -> bool:
    return owner.casefold().strip(" .") in ("i", "me", "myself", "i did", "self")


def _follow(by: Viewer, patient: Patient, loop: Loop, code: str, at: datetime, act: Act) -> None:
    """Whatever stays open has a holder and a next day; what is closed asks no more."""
    now, key = _again(patient, loop.key, at), f"loop {mark(str(patient.public_id), loop.key)}"
    open_lines = lines.standing(patient.pk, loop.lines)
    if code == BOOKED:  # the office takes them after all
        lines.done(
            [line for line in open_lines if line.signal == TURNED_DOWN],
            outcome=_SAID[code],
            by=by,
            at=at,
        )
        open_lines = [line for line in open_lines if line.signal != TURNED_DOWN]
    if code in _SETTLES:
        lines.done(open_lines, outcome=_SAID[code], by=by, at=at)
    if now is None or not now.is_open or now.next_on is None:
        answered(patient=patient.pk, key=key, by=by, at=at, outcome=_SAID[code])
    elif code not in _SETTLES and code != UNDONE and open_lines:
        lines.put_off(
            open_lines, on=now.next_on, why=f"{_SAID[code]}: {act.says}"[:300], by=by, at=at
        )
    else:
        says, suggests = words.asks(now)
        ask_again(
            patient=patient.pk, key=key, says=says, suggests=suggests, matter=loop.kind, on=now.next_on, by=by, at=at, label=now.label,
        )  # fmt: skip


def _again(patient: Patient, key: str, at: datetime) -> Loop | None:
    """The loop as it stands with what was just said."""
    chart = charts.charts(system_viewer("loops"), [patient.pk], at)[patient.pk]
    return next((loop for loop in loops(chart, at) if loop.key == key), None)
