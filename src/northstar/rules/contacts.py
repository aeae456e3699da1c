"""Every time someone of ours spoke with or saw the person, and every time we tried in vain."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from northstar.chart.chart import Chart
from northstar.chart.value import Value
from northstar.chart.visits import Encounter
from northstar.chart.when import When
from northstar.chart.words import Communication
from northstar.knowledge.seen_by import sees_clinician

SEEN = frozenset({"AMB", "VR", "HH"})
# Not "in-progress": a laboratory message also names an outpatient visit, which never ends, and a
# visit that only a result told of must not silence the call after a stay.
_HAPPENED = frozenset({"finished", "arrived"})
# Who declined, or wants no more calls, was spoken with: nobody chases them.
SPOKEN = frozenset({"reached", "declined", "refused further calls"})
TRIED = frozenset(
    {"left message", "no answer", "busy", "wrong number", "dead number", "spoke with somebody else"}
)


@dataclass(frozen=True, slots=True)
class Contact:
    """`seen` for a visit, otherwise a conversation; `at` as its source wrote it."""

    at: When
    fact: Value
    seen: bool


def contacts(chart: Chart) -> list[Contact]:
    """Visits and conversations, oldest first. Speaking with a consented caregiver counts."""
    if "contacts" not in chart.views:
        chart.views["contacts"] = sorted(_all(chart), key=lambda c: c.at.start)
    return chart.views["contacts"]


def contact_after(chart: Chart, left: When, zone: tzinfo | None) -> Contact | None:
    """The first conversation since they left, or visit from the next day on.

    A conversation of which only the day is told must be of a later day than that of leaving.
    """
    return next((c for c in contacts(chart) if _after(c, left, zone)), None)


def talk_after(chart: Chart, left: When, zone: tzinfo | None) -> Contact | None:
    """The first of these in which their affairs were spoken of: who declined was reached, and nothing more.
    This is what a claim for bringing somebody home rests on."""
    talks = (c for c in contacts(chart) if c.seen or getattr(c.fact, "status", "") == "reached")
    return next((c for c in talks if _after(c, left, zone)), None)


def visit_after(chart: Chart, left: When, zone: tzinfo | None) -> Contact | None:
    """The first visit on a later calendar day than that of leaving."""
    return next((c for c in contacts(chart) if c.seen and _after(c, left, zone)), None)


def attempts_after(chart: Chart, start: datetime) -> list[Communication]:
    """Calls since then that reached nobody."""
    return [
        m
        for m in chart.messages
        if m.medium == "call" and m.status in TRIED and m.began and m.began.start >= start
    ]


def spoken(chart: Chart) -> list[Communication]:
    """Calls of ours in which we spoke with the person, or with somebody they allow us to speak with."""
    return [m for m in chart.messages if m.medium == "call" and m.status in SPOKEN and m.began]


def _after(contact: Contact, left: When, zone: tzinfo | None) -> bool:
    if contact.at.start < left.end or (contact.seen and not _by_clinician(contact.fact)):
        return False
    return not contact.seen or contact.at.first_day(zone) > left.first_day(zone)


def _by_clinician(visit: Value) -> bool:
    """Who sat in a dialysis chair or gave blood was seen by nobody who asked how it goes at home."""
    return not isinstance(visit, Encounter) or sees_clinician(visit.code.words, visit.service)


def _all(chart: Chart) -> Iterator[Contact]:
    for e in chart.encounters:
        if _is_visit(e):
            yield Contact(e.began, e, seen=True)
    for m in spoken(chart):
        if m.began:
            yield Contact(m.began, m, seen=False)


def _is_visit(e: Encounter) -> bool:
    if e.class_code not in SEEN or e.status not in _HAPPENED or not e.began:
        return False
    return not _certifies_death(e)


def _certifies_death(e: Encounter) -> bool:
    """Some systems write the death certificate as a visit; nobody was seen."""
    return e.code.has("snomed", ("308646001",)) or "death certif" in e.code.words.lower()
