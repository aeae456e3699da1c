"""Where exactly in a message some words stand, so that they can be shown and checked in the original."""

import re

from northstar.chart.words import Communication
from northstar.rules.signal import Because

_OFFSETS = re.compile(r"#(\d+)-\d+$")


def quoting(message: Communication, start: int, end: int, says: str) -> Because:
    """A reason that rests on `message.text[start:end]`, with its offsets in the part it came from.

    The locator of a message is `part:1#120-160`: the part, and where in its decoded text the words
    stand. The text may have been trimmed by its reader, so the words are looked for in the quote first.
    """
    words = message.text[start:end]
    told = _OFFSETS.search(message.source.locator) if message.source else None
    base = int(told.group(1)) if told else 0
    found = message.quote.find(words, max(0, start - 2)) if message.quote else -1
    if found < 0 and message.quote:
        found = message.quote.find(words)
    at = base + (found if found >= 0 else start)
    return Because(says=says, source=message.source, quote=words, place=f"{at}-{at + len(words)}")
