"""A mail server says that what we sent did not come (RFC 3464): to which message of ours, and in which words."""

import re
from dataclasses import dataclass
from email.message import Message as Mail

from northstar.sources.mail.message import Message

CAME_BACK = "came back"
STATUS_CODES = "RFC 3463"
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")
_NUMBER = re.compile(r"^message-id:\s*<([^<>\s]{1,250})>", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Report:
    """`message` is the Message-ID of what came back, without its brackets; `status` the server's number (5.1.1)."""

    message: str
    status: str = ""


def report(found: Message) -> Report | None:
    """The report that this message is; None for any other, and where the mail is only late."""
    if found.headers.get_content_type() != "multipart/report":
        return None
    told = [block for block in _blocks(found.headers) if _word(block, "Action") == "failed"]
    number = _returned(found.headers)
    if not told or not number:
        return None
    status = _STATUS.search(_word(told[0], "Status"))
    return Report(number, status[0] if status else "")


def _blocks(mail: Mail) -> list[Mail]:
    """What it says of each receiver: the blocks of its delivery-status part."""
    found: list[Mail] = []
    for part in mail.walk():
        held = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(held, list):
            found += [block for block in held if isinstance(block, Mail)]
    return found


def _returned(mail: Mail) -> str:
    """The Message-ID of the message inside, whole or its headers only."""
    for part in mail.walk():
        if part is mail or part.get_content_type() not in _RETURNED:
            continue
        held = part.get_payload()
        inner = held[0] if isinstance(held, list) and held else None
        words = f"Message-ID: {inner.get('Message-ID', '')}" if isinstance(inner, Mail) else held
        if isinstance(words, str) and (number := _NUMBER.search(words)):
            return number[1]
    return ""


def _word(block: Mail, name: str) -> str:
    return str(block.get(name) or "").strip().lower()
