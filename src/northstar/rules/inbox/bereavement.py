"""Bereavement: somebody tells us of a death. Call yourself, never in a batch."""

import re
from datetime import date, datetime

from northstar.rules.examples import item, message
from northstar.rules.item import Item
from northstar.rules.places import quoting
from northstar.rules.signal import Band, Example, Finding, Signal

_KIN = (
    r"(?:mother|mom|mama|father|dad|husband|wife|son|daughter|brother|sister|grand\w+|aunt|uncle|"
    r"partner|parent|baby|mr\.? \w+|mrs\.? \w+|ms\.? \w+|he|she)"
)
_WORDS = re.compile(
    rf"\b{_KIN}(?:'s)?(?:\W+\w+){{0,3}}?\W+(?:passed(?: away| on)?(?! (?:out|her|his|the|by|a|my|gas|up|that|it|this|all))|died|"
    r"is dead|is deceased|is no longer with us|has left us|is gone now)\b|"
    r"\b(?:lost|buried|burying) (?:my|her|his|our) (?:mother|mom|father|dad|husband|wife|son|daughter|brother|sister|baby|\w+ (?:mother|father))\b|"
    r"\b(?:death|funeral|memorial|wake|obituary) (?:of|for|is|was) (?:my|his|her|our|on)\b|\bdeath certificate\b|"
    r"\b(?:falleci\w*|murio|murió|se murio|se murió)\b|去世|過世|过世|走了|往生|逝世",
    re.IGNORECASE,
)
_PET = re.compile(
    r"\b(?:cat|dog|puppy|kitten|bird|fish|phone|battery|car|hearing aid)(?:'s)?\W+(?:\w+\W+){0,3}?(?:passed|died|dead)",
    re.IGNORECASE,
)


def find(item: Item, now: datetime):
    """One finding where the message tells of a death."""
    told = item.message
    hit = _WORDS.search(told.text) if told.text and told.began and not item.answered else None
    if not hit or _PET.search(told.text):
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
