"""What left the building while records stood together.

Each kind of casework that sends something out joins in by a file `left.py` in its folder that declares
`LEFT`: a function of that span that gives what it sent meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime

from northstar.discover import within
from northstar.record.parting import Span


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that went out: when (by the machine), by whom, in words, and to whom where known."""

    at: datetime
    by: str
    says: str
    to: str = ""


def left(span: Span) -> list[Left]:
    """Everything that went out about the joined chart, the oldest first."""
    found = [one for told in within("northstar.casework", "left", "LEFT") for one in told(span)]
    return sorted(found, key=lambda one: one.at)
