"""Ordered, never resulted: a test was asked for and no answer has come, though the laboratory was heard."""

from datetime import date, timedelta

from northstar.rules import silence
from northstar.rules.examples import chart_of, heard, order, result
from northstar.rules.loop_steps import settled
from northstar.rules.orders import WAITS, answered_by, order_key
from northstar.rules.signal import Band, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import with_year

_BEARING = timedelta(days=3)


def find(chart, now):
    """Each live order of a test that no result, report or procedure answers."""
    for asked in chart.requests:
        wait = WAITS.get(asked.category)
        if (
            not wait
            or asked.status not in ("active", "")
            or not asked.authored
            or asked.intent in ("proposal", "plan")
        ):
            continue
        due_on = max(
            asked.authored.start,
            asked.occurrence.start if asked.occurrence else asked.authored.start,
        )
        asks, forgets = due_on + timedelta(days=wait[0]), due_on + timedelta(days=wait[1])
        if now >= forgets or settled(chart, order_key(asked)) or answered_by(chart, asked):
            continue
        if now < asks:
            yield LookAgain(asks)
            continue
        yield LookAgain(forgets)
        yield from silence.changes(chart, "Observation", now, _BEARING)
        if silence.heard_since(chart, "Observation", asked.authored.start, now, _BEARING):
            yield _finding(asked, asks, now)


def _finding(asked, asks, now) -> Finding:
    ordered = with_year(asked.authored.first_day(now.tzinfo))
    return Finding(
        key=order_key(asked),
        says=f"has no result of {asked.code.words} ordered {ordered}",
        because=(
            because(
                asked, f"Ordered {ordered}{f' by {asked.requester}' if asked.requester else ''}"
            ),
        ),
        due=asks,
        factors={"ordered, no result": 2},
        matter=f"order {asked.code.words.lower()}",
    )


SIGNAL = Signal(
    code="ordered-never-resulted",
    title="Ordered, no result",
    why="A test nobody drew looks the same as a test that was well.",
    cites="Own rule",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.REST,
    suggests="Ask whether it was drawn, and where; if not, what stood in the way",
    minutes=6,
    kinds=("ServiceRequest", "Observation", "DiagnosticReport", "Procedure"),
    argues_from_silence=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_LAB = heard("clinic", "Observation", "1 Jan 2026", "8 Sep 2026 06:00")
_ORDER = order("Lipid panel", "10 Aug 2026", codes={"loinc": "24331-1"})
EXAMPLES = [
    Example(
        "a result that was entered in error is none",
        chart_of(
            _ORDER,
            result(
                "Lipid panel",
                180,
                "mg/dL",
                "12 Aug 2026",
                loinc="24331-1",
                status="entered-in-error",
            ),
            heard=[_LAB],
        ),
        _NOW,
        1,
    ),
    Example(
        "four weeks and nothing",
        chart_of(_ORDER, heard=[_LAB]),
        _NOW,
        1,
        says="no result of Lipid panel",
    ),
    Example(
        "resulted",
        chart_of(
            _ORDER, result("Lipid panel", 1, "", "12 Aug 2026", loinc="24331-1"), heard=[_LAB]
        ),
        _NOW,
        0,
    ),
    Example(
        "resulted under its order number",
        chart_of(
            order("Panel", "10 Aug 2026", orders=("P7",)),
            result("LDL", 90, "mg/dL", "12 Aug 2026", order="P7"),
            heard=[_LAB],
        ),
        _NOW,
        0,
    ),
    Example("the laboratory was not heard", chart_of(_ORDER), _NOW, 0),
    Example(
        "ordered last week",
        chart_of(order("Lipid panel", "2 Sep 2026"), heard=[_LAB]),
        _NOW,
        0,
        looks_again="16 Sep 2026",
    ),
    Example(
        "taken back",
        chart_of(order("Lipid panel", "10 Aug 2026", status="revoked"), heard=[_LAB]),
        _NOW,
        0,
    ),
]
