"""Keeps what senders sent, many messages to one commit, and says what each sender is told.

The answer is stored with the arrival, in the same transaction: whoever sends a message again hears
the first answer again. A message that cannot be read is kept in quarantine and answered AE or AR;
the others of its batch are not held up by it.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import DatabaseError

from northstar import spine
from northstar.access.viewer import system_viewer
from northstar.access.writing import writing
from northstar.record.feeds import Feed, as_source
from northstar.sources.hl7v2 import FORMAT
from northstar.sources.hl7v2.acks import (
    ACCEPT,
    DUPLICATE,
    ERROR,
    INTERNAL,
    REJECT,
    REQUIRED,
    UNSUPPORTED,
    answers,
)
from northstar.sources.hl7v2.framing import framed
from northstar.sources.hl7v2.glance import glance
from northstar.sources.reading import Feed as SourceFeed
from northstar.sources.reading import Reading, refused

log = logging.getLogger(__name__)
_BROKEN = "The reader failed on this message; it is kept for a person to look at."
_AGAIN = "The message could not be kept; send it again."
_TOO_LONG = "The message is longer than 16 MiB and was not kept."
_CLASH = "Another message came under the same control number with other content."


def keep_by_feed(
    messages: Sequence[bytes], feed_for: Callable[[bytes], Feed], at: datetime
) -> list[bytes]:
    """Keep a batch whose messages belong to several feeds, still in one transaction."""
    places: dict[Feed, list[int]] = {}
    for place, message in enumerate(messages):
        places.setdefault(feed_for(message), []).append(place)
    if len(places) == 1:
        return keep(messages, next(iter(places)), at)
    told: dict[int, bytes] = {}
    with writing():
        for feed, mine in places.items():
            told.update(zip(mine, keep([messages[n] for n in mine], feed, at), strict=True))
    return [told[place] for place in range(len(messages))]


def keep(messages: Sequence[bytes], feed: Feed, at: datetime) -> list[bytes]:
    """Keep a batch in one transaction; gives the framed answer of each, in order.

    Where the batch cannot be kept together, each message is tried alone, so that one that the store
    will not take does no harm to the others. What was not committed is never answered AA.
    """
    source = as_source(feed)
    read = [(data, *_read(data, source)) for data in messages]
    try:
        return _together(read, feed, at)
    except (DatabaseError, ValueError, OSError) as trouble:
        log.warning(
            "A batch of %d could not be kept at once: %s", len(read), type(trouble).__name__
        )
    return [_alone(one, feed, at) for one in read]


def refuse_too_long(head: bytes, at: datetime) -> bytes:
    """The framed answer to a frame above the limit, from its first bytes."""
    return _wire(head, REJECT, at, "1", _TOO_LONG, UNSUPPORTED)


def _read(data: bytes, source: SourceFeed) -> tuple[Reading, bool]:
    """The reader's account, and whether the reader itself failed."""
    try:
        return glance(data, source), False
    except Exception as trouble:
        log.error("The HL7 reader failed: %s", type(trouble).__name__)
        return refused(FORMAT.name, FORMAT.version, _BROKEN), True


def _together(read: list, feed: Feed, at: datetime) -> list[bytes]:
    failed = {id(reading) for _, reading, broken in read if broken}
    bytes_of = {id(reading): data for data, reading, _ in read}

    def answer(arrival, reading: Reading) -> bytes:
        code, reason, error = _told(arrival.verdict, id(reading) in failed)
        control = arrival.public_id.hex[:20]
        return _wire(bytes_of[id(reading)], code, at, control, reason, error)

    kept = spine.keep_batch(
        [(data, reading, "") for data, reading, _ in read],
        feed,
        by=system_viewer("listener"),
        at=at,
        answer=answer,
    )
    return [
        bytes(one.arrival.answer)
        if one.arrival.answer is not None  # it came by another road first: as a file
        else _wire(data, ACCEPT, at, one.arrival.public_id.hex[:20], "", "")
        for one, (data, _, _) in zip(kept, read, strict=True)
    ]


def _alone(one: tuple, feed: Feed, at: datetime) -> bytes:
    try:
        return _together([one], feed, at)[0]
    except (DatabaseError, ValueError, OSError) as trouble:
        log.error("A message could not be kept: %s", type(trouble).__name__)
        return _wire(one[0], ERROR, at, "1", _AGAIN, INTERNAL)


def _told(verdict: str, failed: bool) -> tuple[str, str, str]:
    """AA where it is kept to be filed; AE where a person must look; AR where it is no message."""
    if failed:
        return ERROR, _BROKEN, INTERNAL
    if verdict == "refused":
        return REJECT, "The message has no readable MSH segment.", REQUIRED
    if verdict == "quarantined":
        return ERROR, _CLASH, DUPLICATE
    return ACCEPT, "", ""


def _wire(data: bytes, code: str, at: datetime, control: str, reason: str, error: str) -> bytes:
    time = at.strftime("%Y%m%d%H%M%S%z")
    told = answers(data, code, time=time, control=control, reason=reason, error=error)
    return b"".join(map(framed, told))
