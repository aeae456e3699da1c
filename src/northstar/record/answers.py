"""What people have said about who is who, and the way back."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.chart.people import Patient as Person
from northstar.record import linking
from northstar.record.models import Decision, Link, Patient
from northstar.record.people import Card, card
from northstar.record.questions import allowed, described, owner

FEED_ITSELF = "the feed itself"


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody has said about two records, and when."""

    id: int
    names: tuple[str, str]
    people: tuple[Card, ...]
    verdict: str
    by: str
    at: datetime
    reason: str


def answers(viewer: Viewer, now: datetime, most: int = 100) -> list[Answer]:
    """What people have said about who is who, the newest first; withdrawn words are left out."""
    rows = list(_standing(viewer, now).order_by("-at", "-pk")[:most])
    known = described(viewer, {pk for d in rows for pk in (d.one_id, d.other_id)})
    people = Patient.objects.in_bulk({pk for d in rows for pk in (d.first, d.second)})
    viewer.looks_at(row.public_id for row in people.values())
    return [
        Answer(
            d.pk,
            (_called(known[d.one_id]), _called(known[d.other_id])),
            tuple(card(people[pk]) for pk in dict.fromkeys((d.first, d.second))),
            d.verdict, d.by, d.at, d.reason,
        )
        for d in rows
        if d.one_id in known and d.other_id in known
    ]  # fmt: skip


def pairs_of_answer(viewer: Viewer, answer: int, now: datetime) -> list[tuple[int, int]]:
    """The pairs of records somebody spoke of with one word: what taking it back concerns."""
    one = _standing(viewer, now).filter(pk=answer).first()
    if one is None:
        raise Refused("There is no such answer here, or it has been taken back.", status=404)
    both = {one.first, one.second}
    same = _standing(viewer, now).filter(
        by=one.by, at=one.at, reason=one.reason, verdict=one.verdict,
        first__in=both, second__in=both,
    )  # fmt: skip
    return [(d.one_id, d.other_id) for d in same]


def joins_of_record(viewer: Viewer, patient: Patient, identity: int) -> list[tuple[int, int]]:
    """The pairs by which a record stands with the others of a patient that came through the door."""
    inside = set(
        Link.objects.filter(patient=patient, ended_at=None).values_list("identity", flat=True)
    )
    if identity not in inside or identity not in described(viewer, [identity]):
        raise Refused("There is no such record here.", status=404)
    pairs = {(min(a, b), max(a, b)) for a, b, _ in linking.joins_of({identity})}
    return sorted(pair for pair in pairs if set(pair) <= inside)


def _called(persons: list[Person]) -> str:
    named = next((p for p in reversed(persons) if p.name), None)
    feed = persons[-1].source.feed if persons[-1].source else ""
    return f"{named.name.plain if named and named.name else 'nameless'} ({feed})"


def _standing(viewer: Viewer, now: datetime) -> QuerySet:
    later = Decision.objects.filter(one=OuterRef("one"), other=OuterRef("other"))
    standing = Decision.objects.exclude(verdict="withdrawn").exclude(by=FEED_ITSELF)
    standing = standing.annotate(
        latest=Subquery(later.order_by("-at", "-pk").values("pk")[:1]),
        first=owner("one"),
        second=owner("other"),
    ).filter(latest=F("pk"))
    return allowed(standing, viewer, now)
