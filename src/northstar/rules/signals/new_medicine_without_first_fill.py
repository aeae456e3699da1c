"""New medicine without first fill: prescribed, and nobody has picked it up."""

from datetime import date

from northstar.knowledge.ingredients import is_local, taken_daily
from northstar.knowledge.medicine_clocks import days
from northstar.rules import silence
from northstar.rules.examples import chart_of, fills, heard, prescribed
from northstar.rules.medicines import medicines
from northstar.rules.signal import Band, Example, Finding, LookAgain, Signal, because
from northstar.rules.wording import with_year


def find(chart, now):
    """Each daily medicine ordered a week ago or more without a fill since, or a supply from before."""
    if not chart.prescribed:
        return
    known, told = medicines(chart, now.tzinfo), set()
    for name, orders in known.prescribed.items():
        order = orders[-1]
        if taken_daily(name) and order.authored and id(order) not in told and len(orders) == 1:
            told.add(id(order))
            yield from _judged(chart, known, name, order, now)


def _judged(chart, known, name: str, order, now):
    ordered = order.authored.first_day(now.tzinfo)
    asks, forgets = (
        ordered + days("first-fill-wait", ordered),
        ordered + days("first-fill-forgotten", ordered),
    )
    quiet = days("pharmacy-quiet", ordered)
    if (
        name in known.dispensed
        or is_local(order.code.words)
        or order.authored.precision in ("year", "month")
    ):
        return
    if now.date() < asks:
        yield LookAgain(asks)
    elif now.date() < forgets:
        yield LookAgain(forgets)
        yield from silence.changes(chart, "MedicationDispense", now, quiet)
        if silence.heard_since(chart, "MedicationDispense", order.authored.start, now, quiet):
            yield _finding(name, order, ordered, asks)


def _finding(name: str, order, ordered: date, asks: date) -> Finding:
    return Finding(
        key=f"{name} {ordered}",
        says=f"was prescribed {name} {with_year(ordered)}, no fill has come",
        because=(because(order, f"Prescribed {with_year(ordered)}: {order.code.words}"),),
        due=asks,
        factors={"never picked up": 2},
        matter=f"medicine {name}",
    )


SIGNAL = Signal(
    code="new-medicine-without-first-fill",
    title="Prescribed, never picked up",
    why="One in several new prescriptions is never collected: price, authorization, or a doubt nobody heard.",
    cites="Own rule",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.REST,
    suggests="Call the pharmacy, then the person: was it the price, an authorization, or a worry?",
    minutes=8,
    kinds=("MedicationRequest", "MedicationDispense"),
    argues_from_silence=True,
)

_NOW = "Tue 8 Sep 2026 07:30"
_PHARMACY = heard("pharmacy", "MedicationDispense", "1 Jan 2026", "7 Sep 2026 20:00")
EXAMPLES = [
    Example(
        "ordered two weeks ago, nothing picked up",
        chart_of(prescribed("apixaban 5 MG", "24 Aug 2026"), heard=[_PHARMACY]),
        _NOW,
        1,
        says="was prescribed apixaban 24 Aug 2026",
    ),
    Example(
        "ordered last Friday: too early to ask",
        chart_of(prescribed("apixaban 5 MG", "4 Sep 2026"), heard=[_PHARMACY]),
        _NOW,
        0,
        looks_again="11 Sep 2026",
    ),
    Example(
        "picked up",
        chart_of(
            prescribed("apixaban 5 MG", "24 Aug 2026"),
            fills(Eliquis="26 Aug 2026, 30 days"),
            heard=[_PHARMACY],
        ),
        _NOW,
        0,
    ),
    Example(
        "no pharmacy feed: silence proves nothing",
        chart_of(prescribed("apixaban 5 MG", "24 Aug 2026")),
        _NOW,
        0,
    ),
    Example(
        "an antibiotic is not asked about by this rule",
        chart_of(prescribed("amoxicillin 500 MG", "24 Aug 2026"), heard=[_PHARMACY]),
        _NOW,
        0,
    ),
]
