"""Work of a rule that somebody had begun or put off, and whose person has died: closed by the death, with the
reason. Should the report prove false it is open again, with its holder and its day."""

from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

from northstar.access import rota
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.in_review import Reviewed
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.settling import MACHINE
from northstar.chart.chart import Chart
from northstar.rules.assess import signals
from northstar.rules.death import death_facts
from northstar.rules.loops import before_death, is_unread

DIED = "has died"
_WHY = "The person has died, as a source says: nothing of this is asked any more."
_BACK = "No source says any more that the person has died: open again, as it was."


def _standing(pks: list[int]) -> dict[int, list[Line]]:
    """Those of rules that fall silent with a death and that a person has begun, and what a plan for the living
    asks: open, or closed by a death."""
    speaks = [signal.code for signal in signals() if signal.after_death]
    ends = Step.objects.filter(line=OuterRef("pk"), what="done").order_by("-pk")
    by_death = Q(is_open=False, last_by=MACHINE, last_outcome=DIED)
    lines = (
        Line.objects.filter(patient__in=pks, touched=True)
        .exclude(signal__in=speaks)
        .exclude(Q(signal=by_hand.BY_HAND) & ~Q(matter__in=by_hand.OF_THE_LIVING))
        .annotate(
            last_by=Subquery(ends.values("by")[:1]), last_outcome=Subquery(ends.values("outcome")[:1])
        )
        .filter(Q(is_open=True) | by_death)
        .select_related("staff", "team")
    )  # fmt: skip
    found: dict[int, list[Line]] = {}
    for line in lines.order_by("pk"):
        found.setdefault(line.patient_id or 0, []).append(line)
    return found


def _follow(chart: Chart, lines: list[Line], now: datetime) -> None:
    open_now = {(line.signal, line.key) for line in lines if line.is_open}
    for line in lines:
        died = _died(chart, line)
        if died and line.is_open and not _goes_to_a_clinician(chart, line, now):
            by_hand.close(line, at=now, by=MACHINE, outcome=DIED, why=_WHY)
        elif not died and not line.is_open and (line.signal, line.key) not in open_now:
            _open_again(line, now)


def _goes_to_a_clinician(chart: Chart, line: Line, now: datetime) -> bool:
    """A result that nobody has read yet goes to whoever ordered it, death or not: `casework/loops` words it."""
    results = (loop for loop in before_death(chart, now) if is_unread(loop))
    return any((line.signal, line.key) in loop.lines for loop in results)


def _open_again(line: Line, now: datetime) -> None:
    """With whom it was, unless they have left; no earlier than today."""
    if Line.objects.filter(
        patient=line.patient_id, signal=line.signal, key=line.key, is_open=True
    ).exists():
        return  # asked anew meanwhile, on newer evidence
    if line.staff is not None and not line.staff.is_active:
        line.staff_id, line.team_id = Holders().of(
            line.patient_id, now, urgent=False, wants=line.wants
        )
    line.is_open, line.closed = True, None
    line.next_on = rota.next_covered_day(max(line.next_on or now.date(), now.date()), line.holder)
    line.save(update_fields=["is_open", "closed", "next_on", "staff_id", "team_id"])
    Step.objects.create(line=line, at=now, by=MACHINE, what="reopened", why=_BACK, undone=True)


def _died(chart: Chart, line: Line) -> bool:
    """Whether a source says so that whoever may see the line may know of."""
    told = [fact.source.label if fact.source else 0 for fact in death_facts(chart)]
    return any(not label & ~line.label for label in told)


ALONGSIDE = Reviewed(standing=_standing, follow=_follow)
