"""What was asked of somebody and must be asked after: one open line by hand, with a holder and a day."""

from datetime import date, datetime

from northstar.access import rota
from northstar.access.viewer import Viewer
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.models import Line, Step


def ask_again(
    *,
    patient: int,
    key: str,
    says: str,
    suggests: str,
    matter: str,
    on: date,
    by: Viewer,
    at: datetime,
    label: int = 0,
    because: list[dict[str, str]] | None = None,
) -> Line:
    """The line of this question about a patient (row number), put to the first day from `on` on which
    its holder is there. One question has one line, however often it is asked."""
    line = _open(patient, key) or by_hand.new(patient=patient, key=key, at=at)
    fresh = line.pk is None
    line.matter, line.says, line.suggests = matter[:60], says[:400], suggests[:400]
    line.factors, line.score, line.label = {"Asked, no answer yet": 6}, 6, label
    line.because = because or []
    line.next_on = rota.next_covered_day(max(on, at.date()), line.holder)
    line.asleep = line.next_on > at.date()
    by_hand.keep(line, at=at)
    if not fresh:
        _noted(line, by, at, "asked again")
    return line


def answered(*, patient: int, key: str, by: Viewer, at: datetime, outcome: str) -> None:
    """The question is settled: its line closes."""
    line = _open(patient, key)
    if line:
        by_hand.close(line, at=at, by=by.name, staff=by.staff_id, outcome=outcome)


def waiting(patient: int, begins: str) -> list[str]:
    """The keys of the open questions about a patient (row number) that begin so."""
    mine = Line.objects.filter(patient=patient, signal=by_hand.BY_HAND, is_open=True)
    return sorted(mine.filter(key__startswith=begins).values_list("key", flat=True))


def _open(patient: int, key: str) -> Line | None:
    mine = Line.objects.filter(patient=patient, signal=by_hand.BY_HAND, key=key[:200], is_open=True)
    return mine.select_related("staff", "team").first()


def _noted(line: Line, by: Viewer, at: datetime, what: str) -> None:
    Step.objects.create(
        line=line, at=at, by=by.name[:80], staff_id=by.staff_id, what=what, why=line.says
    )
