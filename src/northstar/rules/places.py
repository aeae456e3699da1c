"""Where exactly in a message some words stand, so that they can be shown and checked in the original."""

import re

from northstar.chart.value import Value
from northstar.chart.words import Communication
from northstar.rules.signal import Because, because

_ENDS = re.compile(r"[.!?。！？]+(?:\s+|$)|\n+")
_LONG = 200
# The narrative of a C-CDA section, whole or its beginning.
_NARRATIVE = re.compile(r"^/ClinicalDocument\b[^#]*#text(?::0-\d+)?$")
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


def sentences(text: str, start: int, end: int) -> tuple[int, int]:
    """From where to where the whole sentences run in which some words stand: cut out of their sentence
    they may say the contrary. The words alone where that would be a long story."""
    begins = max((hit.end() for hit in _ENDS.finditer(text, 0, start)), default=0)
    ends = next((hit.start() + 1 for hit in _ENDS.finditer(text, max(start, end - 1))), len(text))
    return (begins, ends) if ends - begins <= _LONG else (start, end)


def sentence(text: str, start: int, end: int) -> str:
    """The same as words on one line."""
    begins, ends = sentences(text, start, end)
    return " ".join(text[begins:ends].split())


def in_note(note: Value, words: str, says: str) -> Because:
    """A reason that rests on some words of a note, and opens it at them where its text stands as written."""
    text = getattr(note, "text", "")
    at = text.find(words) if isinstance(text, str) else -1
    source = note.source
    if (
        at < 0
        or not source
        or getattr(note, "places", None)
        or not _NARRATIVE.search(source.locator)
    ):
        return because(note, says)
    return Because(says=says, source=source, quote=words, place=f"text:{at}-{at + len(words)}")
