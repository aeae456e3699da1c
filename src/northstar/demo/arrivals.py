"""One file as it reached the clinic."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Envelope:
    """When it was received (aware, in the clinic's zone), from which feed, its name and bytes."""

    received: datetime
    feed: str
    name: str
    data: bytes
