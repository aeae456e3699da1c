"""What stands in a place of the plan as one says it: people by their names, days as days."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from northstar.access.models import Staff
from northstar.access.staffing import holders
from northstar.chart.sensitivity import Label
from northstar.desk.sensitive import LABELS
from northstar.rules.plans.changes import Change, spoken
from northstar.rules.plans.shape import PERSON, a_day

EVERYBODY = "Everybody in the care team"
NOT_HERE = "somebody who is not here any more"


def names() -> dict[str, str]:
    """Who of us the owners of steps are, by what stands in the plan for them."""
    return {
        f"{'staff' if isinstance(one, Staff) else 'team'}:{uid}": one.name
        for uid, one in holders().items()
    }


def in_words(changes: Iterable[Change], known: dict[str, str], person: str) -> list[Change]:
    """Differences with people's names in them. `known` is `names()`, `person` the person's name."""
    return [
        replace(one, was=said(one.place, one.was, known, person), now=said(one.place, one.now, known, person))
        for one in changes
    ]  # fmt: skip


def said(place: str, text: str, known: dict[str, str], person: str) -> str:
    """The words of one place, as the plan keeps them or as the rules say them."""
    last = place.rpartition("/")[2]
    if not text:
        return ""
    if last == "owner":
        return owner(text, known, person)
    if last == "label":
        known_as = int(text) if text.isdecimal() else 0
        return LABELS.get(Label(known_as), "Restricted") if known_as else EVERYBODY
    if last in ("by", "review") and (on := a_day(text)):
        return _day(on)
    return spoken(place, text)


def owner(text: str, known: dict[str, str], person: str) -> str:
    """Who does a step, by name."""
    if text == PERSON:
        return person
    kind, _, name = text.partition(":")
    return known.get(text) or (NOT_HERE if kind in ("staff", "team") else name or text)


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b} {on.year}"
