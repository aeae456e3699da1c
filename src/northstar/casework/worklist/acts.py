"""What a person does with a line. Each act is signed, dated, atomic, and can be undone.

A line in the top band ends only with an outcome; it cannot be put off without a reason of more than
a word. Nobody's "not right" changes what others see.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from northstar.access import rota
from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer, viewer_of
from northstar.casework.worklist import asked
from northstar.casework.worklist.by_hand import ANSWERED, PROMISE
from northstar.casework.worklist.days import day_for
from northstar.casework.worklist.models import Doubt, Line, Step
from northstar.casework.worklist.settling import gone
from northstar.rules.assess import needs_answer
from northstar.rules.signal import Band

_WORDS_OF_A_REASON = 2
_RESTORED = ("staff_id", "team_id", "next_on", "asleep", "pinned", "joined", "is_open", "touched")


def done(
    *,
    line: Line,
    by: Viewer,
    at: datetime,
    outcome: str,
    note: str = "",
    row: UUID | None = None,
    answered: bool = False,
) -> Step:
    """The matter is finished; `outcome` says how. `answered`: a named person's answer is the outcome."""
    if line.signal in needs_answer() and not answered and not gone(line):
        raise Refused(
            "Papers contradict each other here: it closes when a new paper settles it, or with a named "
            "person's answer. Record that on the person's readiness page."
        )
    if _answered_elsewhere(line) and not answered:
        raise Refused(
            "This closes only on its own page, where what was done is recorded. Open it there."
        )
    if line.band == Band.SAFETY and not outcome.strip():
        raise Refused("A line about life or safety is closed with an outcome. Say what happened.")
    step = _act(line, by, at, "done", why=note, outcome=outcome, row=row, is_open=False, closed=at)
    asked.answered(line, by=by, outcome=outcome, note=note, at=at)
    return step


def later(
    *,
    line: Line,
    by: Viewer,
    at: datetime,
    on: date,
    why: str,
    outcome: str = "",
    row: UUID | None = None,
) -> Step:
    """Put it to sleep until a day, for a reason; what is about life or safety, only once something
    was done about it."""
    if on <= at.date():
        raise Refused("Choose a day after today.")
    if not why.strip():
        raise Refused("Say why it can wait.")
    if line.band == Band.SAFETY:
        _dealt_with(outcome, why)
    if _answered_elsewhere(line) and (line.band == Band.SAFETY or _past_its_clock(line, on, at)):
        raise Refused("Its clock runs: record what was done on its own page instead.")
    if line.matter == PROMISE and _past_its_clock(line, on, at) and not _is_late(line, at):
        raise Refused(
            "It was promised for a day before that. Agree with them on another day, and write that down on "
            "the page of the promise."
        )
    if not rota.covered(on, line.holder):
        better = rota.next_covered_day(on, line.holder)
        raise Refused(
            f"Nobody is there on {on:%a} {on.day} {on:%b}. The next day is {better:%a} {better.day} {better:%b}."
        )
    return _act(line, by, at, "later", why=why, outcome=outcome, row=row, next_on=on, asleep=True)


def _answered_elsewhere(line: Line) -> bool:
    return line.key.startswith(ANSWERED)


def _past_its_clock(line: Line, on: date, at: datetime) -> bool:
    return bool(line.due and on > line.due.astimezone(at.tzinfo).date())


def _is_late(line: Line, at: datetime) -> bool:
    return bool(line.due and line.due < at)


def tried(*, line: Line, by: Viewer, at: datetime, on: date, why: str) -> Step:
    """Somebody was tried in vain, or spoken with and not finished: it comes back on the day of the next
    step, moved on to one on which its holder is there. What is about life or safety does not sleep."""
    if line.band == Band.SAFETY or on <= at.date():
        return _act(line, by, at, "called", why=why, next_on=at.date(), asleep=False)
    day = rota.next_covered_day(on, line.holder)
    return _act(line, by, at, "called", why=why, next_on=day, asleep=True)


def _dealt_with(outcome: str, why: str) -> None:
    if not outcome.strip():
        raise Refused(
            "This is about life or safety: it sleeps only once you say what was done. Choose an "
            "outcome, or hand it over."
        )
    if len(why.split()) < _WORDS_OF_A_REASON:
        raise Refused("This is about life or safety: say in a few words why it can wait.")


def join(
    *, line: Line, to: Line, by: Viewer, at: datetime, why: str = "", row: UUID | None = None
) -> Step:
    """It is part of the same person's other work: one row from now on, until this is undone."""
    whose = line.patient_id or line.likely_id
    if not whose or whose != (to.patient_id or to.likely_id):
        raise Refused("Only work about the same person is joined.")
    if not to.is_open or line.belongs == to.belongs:
        raise Refused("Choose other open work of this person.")
    return _act(line, by, at, "joined", why=why or f"to: {to.says}", row=row, joined=to.belongs)


def hand_over(
    *,
    line: Line,
    by: Viewer,
    at: datetime,
    to: Staff | Team,
    why: str = "",
    row: UUID | None = None,
) -> Step:
    """Give it to another person or a team's queue, with a next date on which they are there."""
    if _answered_elsewhere(line) and not _may_know(to, line, at):
        raise Refused(f"{to.name} may not see what this rests on. Choose a colleague who may.")
    day = at.date() if line.band == Band.SAFETY else rota.next_covered_day(at.date(), to)
    _in_time(line, to, day, at)
    staff, team = (to.pk, None) if isinstance(to, Staff) else (None, to.pk)
    return _act(
        line, by, at, "handed over", why=why or f"to {to.name}", row=row,
        staff_id=staff, team_id=team, next_on=day, asleep=False,
    )  # fmt: skip


