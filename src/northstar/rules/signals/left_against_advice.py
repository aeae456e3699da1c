"""Left against advice: they left hospital before the care was complete; nobody has called."""

from datetime import date

from northstar.knowledge.calendar import add_business_days, in_words
from northstar.knowledge.transitions import days
from northstar.rules.departures import (
    MATTER,
    after,
    call_by,
    circumstances,
    clock,
    evidence,
    left_words,
    promised,
    urgency,
    without_contact,
)
from northstar.rules.examples import call, chart_of, stay
from northstar.rules.signal import Band, Because, Example, Finding, Signal

AGAINST_ADVICE = frozenset({"ama"})


def find(chart, now):
    left = without_contact(chart, now, AGAINST_ADVICE)
    if not left:
        return
    count = days("against-advice", left.left_day)
    due = add_business_days(left.left_day, count)
    factors, reasons = circumstances(chart, left, now)
    yield Finding(
        key=left.key,
        says=f"left hospital against advice {left_words(left, now)}; {call_by(due, now)}",
        due=due,
        band=clock(due, now),
        factors=urgency(due, now) | {"left before care was complete": 10} | factors,
        because=(
            *evidence(left.stay, now),
            Because(f"Our own limit of one business day: {in_words(left.left_day, count)}"),
            *reasons,
            Because("No conversation or visit since then in any source we hold"),
        ),
    )
    tomorrow = date.fromordinal(due.toordinal() - 1)
    yield from promised(now, tomorrow, due, after(due), after(left.closes))


SIGNAL = Signal(
    code="left-against-advice",
    title="Left against advice",
    why="People leave for a reason: a child at home, a bill, a fear. Ask for it without blame, and what they left without.",
    cites="CMS hospital-wide readmission: disposition 07 is no ordinary discharge; the limit is our own",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="Call: why they left, which medicines they have, what they need to be safe.",
    minutes=20,
    matter=MATTER,
    kinds=("Encounter", "Communication"),
)

_LEFT = stay("Tue 1 Sep 2026 10:00", "Fri 4 Sep 2026 02:10", disposition="ama")
EXAMPLES = [
    Example(
        "walked out in the night",
        chart_of(_LEFT),
        "Fri 4 Sep 2026 08:00",
        1,
        says="left hospital against advice early Friday, 4 Sep; call by end of Tue 8 Sep",
        band=Band.HARM,
        due="8 Sep 2026",
    ),
    Example("on the last day", chart_of(_LEFT), "Tue 8 Sep 2026 07:30", 1, band=Band.CLOCK),
    Example(
        "spoken with", chart_of(_LEFT, call("Fri 4 Sep 2026 09:00")), "Tue 8 Sep 2026 07:30", 0
    ),
    Example(
        "went home as planned",
        chart_of(stay("1 Sep 2026", "4 Sep 2026", disposition="home")),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example(
        "came back the same day",
        chart_of(_LEFT, stay("Fri 4 Sep 2026 19:00")),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
]
