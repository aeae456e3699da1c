"""Coverage ending: an insurance ends, or has just ended, and no other follows."""

from datetime import date, timedelta

from northstar.knowledge.transitions import days
from northstar.rules.departures import after, promised
from northstar.rules.examples import chart_of, covered
from northstar.rules.signal import Band, Example, Finding, Signal, because
from northstar.rules.wording import day

_NOT_IN_FORCE = frozenset({"cancelled", "draft", "entered-in-error"})


def find(chart, now):
    held = [c for c in chart.coverages if c.status not in _NOT_IN_FORCE]
    for insurance in {_key(c): c for c in held}.values():
        ends = insurance.end and insurance.end.day(now.tzinfo)
        if not ends or any(_goes_on(other, ends, now) for other in held):
            continue
        begins = ends - timedelta(days=days("coverage-ending", ends))
        soon = ends - timedelta(days=7)
        closes = ends + timedelta(days=days("coverage-ended", ends))
        if begins <= now.date() <= closes:
            name = insurance.plan or insurance.payer or "the insurance"
            yield Finding(
                key=_key(insurance),
                says=f"{'has lost' if now.date() > ends else 'will lose'} {name} "
                f"{'since the end of' if now.date() > ends else 'at the end of'} {day(ends)}",
                due=ends,
                band=Band.HARM if now.date() >= soon else Band.REST,
                factors={"without insurance": 20} if now.date() > ends else {"insurance ends": 10},
                because=(
                    because(
                        insurance, f"{name} ends {day(ends)}; no other insurance goes on after it"
                    ),
                ),
            )
        yield from promised(now, begins, soon, after(ends), after(closes))


def _key(insurance) -> str:
    """One insurance, however many sources tell of it."""
    ends = insurance.end.text[:10] if insurance.end else ""
    return f"{insurance.payer} {insurance.member} {ends}"


def _goes_on(other, ends: date, now) -> bool:
    """Another insurance in force on the day after."""
    next_day = ends + timedelta(days=1)
    started = not other.start or other.start.first_day(now.tzinfo) <= next_day
    until = other.end and other.end.day(now.tzinfo)
    return started and (not other.end or bool(until and until > ends))


SIGNAL = Signal(
    code="coverage-ending",
    title="Insurance ends",
    why="Medicines and visits stop the day after. Most of it can be renewed if someone starts in time.",
    cites="The payer's own dates; shown 30 days before (our own limit)",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Ask what follows; help with renewal or a special enrollment, refill what is due before.",
    minutes=20,
    matter="insurance",
    wants="community health worker",
    kinds=("Coverage",),
)

_ENDS = covered("Acorn Health", "1 Jan 2026", "30 Sep 2026", member="M1")
EXAMPLES = [
    Example(
        "three weeks left",
        chart_of(_ENDS),
        "Tue 8 Sep 2026 07:30",
        1,
        says="will lose Acorn Health at the end of Wed 30 Sep",
        band=Band.REST,
        looks_again="23 Sep 2026",
    ),
    Example(
        "ended yesterday",
        chart_of(_ENDS),
        "Thu 1 Oct 2026 07:30",
        1,
        says="has lost Acorn Health since the end of Wed 30 Sep",
        band=Band.HARM,
    ),
    Example(
        "another follows",
        chart_of(_ENDS, covered("Oak Plan", "1 Oct 2026")),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example(
        "a gap of a month",
        chart_of(_ENDS, covered("Oak Plan", "1 Nov 2026")),
        "Tue 8 Sep 2026 07:30",
        1,
    ),
    Example(
        "no end told", chart_of(covered("Acorn Health", "1 Jan 2026")), "Tue 8 Sep 2026 07:30", 0
    ),
    Example("ended last year", chart_of(_ENDS), "8 Sep 2027", 0),
]
