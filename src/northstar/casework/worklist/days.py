"""On which day a line is looked at by whoever holds it now: never one on which nobody is there.

What was named to a person as a day is kept early rather than late.
"""

from datetime import date, datetime

from northstar.access import rota
from northstar.access.models import Staff, Team
from northstar.casework.worklist.models import Line
from northstar.rules.signal import Band


def day_there(line: Line, cover: rota.Cover, at: datetime) -> date:
    """The day it has, or the nearest on which they are there: after it, but for what is due by then
    before it, where there is such a day left."""
    today = at.date()
    day = max(line.next_on or today, today)
    if cover.covers(day):
        return day
    after = cover.on_or_after(day)
    due = line.due.astimezone(at.tzinfo).date() if line.due else None
    if due and after > due:
        return cover.on_or_before(min(day, due), today) or after
    return after


def day_for(line: Line, to: Staff | Team, at: datetime) -> date:
    """The day on which its next holder has it. What is about life is theirs at once, unless it sleeps."""
    if line.band == Band.SAFETY and not line.asleep:
        return max(line.next_on or at.date(), at.date())
    return day_there(line, rota.cover_of(to), at)
