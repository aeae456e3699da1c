"""Discharge summary missing: they left hospital and the summary has not come."""

from datetime import date

from northstar.knowledge.transitions import until
from northstar.rules.after_stay import summary_of
from northstar.rules.departures import MATTER, after, departure, evidence, promised
from northstar.rules.examples import chart_of, document, heard, stay
from northstar.rules.signal import Band, Because, Example, Finding, LookAgain, Signal
from northstar.rules.silence import doubtful_from
from northstar.rules.silence import heard as heard_since
from northstar.rules.stays import FACILITY, HOME, HOSPICE
from northstar.rules.wording import day

KINDS = ("DocumentReference",)
_LEFT = HOME | FACILITY | HOSPICE | {"ama"}


def find(chart, now):
    left = departure(chart, now, _LEFT)
    if not left or summary_of(chart, left.stay, now.tzinfo):
        return
    due = until("summary", left.left_day)
    if now.date() < due:
        yield from promised(now, due)
        return
    if not heard_since(chart, KINDS, left.left.start, now):
        return
    yield Finding(
        key=left.key,
        says=f"has no discharge summary from {left.stay.facility}, left {day(left.left_day)}",
        due=due,
        band=Band.HARM,
        factors={"summary overdue": 12} if now.date() > due else {"summary due": 10},
        because=(
            *evidence(left.stay, now),
            Because(f"The day of leaving and two more end on {day(due)}"),
            Because("No discharge summary of this stay in any source we hold"),
        ),
        suggests=f"Ask {left.stay.facility} for the summary: medicines changed, results pending, who follows.",
    )
    yield from promised(now, after(due), after(left.closes))
    doubt = doubtful_from(chart, KINDS)
    if doubt:
        yield LookAgain(doubt)


SIGNAL = Signal(
    code="discharge-summary-missing",
    title="No discharge summary",
    why="Without it the call is made blind: nobody here knows what was changed, or which result is still out.",
    cites="HEDIS-style Transitions of Care: discharge information by two days after",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    minutes=6,
    matter=MATTER,
    kinds=("Encounter", *KINDS),
    argues_from_silence=True,
)

_FRIDAY = stay("1 Sep 2026", "Fri 4 Sep 2026 22:40", disposition="home")
_HEARD = heard("hospital", "Encounter DocumentReference", "1 Jan 2025", "Tue 8 Sep 2026 07:00")
_NOW = "Tue 8 Sep 2026 07:30"
EXAMPLES = [
    Example(
        "four days and nothing",
        chart_of(_FRIDAY, heard=_HEARD),
        _NOW,
        1,
        says="has no discharge summary from Hospital B, left Fri 4 Sep",
        due="6 Sep 2026",
    ),
    Example(
        "the first day",
        chart_of(_FRIDAY, heard=_HEARD),
        "Sat 5 Sep 2026 07:30",
        0,
        looks_again="6 Sep 2026",
    ),
    Example(
        "it came",
        chart_of(
            _FRIDAY, document("Summary", "Mon 7 Sep 2026 11:00", loinc="18842-5"), heard=_HEARD
        ),
        _NOW,
        0,
    ),
    Example(
        "only that of an earlier stay came",
        chart_of(_FRIDAY, document("Discharge Summary", "2 Jun 2026"), heard=_HEARD),
        _NOW,
        1,
    ),
    Example(
        "documents were not heard since Saturday",
        chart_of(
            _FRIDAY,
            heard=heard("hospital", "DocumentReference", "1 Jan 2025", "Sat 5 Sep 2026 07:00"),
        ),
        _NOW,
        0,
    ),
]
