"""Fax to read: pages came in and nobody has looked at them."""

from datetime import date, datetime

from northstar.knowledge.calendar import add_business_days
from northstar.rules.examples import item, message
from northstar.rules.item import Item
from northstar.rules.signal import Band, Example, Finding, Signal, because
from northstar.rules.wording import counted, part_of_day

_CLOCKS = (
    "denial",
    "denied",
    "determination",
    "appeal",
    "notice",
    "urgent",
    "stat",
    "critical",
    "expedited",
)


def find(item: Item, now: datetime):
    """Any fax nobody has dealt with; one whose words speak of a denial or a result comes before the rest."""
    told = item.message
    if item.answered or not told.began or told.medium != "fax":
        return
    pages = sum(part.pages or 0 for part in told.attachments)
    length = f" of {counted(pages, 'page')}" if pages else ""
    words = f"{told.subject} {told.text}".lower()
    hit = next((word for word in _CLOCKS if word in words), "")
    yield Finding(
        key="fax to read",
        says=f"has a fax{length} here since {part_of_day(told.began, now.tzinfo)}; nobody has read it",
        because=(because(told, f"Fax from {told.sender or told.phone or 'a number not given'}"),),
        due=add_business_days(told.began.start, 1, now.tzinfo),
        band=Band.HARM if hit else Band.REST,
        factors={"may carry a deadline": 4} if hit else {"a fax to read": 2},
        matter="message",
    )


SIGNAL = Signal(
    code="fax-to-read",
    title="A fax to read",
    why="A faxed denial starts its clock on the day it was sent, read or not.",
    cites="Own rule",
    reviewed=date(2026, 11, 1),
    find=find,
    suggests="Open it, say whose it is and what it is",
    minutes=5,
    kinds=("Communication",),
)

_NOW = "Tue 8 Sep 2026 07:30"
_AT = "Mon 7 Sep 2026 16:10"
EXAMPLES = [
    Example(
        "pages nobody has read",
        item(message("", _AT, medium="fax")),
        _NOW,
        1,
        band=Band.REST,
        due="8 Sep 2026",
    ),
    Example(
        "its cover says denial",
        item(message("", _AT, medium="fax", subject="Notice of denial")),
        _NOW,
        1,
        band=Band.HARM,
    ),
    Example("read and filed", item(message("", _AT, medium="fax"), answered=True), _NOW, 0),
    Example("a voicemail", item(message("hello", _AT)), _NOW, 0),
]
