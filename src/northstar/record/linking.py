"""Whose an identity is: links recomputed for the group that was touched, and nothing else.

Links are a function of the set of identities, the model, and the recorded human decisions: a group is
everything connected by "same". A group holding a pair that was decided apart, or that the model calls
different, keeps only what people or the feeds themselves have joined. A patient's number is a name,
not an input: the oldest number in a group stays.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.db.models import Q

from northstar.chart.people import Patient as Person
from northstar.engines.linking.detective import MODEL, at_odds
from northstar.engines.linking.traits import of_patient
from northstar.record import words
from northstar.record.feeds import OUR_OWN
from northstar.record.following import DESCRIBED, follow
from northstar.record.likeness import CROWD, demographics, index, made_ready, match
from northstar.record.models import Decision, Identity, Link, Match, Patient
from northstar.record.store import batches, holes, select

MODEL_AUTHOR = f"linking {MODEL}"


def relink(identities: set[int], at: datetime) -> set[int]:
    """Compare what changed with what is like it, and set the links right. Gives the patients touched."""
    known = demographics(identities)
    whole = set(
        Identity.objects.filter(pk__in=identities, kind="person")
        .exclude(feed__format=OUR_OWN)
        .values_list("pk", flat=True)
    )
    persons = made_ready({pk: known[pk] or Person() for pk in whole})
    index(persons)
    words.index(whole)
    match(persons)
    return settle(whole, at)


def settle(whole: set[int], at: datetime) -> set[int]:
    """Set the links of these records right, and of everyone who hangs together with them."""
    touched = _settle_alone(whole, at)
    seen: set[int] = set()
    for pk in sorted(whole - _alone(whole)):
        if pk not in seen:
            group = _reach({pk} | _beside(pk))
            seen |= group
            touched |= _settle(group, at)
    return touched


def _alone(pks: set[int]) -> set[int]:
    """Those that nothing joins to another and whose patient, if any, is theirs alone."""
    joined = {pk for some in batches(pks) for a, b, _ in joins_of(set(some)) for pk in (a, b)}
    shared = {
        pk
        for some in batches(pks)
        for (pk,) in select(
            "SELECT l.identity_id FROM record_link l WHERE l.ended_at IS NULL AND l.identity_id IN "
            f"({holes(some)}) AND EXISTS (SELECT 1 FROM record_link o WHERE o.patient_id = l.patient_id "
            "AND o.ended_at IS NULL AND o.identity_id <> l.identity_id)",
            some,
        )
    }
    return pks - joined - shared


def _settle_alone(pks: set[int], at: datetime) -> set[int]:
    """A patient of its own for each newcomer that is like nobody. The way most identities go."""
    alone = _alone(pks)
    linked: dict[int, int] = {}
    for some in batches(alone):
        open_links = Link.objects.filter(identity__in=some, ended_at=None)
        linked.update(open_links.values_list("identity", "patient"))
    before = {
        pk
        for some in batches(alone - linked.keys())
        for pk in Link.objects.filter(identity__in=some).values_list("identity", flat=True)
    }
    fresh = sorted(alone - linked.keys() - before)
    patients = Patient.objects.bulk_create([Patient() for _ in fresh])
    Link.objects.bulk_create(
        Link(identity_id=pk, patient=patient, at=at, by=MODEL_AUTHOR, reason="first seen")
        for pk, patient in zip(fresh, patients, strict=True)
    )
    touched = set(linked.values()) | {patient.pk for patient in patients}
    for pk in sorted(before):
        touched |= _settle({pk}, at)
    return touched


def _beside(pk: int) -> set[int]:
    """The identities that share its patient now, so that a join that ended is noticed."""
    mine = Link.objects.filter(identity=pk, ended_at=None).values("patient")
    beside = Link.objects.filter(DESCRIBED, patient__in=mine, ended_at=None)
    return set(beside.values_list("identity", flat=True))


def decide(
    *, pairs: Iterable[tuple[int, int]], verdict: str, by: str, at: datetime, reason: str
) -> set[int]:
    """Record a person's word that identities are the same, or different, or that an earlier word is
    taken back (`withdrawn`: as if nobody had said anything), pair by pair, and set the links right."""
    ordered = sorted({(min(pair), max(pair)) for pair in pairs})
    named = {pk for pair in ordered for pk in pair}
    before = _reach(named | {near for pk in named for near in _beside(pk)})
    act, knew = uuid4(), _known_of(named)
    Decision.objects.bulk_create(
        Decision(
            one_id=one, other_id=other, verdict=verdict, by=by, at=at, reason=reason, act=act,
            knew=knew.get((one, other), {}),
        )
        for one, other in ordered
    )  # fmt: skip
    return _settle(before, at)


def _known_of(pks: set[int]) -> dict[tuple[int, int], dict]:
    """What the model says of these pairs now."""
    found = Match.objects.filter(one__in=pks, other__in=pks)
    return {(m.one_id, m.other_id): {"model": m.model, "why": m.why} for m in found}


def _reach(start: set[int]) -> set[int]:
    """Everything connected to these by "same", by the model, a person or a feed."""
    group, edge = set(start), set(start)
    while edge:
        near = {b for a, b in _edges(edge, joins_of(edge))}
        edge = near - group
        group |= near
    return group


def joins_of(pks: set[int]) -> list[tuple[int, int, str]]:
    """Pairs joined now: (one, other, who joined them)."""
    decided = _decisions(pks)
    model = Match.objects.filter(Q(one__in=pks) | Q(other__in=pks), verdict="same")
    joins = [
        (m.one_id, m.other_id, MODEL_AUTHOR) for m in model if (m.one_id, m.other_id) not in decided
    ]
    return joins + [(*pair, d.by) for pair, d in decided.items() if d.verdict == "same"]


def _decisions(pks: set[int]) -> dict[tuple[int, int], Decision]:
    found = Decision.objects.filter(Q(one__in=pks) | Q(other__in=pks)).order_by("at", "pk")
    latest = {(d.one_id, d.other_id): d for d in found}
    return {pair: d for pair, d in latest.items() if d.verdict != "withdrawn"}


def _edges(near: set[int], joins: list[tuple[int, int, str]]) -> set[tuple[int, int]]:
    pairs = {(a, b) for a, b, _ in joins}
    return {(a, b) for a, b in pairs | {(b, a) for a, b in pairs} if a in near}


def _settle(group: set[int], at: datetime) -> set[int]:
    """Open, end and re-point links so that the group's parts are patients."""
    joins = joins_of(group)
    parts = [
        smaller
        for part in _parts(group, joins)
        for smaller in (_parts(part, _by_people(joins)) if _contradicts(part) else [part])
    ]
    links = {
        link.identity_id: link for link in Link.objects.filter(identity__in=group, ended_at=None)
    }
    touched = {link.patient_id for link in links.values()}
    parts.sort(key=min)
    for part, patient in zip(parts, _numbers(parts, links), strict=True):
        touched.add(patient)
        for pk in sorted(part):
            _point(pk, patient, links.get(pk), part, joins, at)
    return touched | follow(touched, at)


