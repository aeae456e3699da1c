"""A case follows the chart and its records: every open one keeps a line with a holder and a date, wherever
its records go; somebody who has died is asked nothing more, and no letter goes to them.

The machine closes no case. Should a report of death prove false, the line says again what it said before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from northstar.access.viewer import system_viewer
from northstar.casework.programs import asking, holding
from northstar.casework.programs.models import Case, Turn
from northstar.casework.programs.standing import Enrolment, folded
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.in_review import Reviewed
from northstar.casework.worklist.models import Line, Step
from northstar.chart.chart import Chart
from northstar.knowledge.programs import waits
from northstar.rules.death import death_facts

DIED = "Close the case: the record says that this person has died"
_SUGGESTS = "Close it as died. No letter is sent."


@dataclass(slots=True)
class Piece:
    """One case with its rows and its line; without a case, a line whose case has gone elsewhere."""

    patient: int
    line: Line | None
    case: Case | None = None
    turns: tuple[Turn, ...] = ()


def _standing(pks: list[int]) -> dict[int, list[Piece]]:
    cases = asking.enrolled(pks, system_viewer("review"))
    lines = Line.objects.filter(patient__in=pks, is_open=True, key__startswith=holding.KEY)
    there = {(line.patient_id or 0, line.key): line for line in lines}
    found: dict[int, list[Piece]] = {}
    for pk, theirs in cases.items():
        for case, turns in theirs:
            line = there.pop((pk, f"{holding.KEY}{case.public_id}"), None)
            found.setdefault(pk, []).append(Piece(pk, line, case, tuple(turns)))
    for (pk, _), line in there.items():
        found.setdefault(pk, []).append(Piece(pk, line))
    return found


def _follow(chart: Chart, pieces: list[Piece], now: datetime) -> None:
    for piece in pieces:
        stands = folded(piece.case, piece.turns, now.date()) if piece.case else None
        if stands is None or not holding.waits_for_something(stands):
            _over(piece.line, now)
        elif piece.line is None:
            _again(piece.patient, stands, now)
        elif _died(chart, piece.line) != (piece.line.says == DIED):
            _turn(piece.patient, piece.line, stands, now)


def _over(line: Line | None, now: datetime) -> None:
    """Nothing waits here: its case is elsewhere, or over."""
    if line:
        by_hand.close(line, at=now, by="northstar", outcome="the case is not here any more")


def _again(patient: int, stands: Enrolment, now: datetime) -> None:
    """Somebody finished the line and the case is still open, or its records came here: it comes back."""
    line = holding.follow(patient=patient, stands=stands, by="northstar", at=now)
    if line and line.next_on and line.next_on <= now.date():
        later = now.date() + timedelta(days=waits(stands.state, now.date()))
        holding.put_off(line, later, at=now)


def _turn(patient: int, line: Line, stands: Enrolment, now: datetime) -> None:
    """A source says they died, or says so no more."""
    if line.says == DIED:
        holding.follow(patient=patient, stands=stands, by="northstar", at=now)
        return
    line.says, line.suggests, line.next_on, line.refreshed = DIED, _SUGGESTS, now.date(), now
    line.save(update_fields=["says", "suggests", "next_on", "refreshed"])
    Step.objects.create(line=line, at=now, by="northstar", what="noted", why=DIED, undone=True)


def _died(chart: Chart, line: Line) -> bool:
    """Whether a source says so that whoever may see the line may know of."""
    told = [fact.source.label if fact.source else 0 for fact in death_facts(chart)]
    return any(not label & ~line.label for label in told)


ALONGSIDE = Reviewed(standing=_standing, follow=_follow)
