"""Making a promise, and agreeing on another day. Both are signed and audited."""

from datetime import date, datetime, time
from uuid import uuid4

from northstar.access import rota, staffing
from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.casework.promises.models import Promise, Turn
from northstar.casework.promises.words import told
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.by_hand import PROMISE
from northstar.casework.worklist.models import Line, Step

KEY = "promise:"
_LAST_MINUTE = time(23, 59)


def make(
    *, act: Act, patient: int, person: str, says: str, on: date, by: Viewer, at: datetime,
    to: Staff | Team | None = None, out_of: Line | None = None, label: int = 0,
) -> Promise:  # fmt: skip
    """Write it down with its line; `act` is what it was made in, `out_of` the work it came from. Call
    it inside `writing()`."""
    author = _author(by)
    says = says.strip().rstrip(".")[:300]
    if not says:
        raise Refused("Say what was promised.", status=422)
    if on < at.date():
        raise Refused("A promise is for today or for a day ahead.", status=422)
    holder = to or _promiser(author, on)
    if isinstance(to, Staff) and to.pk != author:
        staffing.require_at_work(to)
    day, note = _on_the_list(holder, on, at.date())
    number = uuid4()
    line = by_hand.new(patient=patient, key=f"{KEY}{number}", at=at, to=holder)
    line.matter, line.minutes, line.label = PROMISE, 10, label
    line.identity_id, line.next_on, line.touched = act.identity_id, day, True
    line.because = _because(by, at, act, out_of, note)
    _set_day(line, says, on, day, at)
    line.refreshed = at
    line.save()
    Step.objects.create(
        line=line, at=at, by=by.name, staff_id=author, what="promised", why=f"{says}{note}"[:400],
        undone=True,
    )  # fmt: skip
    made = Promise.objects.create(
        public_id=number, identity_id=act.identity_id, line=line, act=act, says=says, on=on, at=at,
        by=by.name, staff_id=author, label=label,
    )  # fmt: skip
    acted(by=by, what="promise: made", patients=[person], at=at)
    return made


def another_day(
    *, promise: Promise, person: str, on: date, why: str, by: Viewer, at: datetime
) -> Turn:
    """The person was told another day. Once the day has passed it counts as broken."""
    line, author = promise.line, _author(by)
    if not line.is_open:
        raise Refused("This promise is closed already.")
    if on < at.date():
        raise Refused("Agree on today or on a day ahead.")
    before = standing_day(promise)
    if on == before:
        raise Refused("That is the day it has. Choose another one.")
    if not why.strip():
        raise Refused("Say what the person was told: the next colleague will need it.")
    line.next_on, note = _on_the_list(line.holder, on, at.date())
    line.asleep = False
    _set_day(line, promise.says, on, line.next_on, at)
    line.save()
    what = Turn.BROKEN if before < at.date() else Turn.MOVED
    Step.objects.create(
        line=line, at=at, by=by.name, staff_id=author, what=what,
        why=f"to {on:%a} {on.day} {on:%b}: {why.strip()}{note}"[:400],
    )  # fmt: skip
    acted(by=by, what=f"promise: {what}", patients=[person], at=at)
    return Turn.objects.create(
        promise=promise, what=what, on=on, why=why.strip()[:400], at=at, by=by.name, staff_id=author
    )


def standing_day(promise: Promise) -> date:
    """The day that was last named to the person."""
    last = max(promise.turns.all(), key=lambda turn: turn.pk, default=None)
    return last.on if last else promise.on


def _set_day(line: Line, says: str, on: date, last: date, at: datetime) -> None:
    """The line speaks of this day, `last` of which it can be kept."""
    now = told(says, on, at.date(), last=last)
    line.says, line.suggests, line.words = now.says, now.suggests, list(now.words)
    line.factors, line.score, line.band = now.factors, now.score, int(now.band)
    line.due, line.due_day = datetime.combine(on, _LAST_MINUTE, tzinfo=at.tzinfo), True


def _promiser(author: int, on: date) -> Staff:
    """Whoever promised it; who covers for them where they are away on the day."""
    me = Staff.objects.get(pk=author)
    if not rota.covered(on, me):
        cover = rota.covering(author, on)
        if cover and rota.covered(on, cover):
            return cover
    return me


def _on_the_list(holder: Staff | Team, on: date, today: date) -> tuple[date, str]:
    """The day it is looked at: the promised one, or the last before it on which the holder is there,
    and a sentence that says so. Early is kept; late is not."""
    cover = rota.cover_of(holder)
    if cover.covers(on):
        return on, ""
    earlier = cover.on_or_before(on, today)
    if earlier is None:
        better = cover.on_or_after(on)
        raise Refused(
            f"{holder.name} is not there on {_said(on)}, nor before it. Promise {_said(better)}, or give "
            "it to somebody who is there.",
            status=422,
        )
    return earlier, f". Nobody is there on {_said(on)}, so it is on the list on {_said(earlier)}."


def _because(
    by: Viewer, at: datetime, act: Act, out_of: Line | None, note: str
) -> list[dict[str, str]]:
    when = f"{by.name} promised it on {_said(at.date())}"
    said = [when if act.kind == "promise" else f"{when}: {act.says}"]
    said += [f"It came out of: {out_of.says}"] if out_of else []
    said += [note.removeprefix(". ")] if note else []
    return [
        {"says": one[:400], "feed": "", "arrival": "", "locator": "", "quote": ""} for one in said
    ]


def _author(by: Viewer) -> int:
    if by.staff_id is None:
        raise Refused("A promise is made by a person who works here.")
    return by.staff_id


def _said(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"
