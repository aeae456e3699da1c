"""Lines that no rule opens and no fact settles: opened and closed by people, or for them."""

from datetime import datetime

from northstar.access.models import Staff, Team
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.posting import BY_HAND
from northstar.rules.signal import Band

__all__ = ["ANSWERED", "BY_HAND", "OF_THE_LIVING", "PLAN", "PROMISE", "close", "keep", "new"]

PLAN = "plan of care"
OF_THE_LIVING = (PLAN,)  # matters of which nothing is asked any more after a death
# A key that begins so: the line ends only on the page of what it is about, and never sleeps past its clock.
ANSWERED = "answered:"
PROMISE = "promise"  # the matter of what was promised for a day: that does not wait for a return


def new(*, patient: int, key: str, at: datetime, to: Staff | Team | None = None) -> Line:
    """A line about a patient (row number), not yet stored: the caller says what it says."""
    line = Line(patient_id=patient, signal=BY_HAND, key=key[:200], opened=at, minutes=5)
    line.matter, line.band = "who is who", int(Band.REST)
    line.factors, line.score = {"Records were parted": 10}, 10
    if to is None:
        line.staff_id, line.team_id = Holders().of(patient, at, urgent=False, wants="coordinator")
    else:
        give(line, to)
    return line


def give(line: Line, to: Staff | Team) -> None:
    """Its holder from now on."""
    line.staff_id, line.team_id = (to.pk, None) if isinstance(to, Staff) else (None, to.pk)


def keep(line: Line, *, at: datetime) -> Line:
    """Store it with the next day on which its holder is there."""
    fresh = line.pk is None
    line.refreshed, line.touched = at, True
    if line.next_on is None:
        line.next_on = Holders().next_day(line.staff_id, line.team_id, at.date(), urgent=False)
    line.save()
    if fresh:
        Step.objects.create(line=line, at=at, by="northstar", what="opened", why=line.says)
    return line


def close(
    line: Line, *, at: datetime, by: str, outcome: str, staff: int | None = None, why: str = ""
) -> None:
    """It is answered."""
    line.is_open, line.closed = False, at
    line.save(update_fields=["is_open", "closed"])
    Step.objects.create(
        line=line,
        at=at,
        by=by[:80],
        staff_id=staff,
        what="done",
        outcome=outcome[:60],
        why=why[:400],
    )
