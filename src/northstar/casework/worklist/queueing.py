"""A team's queue: what waits in it, and taking a piece out of it. Of two who take it, one has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import QuerySet

from northstar.access import rota
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.access.writing import writing
from northstar.casework.worklist import acts
from northstar.casework.worklist.days import day_for
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.rows import RANKED, Row, folded, people_of
from northstar.casework.worklist.seen import allowed
from northstar.record.people import people
from northstar.rules.signal import Band

CLAIMED, RELEASED = "claimed", "released"
_MOST = 200


@dataclass(frozen=True, slots=True)
class Queue:
    """One team's work: the rows that wait for somebody, whether there are more, and how many each
    colleague has taken out of it and still holds."""

    team: Team
    rows: list[Row]
    more: bool
    taken: list[tuple[str, int]]


def queues(viewer: Viewer, now: datetime) -> list[Queue]:
    """The queues of the viewer's teams, each ranked as Today is."""
    teams = Team.objects.filter(pk__in=viewer.teams, is_active=True).order_by("name")
    return [_queue(viewer, team, now) for team in teams]


def _queue(viewer: Viewer, team: Team, now: datetime) -> Queue:
    lines = _waiting(viewer, team).filter(next_on__lte=now.date())
    ranked = list(lines.select_related("arrival", "feed", "team").order_by(*RANKED)[: _MOST + 1])
    rows = folded(ranked[:_MOST], people(viewer, people_of(ranked[:_MOST])))
    return Queue(team, rows, len(ranked) > _MOST, _taken(viewer, team))


def _waiting(viewer: Viewer, team: Team) -> QuerySet[Line]:
    return allowed(Line.objects.filter(team=team, is_open=True), viewer)


def _taken(viewer: Viewer, team: Team) -> list[tuple[str, int]]:
    """Who has taken how many, as far as the viewer may know of them."""
    steps = Step.objects.filter(what=CLAIMED, outcome=str(team.public_id), undone=False)
    held = allowed(Line.objects.filter(is_open=True, pk__in=steps.values("line")), viewer)
    counts: dict[str, int] = {}
    for name in held.filter(staff__isnull=False).values_list("staff__name", flat=True):
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items())


@writing()
def claim(*, line: Line, by: Viewer, at: datetime, row: UUID | None = None) -> Step:
    """It is mine now. Whoever comes second is told who has it."""
    line = _fresh(line)
    if not line.is_open:
        raise Refused("This is closed already; nothing is left to take.")
    if line.staff_id == by.staff_id:
        raise Refused("You have it already.")
    if line.staff:
        raise Refused(f"{line.staff.name} has just taken this. It is not in the queue any more.")
    if line.team_id not in by.teams:
        raise Refused("It waits in the queue of a team that you are not in.")
    me = Staff.objects.get(pk=by.staff_id or 0)
    team = line.team
    day = day_for(line, me, at)
    return acts.take(line=line, by=by, at=at, team=team, on=day, row=row)


@writing()
def claim_row(*, lines: Iterable[Line], by: Viewer, at: datetime) -> int:
    """All of a row's lines that wait in a queue, as one act. Gives how many."""
    lines = list(lines)
    # Where nothing of it waits any more, the first of them says who has it.
    waiting = [line for line in lines if line.team_id is not None] or lines[:1]
    row = uuid4()
    for line in waiting:
        claim(line=line, by=by, at=at, row=row)
    return len(waiting)


@writing()
def release_row(*, lines: Iterable[Line], by: Viewer, at: datetime, why: str) -> int:
    """All of a row's lines that I took out of a queue, as one act. Gives how many."""
    mine = [line for line in lines if line.staff_id == by.staff_id and came_from(line)]
    if not mine:
        raise Refused("It came from no queue. Hand it over instead.")
    row = uuid4()
    for line in mine:
        release(line=line, by=by, at=at, why=why, row=row)
    return len(mine)


@writing()
def release(*, line: Line, by: Viewer, at: datetime, why: str, row: UUID | None = None) -> Step:
    """I cannot do it after all: back into the queue it came from, with a reason for the next one."""
    line = _fresh(line)
    if line.staff_id != by.staff_id or by.staff_id is None:
        raise Refused("Only who holds it can put it back.")
    if not why.strip():
        raise Refused("Say why: whoever takes it next begins there.")
    taken = line.steps.filter(what=CLAIMED, undone=False).order_by("-pk").first()
    team = Team.objects.filter(public_id=taken.outcome, is_active=True).first() if taken else None
    if team is None:
        raise Refused("It came from no queue. Hand it over instead.")
    if line.band == Band.SAFETY and not rota.covered(at.date(), team):
        raise Refused(
            f"It is about life or safety and nobody of {team.name} is there today. Hand it to a person."
        )
    return acts.put_back(
        line=line, by=by, at=at, team=team, on=day_for(line, team, at), why=why, row=row
    )


def taken_by(viewer: Viewer, public_id: UUID) -> Staff | None:
    """The colleague who has just taken this out of a queue of the viewer's teams, if one has."""
    mine = Team.objects.filter(pk__in=viewer.teams).values_list("public_id", flat=True)
    teams = [str(one) for one in mine]
    claims = Step.objects.filter(what=CLAIMED, outcome__in=teams, undone=False)
    lines = Line.objects.filter(public_id=public_id, pk__in=claims.values("line"))
    theirs = allowed(lines.exclude(staff=viewer.staff_id), viewer)
    found = theirs.select_related("staff").first()
    return found.staff if found else None


def came_from(line: Line) -> bool:
    """Whether it was taken out of a queue, so that it can be put back."""
    return bool(_claims(line.pk))


_claims = worded_once(
    lambda line: Step.objects.filter(line=line, what=CLAIMED, undone=False).values_list("pk")[:1]
)


def _fresh(line: Line) -> Line:
    """The line as it is now, and nobody else's until this is done."""
    return (
        Line.objects.select_for_update(of=("self",)).select_related("staff", "team").get(pk=line.pk)
    )
