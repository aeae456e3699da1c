"""What a call left to be done follows the chart: somebody spoke with them since, or they have died.

"Was not reached" is no longer so once a conversation is told of, whoever had it: a colleague, another
number, another system. What the call was for may still be open, so the line says so, comes back today, and
its holder closes it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from northstar.access import rota
from northstar.casework.calls.asking import LEAVES, NOT_REACHED
from northstar.casework.worklist.in_review import Reviewed
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.settling import MACHINE
from northstar.chart.chart import Chart
from northstar.knowledge.calendar import short_day
from northstar.rules.contacts import Contact, contacts
from northstar.rules.death import death_facts

_SPOKEN, _DIED = "; spoken with since, on ", "has died since; "
_LOOK = "Look what was said. If that settled what you called about, close this; else call again."
_FAMILY = "Do not call them. Decide with the family what of it still holds, or close it."


@dataclass(frozen=True, slots=True)
class _Left:
    """A line that a call left, and when it was last tried."""

    line: Line
    tried: datetime


def _standing(pks: list[int]) -> dict[int, list[_Left]]:
    keys = Q()
    for what in LEAVES:
        keys |= Q(key__startswith=f"{what}:")
    lines = Line.objects.filter(keys, patient__in=pks, is_open=True).select_related("staff", "team")
    tried = Max("steps__at", filter=Q(steps__what="called", steps__undone=False))
    found: dict[int, list[_Left]] = defaultdict(list)
    for line in lines.annotate(tried=tried).order_by("pk"):
        found[line.patient_id or 0].append(_Left(line, line.tried or line.opened))
    return found


def _follow(chart: Chart, left: list[_Left], now: datetime) -> None:
    for one in left:
        plain = one.line.says.removeprefix(_DIED).partition(_SPOKEN)[0]
        if _died(chart, one.line):
            _say(one.line, f"{_DIED}{plain}", _FAMILY, now)
        elif talk := _talk_since(chart, one):
            on = short_day(talk.at.start.astimezone(now.tzinfo).date())
            _say(one.line, f"{plain}{_SPOKEN}{on}", _LOOK, now)
        elif plain != one.line.says:
            _say(one.line, plain, "Call again.", now)


def _say(line: Line, says: str, suggests: str, now: datetime) -> None:
    """Changed words bring it back today: whoever holds it shall not dial in vain."""
    if line.says == says:
        return
    line.says, line.suggests, line.refreshed, line.asleep = says[:400], suggests, now, False
    line.next_on = rota.next_covered_day(now.date(), line.holder)
    line.save(update_fields=["says", "suggests", "refreshed", "asleep", "next_on"])
    Step.objects.create(line=line, at=now, by=MACHINE, what="noted", why=line.says, undone=True)


def _talk_since(chart: Chart, one: _Left) -> Contact | None:
    """The last conversation or visit since it was tried, of which the line may speak."""
    if one.line.matter != NOT_REACHED:
        return None
    known = (talk for talk in contacts(chart) if one.tried <= talk.at.start)
    return next((talk for talk in reversed(list(known)) if _may_tell(talk.fact.source, one.line)), None)  # fmt: skip


def _died(chart: Chart, line: Line) -> bool:
    return any(_may_tell(fact.source, line) for fact in death_facts(chart))


def _may_tell(source: object, line: Line) -> bool:
    """Whoever sees the line may know of what this source told."""
    return not getattr(source, "label", 0) & ~line.label


ALONGSIDE = Reviewed(standing=_standing, follow=_follow)
