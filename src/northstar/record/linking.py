"""Whose an identity is: links recomputed for the group that was touched, and nothing else.

Links are a function of the set of identities, the model, and the recorded human decisions: a group is
everything connected by "same". A group holding a pair that was decided apart, or that contradicts, keeps
only what people or the feeds themselves have joined (`sound.py`); who was joined and contradicts since a
correction stays and is asked about (`doubts.py`). A patient's number is a name,
not an input: the oldest number in a group stays.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from northstar.chart.people import Patient as Person
from northstar.record import histories, words
from northstar.record.feeds import OUR_OWN
from northstar.record.following import follow
from northstar.record.grouping import regroup
from northstar.record.joins import MODEL_AUTHOR, groups_of, joins_of
from northstar.record.likeness import demographics, index, made_ready, match
from northstar.record.models import Decision, Identity, Link, Match, Patient
from northstar.record.store import batches, holes, select


def relink(identities: set[int], at: datetime) -> set[int]:
    """Compare what changed with what is like it, and set the links right. Gives the patients touched."""
    known = demographics(identities)
    whole = set(
        Identity.objects.filter(pk__in=identities, kind="person")
        .exclude(feed__format=OUR_OWN)
        .values_list("pk", flat=True)
    )
    persons = made_ready({pk: known[pk] or Person() for pk in whole})
    said = histories.words_of(persons)
    index(persons, said)
    words.index(whole)
    match(persons, said)
    return settle(whole, at)


def settle(whole: set[int], at: datetime) -> set[int]:
    """Set the links of these records right, and of everyone who hangs together with them."""
    touched, alone = _settle_alone(whole, at)
    moved = regroup(groups_of(whole - alone), at)
    return touched | moved | follow(moved, at)


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


def _settle_alone(pks: set[int], at: datetime) -> tuple[set[int], set[int]]:
    """A patient of its own for each newcomer that is like nobody: the way most identities go. Gives the
    patients touched, and the records that are settled with this."""
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
    return set(linked.values()) | {patient.pk for patient in patients}, alone - before


def decide(
    *, pairs: Iterable[tuple[int, int]], verdict: str, by: str, at: datetime, reason: str
) -> set[int]:
    """Record a person's word that identities are the same, or different, or that an earlier word is
    taken back (`withdrawn`: as if nobody had said anything), pair by pair, and set the links right."""
    ordered = sorted({(min(pair), max(pair)) for pair in pairs})
    named = {pk for pair in ordered for pk in pair}
    before = groups_of(named)
    act, knew = uuid4(), _known_of(named)
    Decision.objects.bulk_create(
        Decision(
            one_id=one, other_id=other, verdict=verdict, by=by, at=at, reason=reason, act=act,
            knew=knew.get((one, other), {}),
        )
        for one, other in ordered
    )  # fmt: skip
    moved = regroup([set().union(*before)], at)
    return moved | follow(moved, at)


def _known_of(pks: set[int]) -> dict[tuple[int, int], dict]:
    """What the model says of these pairs now."""
    found = Match.objects.filter(one__in=pks, other__in=pks)
    return {(m.one_id, m.other_id): {"model": m.model, "why": m.why} for m in found}
