"""Moved to another hospital: one hospital sent them to another, and that one has not spoken."""

from datetime import date

from northstar.knowledge.calendar import add_business_days, in_words
from northstar.knowledge.transitions import days
from northstar.rules.departures import (
    MATTER,
    after,
    evidence,
    left_words,
    promised,
    without_contact,
)
from northstar.rules.examples import chart_of, stay
from northstar.rules.signal import Because, Example, Finding, Signal

MOVED = frozenset({"transfer"})


def find(chart, now):
    moved = without_contact(chart, now, MOVED)
    if not moved:
        return
    count = days("moved", moved.left_day)
    due = add_business_days(moved.left_day, count)
    yield Finding(
        key=moved.key,
        says=f"was moved to another hospital {left_words(moved, now)}; it has not told us of them",
        due=due,
        factors={"whereabouts not told": 10},
        because=(
            *evidence(moved.stay, now),
            Because("No admission elsewhere since then in any source we hold"),
            Because(f"Our own limit of one business day: {in_words(moved.left_day, count)}"),
        ),
    )
    yield from promised(now, after(moved.closes))


SIGNAL = Signal(
    code="moved-to-another-hospital",
    title="Moved, and not heard of since",
    why="The second hospital will send them home; if it does not tell us, nobody will call.",
    cites="CMS hospital-wide readmission: the last hospital in the chain carries the discharge",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Ask the first hospital where they went, and ask the second to tell us of the discharge.",
    minutes=8,
    matter=MATTER,
    kinds=("Encounter",),
)

_MOVED = stay("1 Sep 2026", "Fri 4 Sep 2026 14:10", disposition="transfer")
EXAMPLES = [
    Example(
        "nothing from the second hospital",
        chart_of(_MOVED),
        "Tue 8 Sep 2026 07:30",
        1,
        says="was moved to another hospital Friday afternoon, 4 Sep",
        due="8 Sep 2026",
    ),
    Example(
        "the second hospital admitted them the next morning",
        chart_of(_MOVED, stay("Sat 5 Sep 2026 01:00", facility="Hospital A")),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example(
        "the second hospital sent them home",
        chart_of(
            _MOVED, stay("5 Sep 2026", "7 Sep 2026", disposition="home", facility="Hospital A")
        ),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example("a month later", chart_of(_MOVED), "Mon 5 Oct 2026 07:30", 0),
]
