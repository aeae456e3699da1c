"""When a message was sent and came, in which language, and in which conversation."""

import re
from email.utils import parseaddr, parsedate_to_datetime

from northstar.chart.when import NotATime, When, when
from northstar.sources.mail.message import Message, Part
from northstar.sources.reading import Feed, Reading, Trouble


def mailbox(words: str) -> tuple[str, str]:
    """Name and address of the first sender or recipient; the words alone where they are neither."""
    try:
        return parseaddr(words)
    except Exception:  # brackets inside brackets without end
        return words[:200], ""


def received(found: Message, feed: Feed, reading: Reading) -> When | None:
    """The topmost Received line is the last station's own; what stands below could be forged."""
    last = found.header("Received")
    if not last:
        return time_of(found.header("Date"), feed, Reading("", ""), "")
    return time_of(last.rsplit(";", 1)[-1], feed, reading, "header:Received")


def time_of(words: str, feed: Feed, reading: Reading, where: str) -> When | None:
    if not words:
        return None
    try:
        # A zone of -0000 means that the sender does not know: the feed's zone counts then.
        return when(parsedate_to_datetime(words.strip()).isoformat(), feed.zone)
    except (ValueError, TypeError, IndexError, OverflowError, NotATime):
        reading.doubted.append(Trouble(where, words[:80], "This is not a date and time."))
        return None


def language(found: Message, body: Part | None) -> str:
    spoken = found.header("Content-Language") or (body.language if body else "")
    return re.split(r"[,;\s]", spoken.strip())[0][:35]


def thread(found: Message) -> str:
    """The first message of the conversation this one belongs to."""
    ids = re.findall(
        r"<([^<>\s]{1,250})>", f"{found.header('References')} {found.header('In-Reply-To')}"
    )
    return ids[0] if ids else ""