def _in_time(line: Line, to: Staff | Team, day: date, at: datetime) -> None:
    """What was promised for a day goes to nobody who comes back after it."""
    due = line.due.astimezone(at.tzinfo).date() if line.due else None
    if line.matter == PROMISE and due and at.date() <= due < day:
        raise Refused(
            f"{to.name} is not there before {day:%a} {day.day} {day:%b}, and this was promised for "
            f"{due:%a} {due.day} {due:%b}. Choose somebody who is there."
        )


def _may_know(to: Staff | Team, line: Line, at: datetime) -> bool:
    """A queue is never enough: what is restricted has one person who looks after it."""
    return isinstance(to, Staff) and viewer_of(to, at).may_see(line.label)


def route(
    *, line: Line, by: Viewer, at: datetime, to: Staff | Team, why: str, on: date, row: UUID | None = None
) -> Step:  # fmt: skip
    """A question goes to who will ask it, with the office and the words; the answer is due on a day."""
    staff, team = (to.pk, None) if isinstance(to, Staff) else (None, to.pk)
    return _act(
        line, by, at, "routed", why=why, row=row, staff_id=staff, team_id=team, next_on=on, asleep=False,
    )  # fmt: skip


def pass_to(
    *, line: Line, by: Viewer, at: datetime, to: Staff | Team, why: str, row: UUID | None = None
) -> Step:
    """Its holder has left, or is away: somebody else has it now. A sleeping line sleeps on; nothing
    about it was judged, so the machine may still settle it, and nobody takes this back alone."""
    touched, acknowledged = line.touched, line.acknowledged
    day = day_for(line, to, at)
    staff, team = (to.pk, None) if isinstance(to, Staff) else (None, to.pk)
    step = _act(
        line, by, at, "handed on", why=why, row=row, staff_id=staff, team_id=team, next_on=day
    )
    line.touched, line.acknowledged, step.before = touched, acknowledged, {}
    line.save(update_fields=["touched", "acknowledged"])
    step.save(update_fields=["before"])
    return step


def take(
    *, line: Line, by: Viewer, at: datetime, team: Team | None, on: date, row: UUID | None = None
) -> Step:
    """Out of a team's queue: mine from now on. The queue it came from stands in the outcome."""
    return _act(
        line, by, at, "claimed", why=f"out of the queue of {team.name}" if team else "", row=row,
        outcome=str(team.public_id) if team else "", staff_id=_person(by), team_id=None, next_on=on,
    )  # fmt: skip


def put_back(
    *, line: Line, by: Viewer, at: datetime, team: Team, on: date, why: str, row: UUID | None = None
) -> Step:
    """Into the queue it was taken from."""
    return _act(
        line, by, at, "released", why=why, row=row, staff_id=None, team_id=team.pk, next_on=on,
    )  # fmt: skip


def acknowledge(*, line: Line, by: Viewer, at: datetime, row: UUID | None = None) -> Step:
    """I have seen it and it is mine: stops the call going to the next on the rota."""
    return _act(
        line, by, at, "acknowledged", row=row, acknowledged=at, staff_id=_person(by), team_id=None
    )


def pin(*, line: Line, by: Viewer, at: datetime, up: bool, why: str) -> Step:
    """Move it to the top of its band, or to the foot, for a reason. Its score stays as it is."""
    if not why.strip():
        raise Refused("Say why: the next person will ask.")
    if line.band == Band.SAFETY and not up:
        raise Refused("A line about life or safety cannot be pushed down.")
    return _act(line, by, at, "pinned" if up else "pushed", why=why, pinned=1 if up else -1)


def not_right(*, line: Line, by: Viewer, at: datetime, why: str) -> Doubt:
    """This person thinks the rule is wrong here. Kept for the review of rules; changes nothing else."""
    if not why.strip():
        raise Refused("Say what is not right: it goes to those who keep the rules.")
    signed(line, by, at, "not right")
    if by.staff_id is None:
        raise Refused("Only a person can say that.")
    doubt, _ = Doubt.objects.update_or_create(
        line=line, staff_id=_person(by), defaults={"at": at, "why": why[:400]}
    )
    Step.objects.create(
        line=line, at=at, by=by.name, staff_id=by.staff_id, what="not right", why=why[:400]
    )
    return doubt


def _person(by: Viewer) -> int:
    if by.staff_id is None:
        raise Refused("Only a person who works here can do this.")
    return by.staff_id


def _act(
    line: Line,
    by: Viewer,
    at: datetime,
    what: str,
    *,
    why="",
    outcome="",
    row: UUID | None = None,
    **change: Any,
) -> Step:
    if not line.is_open:
        raise Refused("This line is closed already.")
    before = {name: getattr(line, name) for name in _RESTORED}
    before["next_on"] = line.next_on.isoformat() if line.next_on else None
    for name, value in change.items():
        setattr(line, name, value)
    line.touched = True
    line.acknowledged = line.acknowledged or at
    line.save()
    signed(line, by, at, what)
    return Step.objects.create(
        line=line, at=at, by=by.name, staff_id=by.staff_id, what=what, why=why[:400],
        outcome=outcome[:60],
        before=before, row=row,
    )  # fmt: skip


def signed(line: Line, by: Viewer, at: datetime, what: str) -> None:
    """The act leaves its entry in the audit."""
    who = line.patient or line.likely
    acted(
        by=by,
        action="act",
        what=f"line: {what}",
        patients=[str(who.public_id)] if who else [],
        arrivals=[str(line.arrival.public_id)] if line.arrival else [],
        at=at,
    )
