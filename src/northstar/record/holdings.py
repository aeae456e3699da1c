"""What the record holds, counted and listed by what a person would call it: for checks and reports."""

from dataclasses import dataclass
from datetime import datetime

from northstar.record.models import Arrival, Identity, Link, Patient, Verdict


@dataclass(frozen=True, slots=True)
class Known:
    """A patient by name and birth date, and the feeds that know this person."""

    name: str
    born: str
    feeds: frozenset[str]


def arrived(feed: str, since: datetime, named: str = "") -> int:
    """How many files of a feed came since then whose names begin so."""
    found = Arrival.objects.filter(feed__name=feed, received__gte=since)
    return found.filter(name__startswith=named).count()


def names_of(feed: str) -> list[str]:
    """The names of everything a feed has brought."""
    return list(Arrival.objects.filter(feed__name=feed).order_by("name").values_list("name", flat=True))  # fmt: skip


def not_filed() -> list[str]:
    """The names of what arrived and was not filed."""
    found = Arrival.objects.exclude(verdict=Verdict.FILED)
    return list(found.order_by("name").values_list("name", flat=True))


def items_named(name: str) -> set[int]:
    """The items that a file of this name brought."""
    found = Identity.objects.filter(kind="item", fact__arrival__name=name)
    return set(found.values_list("pk", flat=True))


def people_born(born: str) -> list[Known]:
    """Everyone with this birth date."""
    return [
        Known(row.name, row.birth_date, _feeds(row)) for row in Patient.objects.filter(birth_date=born)
    ]  # fmt: skip


def _feeds(patient: Patient) -> frozenset[str]:
    links = Link.objects.filter(patient=patient, ended_at=None)
    return frozenset(links.values_list("identity__feed__name", flat=True))
