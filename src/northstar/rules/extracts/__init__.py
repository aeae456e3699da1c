"""What a free text tells, proposed as separate facts: one file a kind. Nothing is filed by itself."""

from datetime import datetime

from northstar.discover import declared
from northstar.rules.extracts.extract import Extract, Kind

LONGEST = 100_000  # characters that are read


def extracts(text: str, now: datetime) -> list[Extract]:
    """Everything proposed from a text, in its order: problems, medicines, follow-ups, promises and more."""
    read = text[:LONGEST]
    found = [one for kind in kinds() for one in kind.find(read, now)]
    return sorted(found, key=lambda one: (one.start, one.end, one.kind))


def kinds() -> tuple[Kind, ...]:
    """Every kind there is, in order of name."""
    return declared("northstar.rules.extracts", "KIND")
