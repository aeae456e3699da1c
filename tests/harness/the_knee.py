"""The papers of the right knee, from the sample clinic: as they are, or with words exchanged."""

import base64
import re
from collections.abc import Iterator

from northstar.demo import build, cast
from northstar.demo.arrivals import Envelope

NOW = cast.NOW
HERS = ("C-2006", "PRE161", "OR-7781", "CONS161", "ECG161", "B-90161", "fills-cast")


def clinic(**changed: dict[str, str] | None) -> None:
    """Her part of the sample clinic, built for its Tuesday morning."""
    build.build(files(**changed), NOW)


def files(**changed: dict[str, str] | None) -> Iterator[Envelope]:
    """The files about her, each as it is or with words exchanged in it (name part: {old: new})."""
    for one in cast.envelopes():
        if any(part in one.name for part in HERS) or one.name.startswith("C-2007"):
            data = one.data
            for part, words in changed.items():
                if part in one.name.replace("-", "_"):
                    data = exchanged(data, words)
            if data:
                yield Envelope(one.received, one.feed, one.name, data)


def exchanged(data: bytes, words: dict[str, str] | None) -> bytes:
    """A file with words exchanged, also inside its base64; nothing at all for None."""
    if words is None:
        return b""
    text = data.decode()
    opened = re.sub(
        r'("data": ")([^"]+)(")',
        lambda m: m[1] + base64.b64encode(_told(base64.b64decode(m[2]).decode(), words).encode()).decode() + m[3],
        text,
    )  # fmt: skip
    return _told(opened, words).encode()


def _told(text: str, words: dict[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text
