"""The door of every carrier: what is handed over, and what may be answered."""

from dataclasses import dataclass
from typing import Protocol

TAKEN, DELIVERED = "taken", "delivered"
LATER = "later"  # surely not taken; may be tried again
REFUSED = "refused"  # surely not taken, and never will be
UNKNOWN = "unknown"  # it may have been taken


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as it leaves. `key` is the same at every try; `files` are (name, type, bytes)."""

    key: str
    channel: str
    address: str
    text: str
    subject: str = ""
    language: str = "en"
    recipient: str = ""
    files: tuple[tuple[str, str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of it, in one of the words above; `why` for people, `reference` the carrier's own name."""

    state: str
    why: str = ""
    reference: str = ""


class Carrier(Protocol):
    """`can_ask`: after a crash it can say whether it took a message. One that cannot is never tried
    again blindly: a person is asked."""

    name: str
    can_ask: bool

    def carry(self, message: Outgoing) -> Receipt:
        """Hand it over once. Raises nothing for what a carrier may do; a crash is a crash."""
        ...

    def ask(self, key: str, reference: str) -> Receipt:
        """What became of that message. `LATER` where it never came, `UNKNOWN` where nobody can say."""
        ...
