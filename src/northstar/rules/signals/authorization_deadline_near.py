"""Authorization deadline near: the last day to appeal is close, or has just passed."""

from datetime import date, timedelta

from northstar.knowledge.authorization_clocks import ROWS
from northstar.knowledge.table import at
from northstar.rules.authorizations import deadline, denials, subject, thread
from northstar.rules.departures import after, clock, promised
from northstar.rules.examples import chart_of, concept, payer_answer, task
from northstar.rules.signal import Band, Example, Finding, Signal, because
from northstar.rules.wording import day


def find(chart, now):
    for denial in denials(chart):
        by = deadline(chart, denial, now.tzinfo)
        if not by:
            continue
        near, nearer, last_call, closes = _steps(by.day)
        if near <= now.date() <= closes:
            yield Finding(
                key=thread(denial),
                says=_says(denial, by, now),
                due=by.day,
                band=_band(by.day, nearer, now),
                factors=_weight(by.day, last_call, now),
                because=(
                    because(denial, f"Refused: {denial.reason or 'no reason given'}"),
                    *by.why,
                ),
                matter=f"authorization {thread(denial)}",
            )
        yield from promised(now, near, nearer, last_call, by.day, after(by.day), after(closes))


def _steps(by: date) -> tuple[date, ...]:
    """14, 7 and 2 days before, and how long a passed deadline is still shown."""
    before = [
        by - timedelta(days=at(ROWS, code, by).value)
        for code in ("appeal-near", "appeal-very-near", "appeal-last-call")
    ]
    return (*before, by + timedelta(days=at(ROWS, "late-appeal-shown", by).value))


def _says(denial, by, now) -> str:
    what = f"the refusal of {subject(denial)}"
    if now.date() > by.day:
        return f"can no longer appeal {what} as of right since {day(by.day)}; ask for good cause"
    return f"can appeal {what} only until {day(by.day)}"


def _band(by: date, nearer: date, now) -> Band:
    if now.date() >= by:
        return clock(by, now)
    return Band.HARM if now.date() >= nearer else Band.REST


def _weight(by: date, last_call: date, now) -> dict[str, int]:
    if now.date() > by:
        return {"deadline passed": 30}
    if now.date() == by:
        return {"clock ends today": 40}
    return {"two days left": 25} if now.date() >= last_call else {"deadline near": 12}


SIGNAL = Signal(
    code="authorization-deadline-near",
    title="Appeal deadline near",
    why="A right to appeal that lapses is seldom given back.",
    cites="The notice itself; else 42 CFR 422.582, 423.582, 438.402, 29 CFR 2560.503-1",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="File with what is there today; more can follow.",
    minutes=30,
    kinds=("ClaimResponse", "Coverage", "Task"),
)

_DENIED = payer_answer(
    "denied", "10 Jul 2026", deadline="15 Sep 2026", reference="A1", code=concept("Lumbar MRI")
)
EXAMPLES = [
    Example(
        "a week before",
        chart_of(_DENIED),
        "Tue 8 Sep 2026 07:30",
        1,
        says="can appeal the refusal of Lumbar MRI only until Tue 15 Sep",
        band=Band.HARM,
        due="15 Sep 2026",
        looks_again="13 Sep 2026",
    ),
    Example("on the last day", chart_of(_DENIED), "Tue 15 Sep 2026 07:30", 1, band=Band.CLOCK),
    Example(
        "the day after",
        chart_of(_DENIED),
        "Wed 16 Sep 2026 07:30",
        1,
        says="ask for good cause",
        band=Band.CLOCK,
    ),
    Example("fifteen days before", chart_of(_DENIED), "31 Aug 2026", 0, looks_again="1 Sep 2026"),
    Example(
        "an appeal is filed",
        chart_of(_DENIED, task("Appeal to the plan", "1 Sep 2026", focus="A1", status="completed")),
        "Tue 8 Sep 2026 07:30",
        0,
    ),
    Example("long past", chart_of(_DENIED), "Tue 20 Oct 2026 07:30", 0),
]
