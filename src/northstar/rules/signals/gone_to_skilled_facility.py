"""Gone to a facility: they left hospital for skilled nursing or rehabilitation; ask for the day home."""

from datetime import date

from northstar.knowledge.transitions import until
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
from northstar.rules.stays import FACILITY
from northstar.rules.wording import day

_WORDS = {
    "snf": "a skilled nursing facility",
    "rehab": "a rehabilitation facility",
    "ltac": "a long-term acute hospital",
    "psych": "a psychiatric hospital",
}


def find(chart, now):
    gone = without_contact(chart, now, FACILITY)
    if not gone:
        return
    due = until("facility", gone.left_day)
    where = _WORDS[gone.stay.disposition]
    yield Finding(
        key=gone.key,
        says=f"went to {where} {left_words(gone, now)}; ask for the planned day home by {day(due)}",
        due=due,
        factors={"asked for": 10} if now.date() >= due else {"can wait": 2},
        because=(
            *evidence(gone.stay, now),
            Because(
                "No call is due yet: the two business days start when the facility sends them home"
            ),
        ),
    )
    yield from promised(now, due, after(gone.closes))


SIGNAL = Signal(
    code="gone-to-skilled-facility",
    title="Gone to a facility",
    why="The clock starts on the day the facility sends them home, and facilities seldom tell us that day.",
    cites="CMS, Transitional Care Management: to home, not to a skilled nursing facility",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Call the facility: planned day home, who visits, how we will hear of it.",
    minutes=8,
    matter=MATTER,
    kinds=("Encounter", "Communication"),
)

_LEFT = stay("1 Sep 2026", "Fri 4 Sep 2026 14:10", disposition="snf")
EXAMPLES = [
    Example(
        "gone on Friday",
        chart_of(_LEFT),
        "Tue 8 Sep 2026 07:30",
        1,
        says="went to a skilled nursing facility Friday afternoon, 4 Sep",
        due="11 Sep 2026",
        looks_again="11 Sep 2026",
    ),
    Example(
        "the family was reached", chart_of(_LEFT, call("7 Sep 2026")), "Tue 8 Sep 2026 07:30", 0
    ),
    Example(
        "home by now",
        chart_of(
            _LEFT,
            stay("Fri 4 Sep 2026 16:00", "Tue 15 Sep 2026 10:00", "NONAC", "home", "Facility C"),
        ),
        "Wed 16 Sep 2026 08:00",
        0,
    ),
    Example(
        "to rehabilitation",
        chart_of(stay("1 Sep 2026", "4 Sep 2026", disposition="rehab")),
        "Tue 8 Sep 2026 07:30",
        1,
        says="a rehabilitation facility Friday 4 Sep",
    ),
]