def _by_people(joins: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return [join for join in joins if join[2] != MODEL_AUTHOR]


def _contradicts(group: set[int]) -> bool:
    """A pair decided apart, or, in a group joined through others, a pair that conflicts outright."""
    if len(group) < 3 or len(group) > CROWD:
        return bool(_apart(group)) or len(group) > CROWD
    persons = [of_patient(p) for p in demographics(group).values() if p is not None]
    return bool(_apart(group)) or any(
        at_odds(a, b) for i, a in enumerate(persons) for b in persons[i + 1 :]
    )


def _apart(group: set[int]) -> list:
    return [
        pair
        for pair, d in _decisions(group).items()
        if d.verdict == "different" and set(pair) <= group
    ]


def _parts(group: set[int], joins) -> list[set[int]]:
    parts, left = [], set(group)
    while left:
        part, edge = set(), {min(left)}
        while edge:
            part |= edge
            edge = {b for a, b in _edges(edge, joins)} & group - part
        parts.append(part)
        left -= part
    return parts


def _numbers(parts: list[set[int]], links: dict[int, Link]) -> list[int]:
    """A patient for each part: the number its people first had, where nobody else has it now, so that
    whoever is taken apart again is called as before; else one it has or had; else a new one."""
    ever: dict[int, list[int]] = defaultdict(list)
    group = [pk for part in parts for pk in part]
    for some in batches(group):
        rows = Link.objects.filter(identity__in=some).order_by("pk")
        for pk, patient in rows.values_list("identity", "patient"):
            ever[pk].append(patient)
    others = Link.objects.filter(DESCRIBED, patient__in={p for had in ever.values() for p in had})
    taken = set(
        others.filter(ended_at=None).exclude(identity__in=group).values_list("patient", flat=True)
    )
    now = [{links[pk].patient_id for pk in part if pk in links} for part in parts]
    first = [{ever[pk][0] for pk in part if ever[pk]} for part in parts]
    past = [{patient for pk in part for patient in ever[pk]} for part in parts]
    chosen: dict[int, int] = {}
    for wanted in ([a & b for a, b in zip(now, first, strict=True)], first, now, past):
        for at, patients in enumerate(wanted):
            if at not in chosen and patients - taken:
                chosen[at] = min(patients - taken)
                taken.add(chosen[at])
    return [chosen.get(at) or Patient.objects.create().pk for at in range(len(parts))]


def _point(pk: int, patient: int, link: Link | None, part: set[int], joins, at: datetime) -> None:
    if link and link.patient_id == patient:
        return
    author = next((who for a, b, who in joins if pk in (a, b)), MODEL_AUTHOR)
    reason = "first seen" if len(part) == 1 else "agrees with the others of this patient"
    if link:
        link.ended_at, link.ended_by, link.ended_reason = at, author, "grouped anew"
        link.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    Link.objects.create(identity_id=pk, patient_id=patient, at=at, by=author, reason=reason)
