"""The shape of a contradiction before a procedure: two sentences, whom to ask, and until when.

It asks and never corrects. The finding carries the two quotations first, the office that would know,
the last hour in which it can still be asked, and the question in words that can be read out.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from northstar.knowledge.calendar import short_day
from northstar.rules.procedures_ahead import Plan, last_office_hour, turns
from northstar.rules.signal import Band, Because, Finding, LookAgain

GRAVE = "could reach the wrong person, side or medicine"
SERIOUS = "could harm or cancel the day"
DELAY = "could delay or go unpaid"
_POINTS = {GRAVE: 14, SERIOUS: 10, DELAY: 6}
_THIS_WEEK = timedelta(days=14)


def asked(
    plan: Plan,
    now: datetime,
    *,
    key: str,
    says: str,
    two: tuple[Because, ...],
    ask: str,
    question: str,
    severity: str,
    before: datetime | None = None,
) -> Iterator[Finding | LookAgain]:
    """A contradiction about one plan, and when it changes by time alone.

    `two` are the quotations, first what the plan says, then what stands against it. `before` is the
    moment at which the answer is of no more use; without it, the procedure itself.
    """
    latest = last_office_hour(before or plan.at)
    # What the sentence names, the line must rest on: who may not see the booking does not see it here.
    if not any(why.source == plan.value.source for why in two):
        two = (*two, plan.booking())
    clock = datetime.combine(latest.date(), datetime.min.time(), tzinfo=now.tzinfo)
    yield from (LookAgain(at) for at in (clock, plan.at - _THIS_WEEK) if at > now)
    yield Finding(
        key=f"{key}|{plan.key}",
        says=says,
        because=two,
        due=latest,
        band=Band.CLOCK
        if now >= clock
        else Band.HARM
        if now >= plan.at - _THIS_WEEK
        else Band.REST,
        factors={severity: _POINTS[severity]},
        suggests=f"Ask {ask} before {short_day(latest.date())} {latest:%H:%M}",
        minutes=6,
        matter=f"before {plan.key}"[:60],
        words=(question,),
        asks=ask,
    )


def looks(chart, now: datetime) -> Iterator[LookAgain]:
    """The moments at which what lies ahead changes."""
    yield from (LookAgain(at) for at in turns(chart, now))
