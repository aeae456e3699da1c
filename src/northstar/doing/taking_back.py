"""A call that was not so, or not with this person: taken back by its author, with everything that came of it.

What cannot be undone stays, and is said beforehand.
"""

from dataclasses import dataclass, field
from datetime import datetime

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts import recording
from northstar.casework.acts.models import Act, TakenBack
from northstar.casework.calls import asking as calls
from northstar.casework.promises import asking as promises
from northstar.casework.promises.asking import CALLED_OFF, Standing
from northstar.casework.promises.awaiting import awaited_in
from northstar.casework.time import asking as minutes
from northstar.casework.worklist import acts as lines
from northstar.casework.worklist import asking as worklist
from northstar.casework.worklist import by_hand, undoing
from northstar.casework.worklist.models import Line, Step
from northstar.record.models import Patient
from northstar.record.withdrawing import stated, withdraw
from northstar.spine import review

CALLS = ("call", "office call")
_NOT_SO = "the call was taken back"


@dataclass(slots=True)
class CameOf:
    """What came of a call. `step`: what it did to its line; `settled`: what it did to lines of earlier
    calls in vain; `left`: work it opened that nobody has begun;
    `promises`: those still open. `goes` and `stays` say all of it in sentences."""

    step: Step | None = None
    settled: list[Step] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    promises: list[Standing] = field(default_factory=list)
    goes: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)


def came_of(act: Act, now: datetime) -> CameOf:
    """What goes with a call that is taken back, and what stays."""
    found = CameOf()
    _the_act(act, found)
    _its_line(act, found)
    _what_it_settled(act, found)
    _what_it_left(act, found)
    _what_was_promised(act, found, now)
    if calls.was_dialled(act):
        found.stays.append("That the number was dialled, and when.")
    found.stays.append(
        "What was sent or signed since. Look for a letter to recall, and add to a note that quotes the call."
    )
    return found


def take_back_call(*, by: Viewer, patient: Patient, act: Act, why: str, at: datetime) -> TakenBack:
    """Undo a call of one's own, all or nothing. The act stays to be read, struck through with the reason."""
    if act.kind not in CALLS:
        raise Refused("Only a call is taken back here.", status=404)
    with writing():
        gone = recording.take_back(act=act, person=str(patient.public_id), by=by, at=at, why=why)
        found = came_of(act, at)
        for step in [*([found.step] if found.step else []), *found.settled]:
            undoing.undo(step=step, by=by, at=at)
        for line in found.left:
            by_hand.close(
                line, at=at, by=by.name, staff=by.staff_id, outcome="Taken back", why=_NOT_SO
            )
        for one in found.promises:
            lines.done(line=one.promise.line, by=by, at=at, outcome=CALLED_OFF, note=_NOT_SO)
        withdraw(act.identity, _key(act), by=by.name, at=at, why=gone.why)
        review([patient.pk], at)
    return gone


def _key(act: Act) -> str:
    return f"act:{act.public_id}:"


def _the_act(act: Act, found: CameOf) -> None:
    length = round((act.ended - act.began).total_seconds() / 60)
    found.goes.append(f"The note line and its {length} min: struck through, counted nowhere.")
    if stated(act.identity, _key(act)):
        found.goes.append(
            "What it told the record: whether somebody was reached, and what they allowed. The rules ask again."
        )
    entry = minutes.latest([act.pk]).get(act.pk)
    if entry and entry.program:
        found.stays.append(
            f"A month of {entry.program} that was handed over with these minutes. Tell whoever bills it."
        )


def _its_line(act: Act, found: CameOf) -> None:
    if act.line is None:
        return
    step = worklist.done_with(act.line, staff=act.staff_id, at=act.at)
    if step and not worklist.done_since(act.line, step) and not undoing.opened_again(act.line):
        found.step = step
        found.goes.append(
            f"What it did to the line “{act.line.says}”: that stands as before the call."
        )
    elif step:
        found.stays.append(
            f"The line “{act.line.says}” as it is: something was done about it since. Look at it yourself."
        )


def _what_it_settled(act: Act, found: CameOf) -> None:
    for line in calls.settled_by(act):
        step = worklist.done_with(line, staff=act.staff_id, at=act.at)
        if step and not worklist.done_since(line, step) and not undoing.opened_again(line):
            found.settled.append(step)
            found.goes.append(f"That “{line.says}” was settled by it: the line is open again.")


def _what_it_left(act: Act, found: CameOf) -> None:
    for line in (*calls.left_by(act), *awaited_in(act)):
        if worklist.done_since(line):
            found.stays.append(f"“{line.says}”: somebody has begun with it.")
        else:
            found.left.append(line)
            found.goes.append(f"The line it left: “{line.says}”.")


def _what_was_promised(act: Act, found: CameOf, now: datetime) -> None:
    for one in promises.made_in(act.pk, now.date()):
        says = one.promise.says
        if one.promise.line.is_open:
            found.promises.append(one)
            found.goes.append(
                f"The promise “{says}”: called off here. To whom you made it in truth, make it again."
            )
        else:
            found.stays.append(f"The promise “{says}”: {one.state} already.")
