"""What makes two arrivals one document: the same pages, or the same words of the same sender."""

import hashlib
import re

from northstar.chart.words import Communication
from northstar.record import arrivals
from northstar.record.arrivals import Arrival
from northstar.sources import mail
from northstar.sources.content import PAPERS

_FEW = 12  # fewer words ("please call me back") are said by many


def mark_of(arrival: Arrival, message: Communication) -> str:
    """A digest of the pages that came, and of what somebody wrote with them; '' where there is
    nothing by which it could be recognised."""
    pages = _pages(arrival, message)
    # The words around a fax are its carrier's, and another carrier's are others.
    written = "" if message.medium == "fax" and pages else _plain(message.text)
    if not pages and len(written.split()) < _FEW:
        return ""
    sender = "" if pages else (message.phone or message.email or message.sender).casefold()
    return hashlib.sha256("\0".join((*pages, written, sender)).encode()).hexdigest()


def _pages(arrival: Arrival, message: Communication) -> list[str]:
    papers = [part for part in message.attachments if part.content_type in PAPERS]
    if not papers or arrival.format != "mail":
        return []
    data = arrivals.original(arrival)
    found = []
    for part in papers:
        try:
            found.append(hashlib.sha256(mail.attachment(data, part.locator)[2]).hexdigest())
        except LookupError:
            return []
    return sorted(found)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
