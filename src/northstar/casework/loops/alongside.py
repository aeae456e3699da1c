"""What we ask after for somebody who has died: a result still goes to the clinician, a referral and the
telling are over.

Should a report of death prove false, every line says again what it said before, and what was over is open.
"""

from collections.abc import Iterable
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
from northstar.rules.loop import CHANGED, Loop
from northstar.rules.loops import before_death, is_unread

KEY = "loop "
RESULTS = ("ordered-never-resulted", "abnormal-result-not-followed", CHANGED)
_MACHINE = "northstar"


def _standing(pks: list[int]) -> dict[int, list[Line]]:
    """Open ones, and those that a death has closed."""
    by_death = Q(steps__outcome=AFTER_DEATH, steps__by=_MACHINE, is_open=False)
    mine = Q(signal=by_hand.BY_HAND, key__startswith=KEY) & (Q(is_open=True) | by_death)
    of_rules = Q(signal__in=RESULTS, is_open=True, touched=True)
    found: dict[int, list[Line]] = {}
    lines = Line.objects.filter(mine | of_rules, patient__in=pks)
    for line in lines.distinct().order_by("pk"):
        found.setdefault(line.patient_id or 0, []).append(line)
    return found


def _follow(chart: Chart, lines: list[Line], now: datetime) -> None:
    known = {f"{KEY}{mark(chart.patient, one.key)}": one for one in before_death(chart, now)}
    for line in lines:
        if line.signal in RESULTS:
            _of_a_rule(line, known.values(), died=_died(chart, line), now=now)
            continue
        loop = known.get(line.key)
        if not _died(chart, line):
            _lives(line, loop, now)
        elif line.is_open:
            _has_died(line, loop, now)


def _of_a_rule(line: Line, loops: Iterable[Loop], *, died: bool, now: datetime) -> None:
    """A rule's own line about a result that somebody had in hand: whoever ordered it still reads it. Where
    that has happened, the work list closes it with the death."""
    loop = next((one for one in loops if (line.signal, line.key) in one.lines), None)
    if died and loop and is_unread(loop):
        _say(line, *to_the_clinician(loop), now)
    elif not died and line.says.startswith(AFTER_DEATH):
        _say_again(line, now)


def _say_again(line: Line, now: datetime) -> None:
    """What it said before the report of a death, unless its rule has said it anew already."""
    line.refresh_from_db(fields=["says", "suggests"])
    told = line.steps.filter(what="noted", by=_MACHINE).exclude(before={}).order_by("pk").last()
    if told and line.says.startswith(AFTER_DEATH):
        _say(line, told.before["says"], told.before["suggests"], now)


def _has_died(line: Line, loop: Loop | None, now: datetime) -> None:
    """The one question that is left, or none."""
    if loop is None or not is_unread(loop):
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
    before = {"says": line.says, "suggests": line.suggests}
    alive = not line.says.startswith(AFTER_DEATH)
    line.says, line.suggests, line.refreshed = says, suggests, now
    line.save(update_fields=["says", "suggests", "refreshed"])
    Step.objects.create(
        line=line, at=now, by=_MACHINE, what="noted", why=says, undone=True,
        before=before if alive else {},
    )  # fmt: skip


def _died(chart: Chart, line: Line) -> bool:
    """Whether a source says so that whoever may see the line may know of."""
    told = [fact.source.label if fact.source else 0 for fact in death_facts(chart)]
    return any(not label & ~line.label for label in told)


ALONGSIDE = Reviewed(standing=_standing, follow=_follow)
