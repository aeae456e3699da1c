"""Authorization expiring: an approval ends soon and no longer one has come."""

from datetime import date, timedelta

from northstar.knowledge.authorization_clocks import ROWS
from northstar.knowledge.table import at
from northstar.rules.authorizations import standing, subject, thread
from northstar.rules.departures import after, promised
from northstar.rules.examples import chart_of, concept, payer_answer
from northstar.rules.signal import Band, Example, Finding, Signal, because
from northstar.rules.wording import day


def find(chart, now):
    approved = [a for a in standing(chart) if a.decision in ("approved", "partial") and a.expires]
    for answer in approved:
        ends = answer.expires and answer.expires.day(now.tzinfo)
        if not ends or any(_renews(other, answer) for other in approved):
            continue
        begins = ends - timedelta(days=at(ROWS, "expiring", ends).value)
        soon = ends - timedelta(days=7)
        if begins <= now.date() <= ends:
            yield Finding(
                key=thread(answer),
                says=f"has authorization for {subject(answer)} only until {day(ends)}",
                due=ends,
                band=_band(ends, soon, now),
                factors={"ends today": 30} if now.date() == ends else {"ends soon": 10},
                because=(
                    because(answer, f"Approved until {day(ends)} by {answer.payer or 'the plan'}"),
                ),
                matter=f"authorization {thread(answer)}",
            )
        yield from promised(now, begins, soon, ends, after(ends))


def _band(ends: date, soon: date, now) -> Band:
    if now.date() == ends:
        return Band.CLOCK
    return Band.HARM if now.date() >= soon else Band.REST


def _renews(other, answer) -> bool:
    """The same service, approved for longer."""
    same = other.code.words and other.code.words == answer.code.words
    return bool(same and other is not answer and other.expires.start > answer.expires.start)


SIGNAL = Signal(
    code="authorization-expiring",
    title="Authorization ends soon",
    why="Care that stops for want of a renewed paper is harm nobody intended.",
    cites="The plan's own approval; shown 30 days before (our own limit)",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Ask whether the care goes on; request the renewal with the latest notes.",
    minutes=10,
    kinds=("ClaimResponse",),
)

_HOME_CARE = {"code": concept("Home health nursing"), "payer": "Acorn Health"}
_APPROVED = payer_answer(
    "approved", "1 Jul 2026", expires="18 Sep 2026", reference="A1", **_HOME_CARE
)
EXAMPLES = [
    Example(
        "ten days left",
        chart_of(_APPROVED),
        "Tue 8 Sep 2026 07:30",
        1,
        says="has authorization for Home health nursing only until Fri 18 Sep",
        band=Band.REST,
        looks_again="11 Sep 2026",
    ),
    Example("the last day", chart_of(_APPROVED), "Fri 18 Sep 2026 07:30", 1, band=Band.CLOCK),
    Example("two months left", chart_of(_APPROVED), "15 Jul 2026", 0, looks_again="19 Aug 2026"),
    Example(
        "renewed",
        chart_of(
            _APPROVED,
            payer_answer(
                "approved", "5 Sep 2026", expires="18 Dec 2026", reference="A2", **_HOME_CARE
            ),
        ),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example("ended", chart_of(_APPROVED), "Sat 19 Sep 2026 07:30", 0),
]
