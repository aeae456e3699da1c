"""Barriers: what stands in the way, in the person's own circumstances."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from northstar.knowledge.said_how import how_said
from northstar.rules.extracts.extract import Extract, Kind, Said
from northstar.rules.extracts.listed import listed

# A "can't" before is another barrier, not a denial of this one: only the words next to it count.
_DENIES = re.compile(
    r"\b(?:not|no longer|denies|never|isn't|wasn't|aren't|don't|doesn't)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)


def find(text: str, now: datetime) -> Iterator[Extract]:
    """Every barrier heard, by its normal word. Most are said as a denial, so a "no" inside counts as said."""
    pattern, normal = listed("barrier_words.csv")
    for found in pattern.finditer(text.replace("’", "'")):
        how = how_said(text, found.start(), found.end())
        how = replace(
            how, denied=bool(_DENIES.search(text[max(0, found.start() - 24) : found.start()]))
        )
        says = normal[" ".join(found.group().lower().split())]
        yield Extract("barrier", says, found.start(), found.end(), how)


KIND = Kind(
    code="barrier",
    title="Barrier",
    why="A missed visit has a reason; named, it can be worked on.",
    files="A circumstance that stands in the way, as she told it",
    find=find,
    examples=(
        Said("a ride", "Missed the visit: no ride.", ("no ride",)),
        Said(
            "the price",
            "She can't afford the new one and is stretching her pills.",
            ("cost", "cost"),
        ),
        Said("alone", "He lives alone.", ("no help at home",)),
        Said("denied", "She is not afraid of the surgery.", ("fear: denied",)),
    ),
)
