"""Repeat caller: the same person again, and nobody has answered yet."""

from datetime import date, datetime, timedelta

from northstar.rules.examples import item, message
from northstar.rules.item import Item
from northstar.rules.signal import Band, Example, Finding, Signal, because
from northstar.rules.wording import counted, part_of_day

_WEEK = timedelta(days=7)


def find(item: Item, now: datetime):
    """The latest message of a sender who also called within the week before it, unanswered."""
    told = item.message
    if item.answered or item.later or not told.began:
        return
    before = [m for m in item.earlier if _lately(m, told) and _may_be_same(m, told)]
    if not before:
        return
    first = before[0]
    yield Finding(
        key="repeat caller",
        says=f"has now called {counted(len(before) + 1, 'time')} since "
        f"{part_of_day(first.began, now.tzinfo)}, unanswered",
        because=(
            because(told, "The latest message"),
            *(because(m, "Before that") for m in before[-3:]),
        ),
        due=told.began.first_day(now.tzinfo),
        band=Band.HARM if len(before) >= 2 else Band.REST,
        factors={"called before, unanswered": min(2 * len(before), 8)},
        matter="message",
    )


def _lately(before, told) -> bool:
    return bool(before.began) and told.began.start - before.began.start <= _WEEK


def _may_be_same(before, told) -> bool:
    """A phone may be shared: two names said in two messages are two people."""
    one, other = (_name(m) for m in (before, told))
    return not one or not other or bool(one & other)


def _name(message) -> set[str]:
    said = [words for label, words in message.about if label in ("name", "caller")]
    given = [words.split()[0].casefold() for words in said if words.split()]
    return set(given)


SIGNAL = Signal(
    code="repeat-caller",
    title="Called again",
    why="Who calls twice has waited once. The second call says more than its words.",
    cites="Own rule",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Call back today and begin with an apology for the wait",
    minutes=8,
    kinds=("Communication",),
)

_NOW = "Tue 8 Sep 2026 07:30"
_FIRST = message("Please call me about the ride.", "Fri 4 Sep 2026 15:00")
_AGAIN = message("It's me again.", "Mon 7 Sep 2026 11:10")
EXAMPLES = [
    Example(
        "the second call", item(_AGAIN, earlier=[_FIRST]), _NOW, 1, says="2 times since Friday"
    ),
    Example(
        "the third call: this week",
        item(message("Third time.", "Tue 8 Sep 2026 07:00"), earlier=[_FIRST, _AGAIN]),
        _NOW,
        1,
        says="3 times",
        band=Band.HARM,
    ),
    Example(
        "a call a month ago is no repeat",
        item(_AGAIN, earlier=[message("Hi", "3 Aug 2026 09:00")]),
        _NOW,
        0,
    ),
    Example(
        "husband and wife share a phone",
        item(
            message("My appointment.", "Mon 7 Sep 2026 11:10", about=(("name", "Ann Example"),)),
            earlier=[message("My ride.", "Fri 4 Sep 2026 15:00", about=(("name", "Bob Example"),))],
        ),
        _NOW,
        0,
    ),
    Example("answered", item(_AGAIN, earlier=[_FIRST], answered=True), _NOW, 0),
    Example("only the latest message speaks", item(_FIRST, later=[_AGAIN]), _NOW, 0),
]
