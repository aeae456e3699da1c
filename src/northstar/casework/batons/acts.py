"""Offering, accepting, declining and returning. The giver holds the work until somebody has read it
back and accepted; one answer counts, and the database keeps a second one out."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from northstar.access import rota, staffing
from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.batons.models import Answer, Baton, Piece, Sheet
from northstar.casework.worklist import acts as work
from northstar.casework.worklist.models import Line

_LEAST_WORDS = 3


@writing()
def offer(
    *,
    giver: Staff,
    to: Staff | Team,
    lines: Iterable[Line],
    sheets: Iterable[tuple[Any, dict[str, Any], int]],
    people: Iterable[str],
    says: str,
    until: date | None,
    by: Viewer,
    at: datetime,
    by_rota: bool = False,
) -> Baton:
    """Hand these lines to somebody. `sheets`: (identity, what is told, label) of each person; `people`:
    their public ids. Nothing moves yet."""
    lines = list(lines)
    if to == giver:
        raise Refused("Choose somebody else, or a team.")
    if not lines:
        raise Refused("Nothing open is left to hand over.")
    if isinstance(to, Staff):
        staffing.require_at_work(to)
    if until and until < at.date():
        raise Refused("The last day of cover is today or lies ahead.")
    if not rota.cover_of(to).on_or_before(until or at.date(), at.date()) and until:
        raise Refused(f"{to.name} is not there on any day until then. Choose somebody who is.")
    _offered_already(lines)
    staff, team = (to, None) if isinstance(to, Staff) else (None, to)
    baton = Baton.objects.create(
        giver=giver, staff=staff, team=team, until=until, says=says.strip()[:400], by_rota=by_rota,
        at=at, by=by.name,
    )  # fmt: skip
    Piece.objects.bulk_create(Piece(baton=baton, line=line) for line in lines)
    Sheet.objects.bulk_create(
        Sheet(baton=baton, identity=identity, tells=tells, label=label)
        for identity, tells, label in sheets
    )
    acted(by=by, what="baton: offered", patients=sorted(set(people)), at=at)
    return baton


@writing()
def accept(*, baton: Baton, by: Viewer, at: datetime, read_back: str) -> tuple[int, int]:
    """I have read it and say it back in my own words: now it is mine. Gives how many lines came over,
    and how many were done or had moved meanwhile."""
    baton = _fresh(baton)
    _is_for(baton, by)
    _unanswered(baton)
    if len(read_back.split()) < _LEAST_WORDS:
        raise Refused("Say back in a sentence what matters first: that is how a slip is heard.")
    moved, gone = _carry(baton, by, at)
    _answer(baton, Answer.ACCEPTED, read_back, by, at)
    return moved, gone


@writing()
def decline(*, baton: Baton, by: Viewer, at: datetime, why: str) -> None:
    """I cannot take it: it stays where it is, and the giver learns why."""
    baton = _fresh(baton)
    _is_for(baton, by)
    _unanswered(baton)
    if not why.strip():
        raise Refused("Say why, so that it can go to somebody else.")
    _answer(baton, Answer.DECLINED, why, by, at)


@writing()
def take_back(*, baton: Baton, by: Viewer, at: datetime, why: str = "") -> None:
    """The giver has thought better of it, before anybody answered."""
    baton = _fresh(baton)
    if by.staff_id != baton.giver_id:
        raise Refused(f"Only {baton.giver.name} can take this back.")
    _unanswered(baton)
    _answer(baton, Answer.TAKEN_BACK, why, by, at)


@writing()
def lapse(*, baton: Baton, by: Viewer, at: datetime, why: str) -> None:
    """One of the two has left: the offer is over, and the work is where it was."""
    _answer(_fresh(baton), Answer.LAPSED, why, by, at)


@writing()
def carry_at_once(*, baton: Baton, by: Viewer, at: datetime) -> int:
    """A manager has named who covers: the work goes over with the rota. Gives how many lines."""
    return _carry(_fresh(baton), by, at)[0]


@writing()
def give_back(*, baton: Baton, by: Viewer, at: datetime, meanwhile: Iterable[Line] = ()) -> int:
    """The cover has ended: what is still open goes back to whoever gave it, with what came meanwhile.
    Gives how many lines."""
    baton = _fresh(baton)
    if standing(baton) not in (Answer.ACCEPTED, "with who covers"):
        raise Refused("Only what was accepted is returned, and once.")
    if not baton.giver.is_active:
        raise Refused(f"{baton.giver.name} has left: hand it over instead.")
    if not rota.covered(at.date(), baton.giver):
        raise Refused(f"{baton.giver.name} is not there today. Return it when they are back.")
    row, why = uuid4(), f"{baton.to.name} covered for {baton.giver.name}"
    back = [line for line in (*_held(baton), *meanwhile) if line.is_open]
    back = [line for line in back if line.staff_id != baton.giver_id]
    for line in {line.pk: line for line in back}.values():
        work.pass_to(line=line, by=by, at=at, to=baton.giver, why=why, row=row)
    _answer(baton, Answer.RETURNED, "", by, at)
    return len(back)


@writing()
def keep_for_good(*, baton: Baton, by: Viewer, at: datetime, why: str) -> None:
    """The giver will not come back: what was lent stays with whoever has it."""
    _answer(_fresh(baton), Answer.RETURNED, why, by, at)


def standing(baton: Baton) -> str:
    """offered, accepted, declined, taken back, lapsed or returned; where the rota moved it and nobody
    has read it back yet, "with who covers"."""
    said = {answer.what for answer in baton.answers.all()}
    if Answer.RETURNED in said:
        return Answer.RETURNED
    first = next((what for what in Answer.FIRST if what in said), "")
    return first or ("with who covers" if baton.by_rota else "offered")


def lines_of(baton: Baton) -> set[int]:
    """The row numbers of the lines that go with it."""
    return {piece.line_id for piece in baton.pieces.all()}


def _carry(baton: Baton, by: Viewer, at: datetime) -> tuple[int, int]:
    """What the giver still holds goes over, also what came to these people since it was offered."""
    row, pieces = uuid4(), [piece.line_id for piece in baton.pieces.all()]
    lines = Line.objects.select_for_update(of=("self",)).filter(pk__in=pieces).order_by("pk")
    theirs = [line for line in lines if line.is_open and line.staff_id == baton.giver_id]
    for line in theirs:
        work.pass_to(
            line=line, by=by, at=at, to=baton.to, why=f"{baton.giver.name} handed it over", row=row
        )
    return len(theirs), len(pieces) - len(theirs)


def _held(baton: Baton) -> list[Line]:
    """The lines that came with it and are still with whoever took it; where they have left, with
    whoever has them now."""
    lines = Line.objects.filter(pk__in=baton.pieces.values("line"), is_open=True)
    if baton.staff and baton.staff.is_active:
        lines = lines.filter(staff=baton.staff)
    elif baton.team:
        lines = lines.filter(team=baton.team)
    return list(lines.select_related("patient", "likely", "arrival"))


def _offered_already(lines: list[Line]) -> None:
    waiting = Baton.objects.exclude(answers__what__in=Answer.FIRST).filter(by_rota=False)
    twice = Piece.objects.filter(line__in=[line.pk for line in lines], baton__in=waiting)
    for piece in twice.select_related("baton__staff", "baton__team")[:1]:
        raise Refused(
            f"Part of this is offered to {piece.baton.to.name} already, who has not answered. Take that "
            "offer back first."
        )


def _unanswered(baton: Baton) -> None:
    for answer in baton.answers.filter(what__in=Answer.FIRST):
        raise Refused(f"{answer.by} has {answer.what} this already.")


def _is_for(baton: Baton, by: Viewer) -> None:
    mine = baton.staff_id == by.staff_id if baton.staff_id else baton.team_id in by.teams
    if not mine or by.staff_id is None:
        raise Refused(f"This was offered to {baton.to.name}.")


def _answer(baton: Baton, what: str, says: str, by: Viewer, at: datetime) -> None:
    Answer.objects.create(
        baton=baton, what=what, says=says.strip()[:400], at=at, by=by.name, staff_id=by.staff_id
    )
    people = baton.pieces.filter(line__patient__isnull=False)
    whom = {str(uid) for uid in people.values_list("line__patient__public_id", flat=True)}
    acted(by=by, what=f"baton: {what}", patients=sorted(whom), at=at)


def _fresh(baton: Baton) -> Baton:
    """The baton as it is now, and nobody else's until this is done."""
    rows = Baton.objects.select_for_update(of=("self",)).select_related("giver", "staff", "team")
    return rows.get(pk=baton.pk)
