"""Left, and nobody says when: a stay in hospital is over, and no source knows its last day."""

from datetime import date

from northstar.knowledge.calendar import in_words
from northstar.knowledge.transitions import days
from northstar.rules.departures import MATTER, after, promised
from northstar.rules.examples import call, chart_of, from_feed, patient, stay
from northstar.rules.signal import Band, Because, Example, Finding, Signal
from northstar.rules.stays import FACILITY, HOME, HOSPICE
from northstar.rules.unsaid import ask_by, closes, evidence, told_ahead, told_on, unsaid

_LEFT = HOME | FACILITY | HOSPICE | {"ama", "transfer"}


def find(chart, now):
    stay_over = unsaid(chart, now)
    if not stay_over:
        yield from told_ahead(chart, now)
        return
    if stay_over.disposition not in _LEFT:
        return
    told = told_on(stay_over, now)
    count = days("left-unsaid", told)
    yield Finding(
        key=f"left {stay_over.key(now.tzinfo)}, day unknown",
        says=f"has left {stay_over.facility}, and no source says on which day",
        due=ask_by(stay_over, now),
        factors={"the call may be due": 12},
        because=(
            evidence(stay_over),
            Because("The call within two business days is counted from the day of leaving"),
            Because(f"Our own limit of one business day: {in_words(told, count)}"),
        ),
    )
    yield from promised(now, after(closes(stay_over, now)))


SIGNAL = Signal(
    code="left-day-unknown",
    title="Left, and nobody says when",
    why="Without the day no clock starts, and nobody would call. One question to the ward, or to the person, mends it.",
    cites="Product default; no published limit was found",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="Call the person; ask them or the hospital when they left.",
    minutes=10,
    matter=MATTER,
    kinds=("Encounter", "Communication"),
)

_OVER = stay("Tue 1 Sep 2026 10:00", status="finished", disposition="home")
_TUESDAY = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "over, and not said when",
        chart_of(from_feed("clinic", _OVER, written="Tue 8 Sep 2026 06:00")),
        _TUESDAY,
        1,
        says="has left Hospital B, and no source says on which day",
        band=Band.HARM,
        due="9 Sep 2026",
        looks_again="8 Oct 2026",
    ),
    Example(
        "only the month is told",
        chart_of(stay("Tue 1 Sep 2026 10:00", "Sep 2026", disposition="home")),
        _TUESDAY,
        1,
    ),
    Example(
        "another source knows the day",
        chart_of(_OVER, from_feed("exchange", stay("1 Sep 2026", "4 Sep 2026", visit="x"))),
        _TUESDAY,
        0,
    ),
    Example("still there", chart_of(stay("Tue 1 Sep 2026 10:00")), _TUESDAY, 0),
    Example(
        "spoken with since",
        chart_of(
            from_feed("clinic", _OVER, written="Mon 7 Sep 2026 06:00"), call("Mon 7 Sep 2026 10:00")
        ),
        _TUESDAY,
        0,
    ),
    Example("back in hospital", chart_of(_OVER, stay("Mon 7 Sep 2026 09:00")), _TUESDAY, 0),
    Example("died there", chart_of(_OVER, patient(died="6 Sep 2026")), _TUESDAY, 0),
    Example(
        "listed in a summary, months after it began",
        chart_of(
            from_feed(
                "summaries", stay("1 Jul 2026", status="finished"), written="Tue 8 Sep 2026 06:00"
            )
        ),
        _TUESDAY,
        0,
    ),
    Example(
        "begins tomorrow, they say", chart_of(stay("9 Sep 2026", status="finished")), _TUESDAY, 0
    ),
    Example("years ago", chart_of(stay("1 Mar 2019", status="finished")), _TUESDAY, 0),
]
