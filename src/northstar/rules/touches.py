"""After the first call home: a touch about day 7 and one about day 14, by the road the person prefers.

The first call finds what went wrong on the way; these find what goes wrong at home. Nobody is chased: who
declined is left alone, and who wants no calls is written to.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.knowledge.calendar import is_business_day
from northstar.knowledge.transitions import days, until
from northstar.rules.call_consents import refuses_calls
from northstar.rules.contacts import contact_after, contacts
from northstar.rules.departures import Departure

_DAY = timedelta(days=1)
_LEFT_US = frozenset({"sent", "delivered"})


@dataclass(frozen=True, slots=True)
class Touch:
    """One touch. `number`: the day after leaving; `due`: the first business day from then on; from `opens`
    on a contact counts for it, after `closes` nobody asks. `done`: the fact that shows it."""

    number: int
    due: date
    opens: date
    closes: date
    done: Value | None = None


def touches(chart: Chart, left: Departure, now: datetime) -> list[Touch]:
    """Both, once somebody has spoken with them or seen them since they left; none where they declined."""
    first = contact_after(chart, left.left, now.tzinfo)
    if first is None or getattr(first.fact, "status", "") == "declined":
        return []
    early = timedelta(days=days("touch-lead", left.left_day))
    planned = [
        (days(code, left.left_day), until(code, left.left_day))
        for code in ("touch-first", "touch-second")
    ]
    opens = [on - early for _, on in planned]
    last = planned[-1][1] + timedelta(days=days("touch-shown", left.left_day))
    closes = [*(on - _DAY for on in opens[1:]), last]
    return [
        Touch(number, _from(on), begins, ends, _shown(chart, begins, ends, now))
        for (number, on), begins, ends in zip(planned, opens, closes, strict=True)
    ]


def standing(chart: Chart, left: Departure, now: datetime) -> Touch | None:
    """The next one that nobody has done: due now, or ahead."""
    return next(
        (one for one in touches(chart, left, now) if one.done is None and now.date() <= one.closes),
        None,
    )


def _from(on: date) -> date:
    while not is_business_day(on):
        on += _DAY
    return on


def _shown(chart: Chart, opens: date, closes: date, now: datetime) -> Value | None:
    """A conversation or a visit in its time; for who wants no calls, what we wrote and what has left."""
    spoken = [(one.at.first_day(now.tzinfo), one.fact) for one in contacts(chart)]
    written = [
        (one.began.first_day(now.tzinfo), one)
        for one in chart.written
        if one.began and one.status in _LEFT_US and not one.recipient
    ]
    counts = [*spoken, *(written if refuses_calls(chart, now.date()) else [])]
    return next((fact for on, fact in counts if opens <= on <= closes), None)
