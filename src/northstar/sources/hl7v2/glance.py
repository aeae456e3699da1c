"""What a receiver must know before it answers: who sends which number, and is it a message at all."""

import re

from northstar.chart.when import NotATime, When, when
from northstar.sources.hl7v2.event import NotHL7, header_of
from northstar.sources.hl7v2.reader import NAME, VERSION, read
from northstar.sources.reading import Feed, Reading

# A header on one line, and a segment behind it: else the line break may stand inside the header.
_WHOLE = re.compile(rb"MSH([^\r\n])[^\r\n]*(?:[\r\n]+(?:[A-Z][A-Z0-9]{2}(?:\1|[\r\n]|\Z)|\Z)|\Z)")
_CONTROL = re.compile(rb"[^\t\r\n\x20-\xff]")  # such as a null: segments may end there


def glance(data: bytes, feed: Feed) -> Reading:
    """The account of one message by its header alone, without facts; the whole reading, which takes
    twenty times as long, comes when it is filed. Whatever is unusual is read whole at once."""
    if not _WHOLE.match(data) or b"MSH" in data[3:] or _CONTROL.search(data):
        return read(data, feed)
    try:
        event = header_of(data)
    except NotHL7:
        return read(data, feed)
    written = _written(event.time, feed.zone)
    if not event.trigger or written is None:
        return read(data, feed)
    return Reading(
        format=NAME,
        version=VERSION,
        written=written,
        sender=event.sender,
        control=event.control,
        title=f"{event.type} {event.trigger}".strip(),
    )


def _written(text: str, zone: str) -> When | None:
    try:
        return when(text, zone) if text else None
    except NotATime:
        return None
