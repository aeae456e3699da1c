"""An open report keeps its line wherever the person's records go; a line whose report has gone is over."""

from dataclasses import dataclass
from datetime import datetime

from northstar.casework.reports import clock
from northstar.casework.reports.asking import Standing, of_patients
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.in_review import Reviewed
from northstar.casework.worklist.models import Line
from northstar.chart.chart import Chart


@dataclass(slots=True)
class Piece:
    """An open report without a line, or a line without its report."""

    patient: int
    line: Line | None = None
    one: Standing | None = None


def _standing(pks: list[int]) -> dict[int, list[Piece]]:
    lines = Line.objects.filter(patient__in=pks, is_open=True, key__startswith=clock.KEY)
    there = {(line.patient_id, line.key): line for line in lines}
    found: dict[int, list[Piece]] = {}
    for pk, theirs in of_patients(pks).items():
        for one in theirs:
            line = there.pop((pk, f"{clock.KEY}{one.report.public_id}"), None)
            if line is None and one.is_open:
                found.setdefault(pk, []).append(Piece(pk, one=one))
    for line in there.values():
        found.setdefault(line.patient_id or 0, []).append(Piece(line.patient_id or 0, line=line))
    return found


def _follow(chart: Chart, pieces: list[Piece], now: datetime) -> None:
    for piece in pieces:
        if piece.one:
            clock.follow(patient=piece.patient, one=piece.one, by=None, at=now)
        elif piece.line:
            by_hand.close(
                piece.line, at=now, by="northstar", outcome="the report is not here any more"
            )


ALONGSIDE = Reviewed(standing=_standing, follow=_follow)
