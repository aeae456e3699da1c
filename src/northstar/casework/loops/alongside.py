"""What we ask after for somebody who has died: a result still goes to the clinician, a referral and the
telling are over.

Should a report of death prove false, every line says again what it said before, and what was over is open.
"""

from datetime import datetime

from django.db.models import Q

from northstar.access import rota
from northstar.casework.loops.watching import mark
from northstar.casework.loops.words import AFTER_DEATH, asks, to_the_clinician
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.in_review import Reviewed
from northstar.casework.worklist.models import Line, Step
from northstar.chart.chart import Chart
from northstar.rules.death import death_facts
from northstar.rules.loop_steps import REVIEWED
from northstar.rules.loops import RESULT, Loop, before_death

KEY = "loop "
_MACHINE = "northstar"


def _standing(pks: list[int]) -> dict[int, list[Line]]:
    """Open ones, and those that a death has closed."""
    mine = Line.objects.filter(patient__in=pks, signal=by_hand.BY_HAND, key__startswith=KEY)
    by_death = Q(steps__outcome=AFTER_DEATH, steps__by=_MACHINE, is_open=False)
    found: dict[int, list[Line]] = {}
    for line in mine.filter(Q(is_open=True) | by_death).distinct().order_by("pk"):
        found.setdefault(line.patient_id or 0, []).append(line)
    return found


def _follow(chart: Chart, lines: list[Line], now: datetime) -> None:
    known = {f"{KEY}{mark(chart.patient, one.key)}": one for one in before_death(chart, now)}
    for line in lines:
        loop = known.get(line.key)
        if not _died(chart, line):
            _lives(line, loop, now)
        elif line.is_open:
            _has_died(line, loop, now)


def _has_died(line: Line, loop: Loop | None, now: datetime) -> None:
    """The one question that is left, or none."""
    if loop is None or loop.kind != RESULT or loop.step(REVIEWED).done:
        by_hand.close(line, at=now, by=_MACHINE, outcome=AFTER_DEATH, why=line.says)
        return
    _say(line, *to_the_clinician(loop), now)


def _lives(line: Line, loop: Loop | None, now: datetime) -> None:
    """No source that the line may speak of says so any more."""
    if loop is None or loop.next_on is None:
        return
    if not line.is_open:
        line.is_open, line.closed = True, None
        line.next_on = rota.next_covered_day(max(loop.next_on, now.date()), line.holder)
        line.save(update_fields=["is_open", "closed", "next_on"])
        _say(line, *asks(loop), now)
    elif line.says.startswith(AFTER_DEATH):
        _say(line, *asks(loop), now)


def _say(line: Line, says: str, suggests: str, now: datetime) -> None:
    if line.says == says:
        return
    line.says, line.suggests, line.refreshed = says, suggests, now
    line.save(update_fields=["says", "suggests", "refreshed"])
    Step.objects.create(line=line, at=now, by=_MACHINE, what="noted", why=says, undone=True)


def _died(chart: Chart, line: Line) -> bool:
    """Whether a source says so that whoever may see the line may know of."""
    told = [fact.source.label if fact.source else 0 for fact in death_facts(chart)]
    return any(not label & ~line.label for label in told)


ALONGSIDE = Reviewed(standing=_standing, follow=_follow)
