"""Does a note hold what its service asks for? Shown before it is signed; it hinders nobody from signing."""

import re
from dataclasses import dataclass
from datetime import date

from northstar.knowledge.note_elements import Element, elements


@dataclass(frozen=True, slots=True)
class Read:
    """A note as the rules read it: its text; the acts it rests on, each (kind, author, minutes); the
    words of the consent that stands, if one does."""

    text: str
    acts: tuple[tuple[str, str, int], ...] = ()
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One element: `found` is where it stands, in words, or empty; `asks` what to write then."""

    says: str
    found: str
    asks: str
    cites: str


def holds(program: str, day: date, note: Read) -> list[Held]:
    """Every element that this service asks for on that day, found or not."""
    return [
        Held(row.value.says, _found(row.value, note), row.value.asks, row.cites)
        for row in elements(program, day)
    ]


def _found(element: Element, note: Read) -> str:
    if element.code == "done":
        told = dict.fromkeys(f"{kind}, {by}" for kind, by, _ in note.acts)
        return "; ".join(list(told)[:3])
    if element.code == "minutes":
        timed = bool(note.acts) and all(minutes for _, _, minutes in note.acts)
        return "each act has its minutes" if timed else ""
    if element.code == "consent":
        return note.consent
    said = re.search(element.words, note.text, re.IGNORECASE)
    return f"“{_around(note.text, said.start(), said.end())}”" if said else ""


def _around(text: str, start: int, end: int) -> str:
    begins = max(text.rfind(mark, 0, start) for mark in ".!?\n") + 1
    return " ".join(text[max(begins, start - 40) : end + 30].split())
