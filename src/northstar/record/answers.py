"""What people and feeds have said about who is who, and the way back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.chart.people import Patient as Person
from northstar.record.feeds import titles
from northstar.record.joins import joins_of
from northstar.record.merges import FEED_ITSELF, Merged, merges_of
from northstar.record.models import Decision, Link, Patient
from northstar.record.parting import Span
from northstar.record.people import Card, card
from northstar.record.questions import allowed, described, owner


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody, or a feed itself (`merged`), has said about records, and when."""

    id: int
    names: tuple[str, ...]
    people: tuple[Card, ...]
    verdict: str
    by: str
    at: datetime
    reason: str
    merged: Merged | None = None


def answers(viewer: Viewer, now: datetime, most: int = 100) -> list[Answer]:
    """What was said about who is who, the newest first; withdrawn words are left out."""
    return _told(viewer, list(_standing(viewer, now).order_by("-at", "-pk")[: 4 * most]))[:most]


def answer(viewer: Viewer, number: int, now: datetime) -> Answer:
    """One of them, with every pair it spoke of. Raises Refused where it stands no longer."""
    found = _told(viewer, _of_one_act(viewer, number, now))
    if not found:
        raise Refused("There is no such answer here, or it has been taken back.", status=404)
    return found[0]


def pairs_of_answer(viewer: Viewer, number: int, now: datetime) -> list[tuple[int, int]]:
    """The pairs of records somebody spoke of with one word: what taking it back concerns."""
    answer(viewer, number, now)
    return [(d.one_id, d.other_id) for d in _of_one_act(viewer, number, now)]


def together_since(viewer: Viewer, number: int, now: datetime, until: datetime) -> Span:
    """Since when the records of an answer have stood together; `until` by the machine's time."""
    pairs = pairs_of_answer(viewer, number, now)
    links = Link.objects.filter(identity__in={pk for pair in pairs for pk in pair}, ended_at=None)
    last = links.aggregate(at=Max("at"), made=Max("made"))
    numbers = {str(uid) for uid in links.values_list("patient__public_id", flat=True)}
    return Span(tuple(sorted(numbers)), last["at"], last["made"], until)


def joins_of_record(viewer: Viewer, patient: Patient, identity: int) -> list[tuple[int, int]]:
    """The pairs by which a record stands with the others of a patient that came through the door."""
    inside = set(
        Link.objects.filter(patient=patient, ended_at=None).values_list("identity", flat=True)
    )
    if identity not in inside or identity not in described(viewer, [identity]):
        raise Refused("There is no such record here.", status=404)
    pairs = {(min(a, b), max(a, b)) for a, b, _ in joins_of({identity})}
    return sorted(pair for pair in pairs if set(pair) <= inside)


def _told(viewer: Viewer, rows: list[Decision]) -> list[Answer]:
    """Decisions as answers: one for each act, as far as the viewer may know of its records."""
    known = described(viewer, {pk for d in rows for pk in (d.one_id, d.other_id)})
    people = Patient.objects.in_bulk({pk for d in rows for pk in _both(d)})
    acts: dict[object, list[Decision]] = {}
    for row in rows:
        acts.setdefault(row.act or row.pk, []).append(row)
    found = [_answer(viewer, each, known, people) for each in acts.values()]
    viewer.looks_at(who.id for one in found if one for who in one.people)
    return [one for one in found if one]


def _answer(
    viewer: Viewer, rows: list[Decision], known: dict[int, list[Person]], people: dict[int, Patient]
) -> Answer | None:
    first = rows[0]
    records = list(dict.fromkeys(pk for d in rows for pk in (d.one_id, d.other_id)))
    whose = dict.fromkeys(pk for d in rows for pk in _both(d))
    merged = None
    if first.by == FEED_ITSELF:
        merged = next((m for m in merges_of(viewer, records) if m.decision == first.pk), None)
        if merged is None and not all(pk in known for pk in records):
            return None
    elif not all(pk in known for pk in records):
        return None
    return Answer(
        first.pk, _called(records, known), tuple(card(people[pk]) for pk in whose), first.verdict,
        merged.title if merged else first.by, first.at, first.reason, merged,
    )  # fmt: skip


def _both(decision: Decision) -> tuple[int, int]:
    return decision.first, decision.second  # type: ignore[attr-defined]  # annotated by _standing


def _called(records: Iterable[int], known: dict[int, list[Person]]) -> tuple[str, ...]:
    named = titles()
    return tuple(_name(known[pk], named) for pk in records if pk in known)


def _name(persons: list[Person], named: dict[str, str]) -> str:
    last = next((p for p in reversed(persons) if p.name), None)
    feed = persons[-1].source.feed if persons[-1].source else ""
    return f"{last.name.plain if last and last.name else 'nameless'} ({named.get(feed, feed)})"


def _of_one_act(viewer: Viewer, number: int, now: datetime) -> list[Decision]:
    one = Decision.objects.filter(pk=number).first()
    if one is None:
        return []
    same = Q(pk=one.pk) if one.act is None else Q(act=one.act)
    return list(_standing(viewer, now).filter(same).order_by("-at", "-pk"))


def _standing(viewer: Viewer, now: datetime) -> QuerySet:
    later = Decision.objects.filter(one=OuterRef("one"), other=OuterRef("other"))
    standing = Decision.objects.exclude(verdict="withdrawn")
    standing = standing.annotate(
        latest=Subquery(later.order_by("-at", "-pk").values("pk")[:1]),
        first=owner("one"),
        second=owner("other"),
    ).filter(latest=F("pk"), first__isnull=False, second__isnull=False)
    return allowed(standing, viewer, now)
