"""Gone to hospice: know who leads now, and stop what is no longer wanted."""

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
from northstar.rules.examples import call, chart_of, stay
from northstar.rules.signal import Because, Example, Finding, Signal
from northstar.rules.stays import HOSPICE


def find(chart, now):
    gone = without_contact(chart, now, HOSPICE)
    if not gone:
        return
    count = days("hospice", gone.left_day)
    due = add_business_days(gone.left_day, count)
    how = "went home with hospice" if gone.stay.disposition == "hospice-home" else "went to hospice"
    yield Finding(
        key=gone.key,
        says=f"{how} {left_words(gone, now)}",
        due=due,
        factors={"hospice": 10},
        because=(
            *evidence(gone.stay, now),
            Because(f"Our own limit of two business days: {in_words(gone.left_day, count)}"),
        ),
    )
    yield from promised(now, after(gone.closes))


SIGNAL = Signal(
    code="gone-to-hospice",
    title="Gone to hospice",
    why="The hospice leads now. A screening letter or a brisk call about targets would hurt; knowing them helps.",
    cites="CMS discharge status 50 and 51; the limit is our own",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Ask the hospice who leads and whom the family wants to hear from; end what is no longer wanted.",
    minutes=10,
    matter=MATTER,
    wants="nurse",
    kinds=("Encounter", "Communication"),
)

_HOME = stay("1 Sep 2026", "Fri 4 Sep 2026 14:10", disposition="hospice-home")
EXAMPLES = [
    Example(
        "home with hospice",
        chart_of(_HOME),
        "Tue 8 Sep 2026 07:30",
        1,
        says="went home with hospice Friday afternoon, 4 Sep",
        due="9 Sep 2026",
        looks_again="4 Oct 2026",
    ),
    Example(
        "the family was reached", chart_of(_HOME, call("7 Sep 2026")), "Tue 8 Sep 2026 07:30", 0
    ),
    Example(
        "home without hospice",
        chart_of(stay("1 Sep 2026", "4 Sep 2026", disposition="home")),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
]
