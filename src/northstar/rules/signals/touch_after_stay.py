"""Touch after a stay: home from hospital for one week or two, and nobody has asked how it goes since."""

from datetime import date

from northstar.chart.words import Consent
from northstar.rules.call_consents import NO_CALLS, refuses_calls
from northstar.rules.contacts import contact_after
from northstar.rules.departures import MATTER, after, departure, evidence, left_words, promised
from northstar.rules.examples import call, chart_of, patient, stay, visit
from northstar.rules.signal import Because, Example, Finding, Signal, because
from northstar.rules.stays import HOME
from northstar.rules.touches import touches
from northstar.rules.wording import day


def find(chart, now):
    home = departure(chart, now, HOME)
    first = contact_after(chart, home.left, now.tzinfo) if home else None
    if home is None or first is None:
        return
    for touch in touches(chart, home, now):
        if touch.done is None and touch.due <= now.date() <= touch.closes:
            yield _finding(chart, home, first, touch, now)
        yield from promised(now, touch.due, after(touch.due), after(touch.closes))


def _finding(chart, home, first, touch, now):
    spoke = f"{'Seen' if first.seen else 'Spoken with'} {day(first.at.first_day(now.tzinfo))}"
    return Finding(
        key=f"{home.key} day {touch.number}",
        says=f"left hospital {left_words(home, now)}; the touch of day {touch.number} is due",
        due=touch.due,
        factors={f"touch of day {touch.number}": 10 if now.date() == touch.due else 14},
        because=(
            *evidence(home.stay, now),
            because(first.fact, f"{spoke}, and since {day(touch.opens)} not again"),
            Because(
                f"Day {touch.number} after {day(home.left_day)}, or the first business day then: "
                f"{day(touch.due)}"
            ),
        ),
        suggests=_suggests(chart, now),
    )


def _suggests(chart, now) -> str:
    asks = "how the medicines go, what is worse than a week ago, whether the visit took place"
    if refuses_calls(chart, now.date()):
        return f"They want no calls. Write: {asks}."
    return f"Call, or whatever road they prefer: {asks}."


SIGNAL = Signal(
    code="touch-after-stay",
    title="A touch after a stay",
    why="The first call finds what went wrong on the way home. One and two weeks later other things go wrong.",
    cites="Product default; no published limit was found",
    reviewed=date(2026, 11, 1),
    find=find,
    minutes=8,
    matter=MATTER,
    kinds=("Encounter", "Communication"),
)

_HOME = stay("Tue 1 Sep 2026 10:00", "Fri 4 Sep 2026 22:40", disposition="home")
_FIRST = call("Tue 8 Sep 2026 10:00")
_NO_CALLS = Consent(status="active", decision="deny", scope=NO_CALLS)
_DAY_7, _DAY_14 = "Fri 11 Sep 2026 08:00", "Fri 18 Sep 2026 08:00"
EXAMPLES = [
    Example(
        "one week at home, called once",
        chart_of(_HOME, _FIRST),
        _DAY_7,
        1,
        says="left hospital Friday night, 4 Sep; the touch of day 7 is due",
        due="11 Sep 2026",
        looks_again="12 Sep 2026",
    ),
    Example(
        "the day before",
        chart_of(_HOME, _FIRST),
        "Thu 10 Sep 2026 08:00",
        0,
        looks_again="11 Sep 2026",
    ),
    Example(
        "never reached: the first call is another line",
        chart_of(_HOME, call("Tue 8 Sep 2026 10:00", "no answer")),
        _DAY_7,
        0,
    ),
    Example(
        "the first call came late and is the touch",
        chart_of(_HOME, call("Thu 10 Sep 2026 09:00")),
        _DAY_7,
        0,
    ),
    Example(
        "called on the sixth day", chart_of(_HOME, _FIRST, call("Thu 10 Sep 2026 16:00")), _DAY_7, 0
    ),
    Example(
        "seen at the clinic on the seventh day",
        chart_of(_HOME, _FIRST, visit("11 Sep 2026")),
        _DAY_7,
        0,
    ),
    Example(
        "the day 7 that nobody did, three days later",
        chart_of(_HOME, _FIRST),
        "Mon 14 Sep 2026 08:00",
        1,
        due="11 Sep 2026",
    ),
    Example(
        "two weeks at home",
        chart_of(_HOME, _FIRST, call("Fri 11 Sep 2026 10:00")),
        _DAY_14,
        1,
        says="the touch of day 14 is due",
        due="18 Sep 2026",
    ),
    Example(
        "both done",
        chart_of(_HOME, _FIRST, call("Fri 11 Sep 2026 10:00"), call("Thu 17 Sep 2026 10:00")),
        _DAY_14,
        0,
    ),
    Example(
        "day 7 on a Sunday is asked on Monday",
        chart_of(stay("Tue 1 Sep 2026 10:00", "Sun 6 Sep 2026 11:00", disposition="home"), _FIRST),
        "Sun 13 Sep 2026 08:00",
        0,
        looks_again="14 Sep 2026",
    ),
    Example(
        "declined: left alone", chart_of(_HOME, call("Tue 8 Sep 2026 10:00", "declined")), _DAY_7, 0
    ),
    Example(
        "wants no calls: a letter is asked for",
        chart_of(_HOME, _FIRST, _NO_CALLS),
        _DAY_7,
        1,
    ),
    Example(
        "gone to a skilled facility",
        chart_of(stay("1 Sep 2026", "4 Sep 2026", disposition="snf"), _FIRST),
        _DAY_7,
        0,
    ),
    Example("back in hospital", chart_of(_HOME, _FIRST, stay("Thu 10 Sep 2026 11:00")), _DAY_7, 0),
    Example("died since", chart_of(_HOME, _FIRST, patient(died="9 Sep 2026")), _DAY_7, 0),
    Example("four weeks later", chart_of(_HOME, _FIRST), "Fri 2 Oct 2026 08:00", 0),
]
