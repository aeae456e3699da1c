"""A handout set by Typst as PDF/UA-1: a title, parts with headings, things to do as lists."""

import json
from dataclasses import dataclass

from northstar.engines.letters.paper import compiled, one_line, script


@dataclass(frozen=True, slots=True)
class Handout:
    """`parts` are (heading, sentences, items) each; `call` whom to ask, `foot` which version it is."""

    title: str
    from_: str
    date: str
    parts: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    call: str = ""
    foot: str = ""
    language: str = "en"


def pdf(handout: Handout) -> bytes:
    """The handout. Raises CannotSet where this machine has no letters for what is written."""
    return compiled("handout", _told(handout))


def _told(handout: Handout) -> str:
    parts = [
        {"heading": one_line(heading), "sentences": [one_line(s) for s in said], "items": [one_line(i) for i in items]}
        for heading, said, items in handout.parts
    ]  # fmt: skip
    told = {
        "title": one_line(handout.title), "from": [handout.from_], "date": handout.date, "parts": parts,
        "call": handout.call, "foot": handout.foot,
    }  # fmt: skip
    return json.dumps(told | script(handout.language), ensure_ascii=False)
