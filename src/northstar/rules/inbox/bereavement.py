"""Bereavement: somebody tells us of a death. Call yourself, never in a batch."""

from datetime import date, datetime

from northstar.rules.examples import item, message
from northstar.rules.item import Item
from northstar.rules.places import quoting
from northstar.rules.signal import Band, Example, Finding, Signal
from northstar.rules.told_deaths import death_told


def find(item: Item, now: datetime):
    """One finding where the message tells of a death."""
    told = item.message
    hit = death_told(told.text) if told.began and not item.answered else None
    if not hit:
        return
    yield Finding(
        key="bereavement",
        says="tells of a death: call yourself, not in a batch",
        because=(quoting(told, *hit.span(), f"“{hit.group()}”"),),
        due=told.began.first_day(now.tzinfo),
        factors={"somebody has died": 6},
        matter="message",
    )


SIGNAL = Signal(
    code="bereavement",
    title="Tells of a death",
    why="Whoever has just lost someone should hear a person they know, once, and no reminder ever again.",
    cites="Own rule",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.HARM,
    suggests="Call yourself, unhurried; offer nothing else in this call. Then confirm the death so that letters stop",
    minutes=15,
    kinds=("Communication",),
)

_NOW = "Tue 8 Sep 2026 07:30"
_AT = "Mon 7 Sep 2026 11:10"
EXAMPLES = [
    Example(
        "a mother", item(message("My mother passed away on Sunday.", _AT)), _NOW, 1, band=Band.HARM
    ),
    Example(
        "a husband, in March",
        item(message("my husband died in March and his mail still comes", _AT)),
        _NOW,
        1,
    ),
    Example("in Spanish", item(message("Mi mamá falleció el domingo", _AT)), _NOW, 1),
    Example("a cat", item(message("My cat passed away so I am sad", _AT)), _NOW, 0),
    Example(
        "passed out is another matter",
        item(message("My mother passed out this morning", _AT)),
        _NOW,
        0,
    ),
    Example("passed her driving test", item(message("she passed her driving test", _AT)), _NOW, 0),
    Example(
        "already answered", item(message("My mother passed away.", _AT), answered=True), _NOW, 0
    ),
]
