"""Not heard yet: a recording that nobody has listened to and no machine has written down."""

from datetime import date, datetime

from northstar.rules.examples import item, message
from northstar.rules.item import Item
from northstar.rules.signal import Band, Example, Finding, Signal, because


def find(item: Item, now: datetime):
    """Any voicemail, or message with sound, without words: what it says may be urgent."""
    told = item.message
    if item.answered or not told.began or item.has_words or not _sounds(told):
        return
    yield Finding(
        key="not heard yet",
        says="left a recording that nobody has heard yet",
        because=(because(told, f"A {told.medium or 'message'} without a transcript"),),
        due=told.began.start,
        factors={"not heard yet": 1},
        matter="message",
    )


def _sounds(told) -> bool:
    return told.medium == "voicemail" or any(
        part.content_type.startswith("audio/") for part in told.attachments
    )


SIGNAL = Signal(
    code="not-heard-yet",
    title="Not heard yet",
    why="What nobody has heard may be the call that could not wait; it ranks directly below urgent words.",
    cites="Own rule",
    reviewed=date(2026, 11, 1),
    find=find,
    band=Band.SAFETY,
    suggests="Listen now; what is heard puts it in its place",
    minutes=2,
    kinds=("Communication",),
)

_NOW = "Tue 8 Sep 2026 07:30"
_AT = "Mon 7 Sep 2026 21:10"
EXAMPLES = [
    Example("no transcript", item(message("", _AT, transcript="none")), _NOW, 1, band=Band.SAFETY),
    Example(
        "only the carrier's own words around it",
        item(message("Voicemail from +1 415 555 0100, 0:41", _AT, transcript="none")),
        _NOW,
        1,
        band=Band.SAFETY,
    ),
    Example(
        "with a transcript", item(message("Please call me.", _AT, transcript="carrier")), _NOW, 0
    ),
    Example(
        "the carrier's own sentences are not the caller's words",
        item(
            message("You have a new voicemail. Transcript: not available", _AT, transcript="none")
        ),
        _NOW,
        1,
    ),
    Example("somebody listened and answered", item(message("", _AT), answered=True), _NOW, 0),
    Example(
        "an empty portal message makes no sound", item(message("", _AT, medium="portal")), _NOW, 0
    ),
]
