"""The rota changed: no open line's next date stays on a day that nobody covers."""

from collections import defaultdict
from datetime import date, datetime
from uuid import uuid4

from django.db.models import Q

from northstar.access import rostering, rota, staffing
from northstar.access.audit import acted
from northstar.access.models import Staff
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.worklist import acts
from northstar.casework.worklist.by_hand import PROMISE
from northstar.casework.worklist.days import day_there
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.succession import Heirs
from northstar.rules.signal import Band

_NOW_OR_TODAY = (Band.SAFETY, Band.CLOCK)


@writing()
def goes_away(
    *,
    staff: Staff,
    first: date,
    last: date,
    why: str,
    cover: Staff | None,
    by: Viewer,
    at: datetime,
) -> int:
    """Somebody is away: what falls on these days goes to who covers, else waits for the return; what
    cannot wait goes to the clinic's queue. Gives how many lines went on."""
    if cover and not rota.covered(max(first, at.date()), cover):
        raise Refused(f"{cover.name} is not there on {max(first, at.date()):%a %-d %b} either.")
    rostering.away(staff=staff, first=first, last=last, why=why, by=by, at=at, cover=cover)
    heir = Heirs(cover or staffing.default_team(), staff, at)
    moved = falling_on(staff, first, last, at.date(), waits=cover is None)
    for line in moved:
        acts.pass_to(
            line=line, by=by, at=at, to=heir(line.label), why=f"{staff.name} is away", row=uuid4()
        )
    cover_again(by=by, at=at)
    return len(moved)


def falling_on(staff: Staff, first: date, last: date, today: date, *, waits: bool) -> list[Line]:
    """A person's open lines whose next date lies in days away; where they can wait for the return,
    only those that cannot."""
    if last < today:
        return []
    lines = Line.objects.filter(staff=staff, is_open=True, next_on__lte=last)
    if first > today:
        lines = lines.filter(next_on__gte=first)
    if waits:
        lines = lines.filter(Q(band__in=_NOW_OR_TODAY) | Q(matter=PROMISE))
    return list(lines.select_related("patient", "likely", "arrival"))


@writing()
def cover_again(*, by: Viewer, at: datetime) -> int:
    """Move every next date that lies on a day its holder is not there to the first on which they are;
    what is due before that, to the last before it."""
    moved: list[Line] = []
    for holder, lines in _by_holder(at.date()).items():
        cover = rota.cover_of(holder)
        for line in lines:
            assert line.next_on is not None, "the database lets no open line be without one"
            if not cover.covers(line.next_on):
                line.next_on = day_there(line, cover, at)
                moved.append(line)
    Line.objects.bulk_update(moved, ["next_on"], batch_size=500)
    Step.objects.bulk_create(
        Step(line=line, at=at, by=by.name, staff_id=by.staff_id, what="date moved", undone=True,
             why="Nobody is there on the day it had: the rota changed.")
        for line in moved
    )  # fmt: skip
    if moved:
        people = sorted({str(line.patient.public_id) for line in moved if line.patient})
        acted(by=by, action="act", what="lines: dates moved", patients=people, at=at)
    return len(moved)


def _by_holder(today: date) -> dict:
    """Open lines with a date ahead, by who holds them. What is about life is not put off by a rota."""
    lines = Line.objects.filter(is_open=True, next_on__gte=today).exclude(band=Band.SAFETY)
    found = defaultdict(list)
    for line in lines.select_related("staff", "team", "patient"):
        found[line.holder].append(line)
    return found
