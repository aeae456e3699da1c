"""Whose chart an identity stands in now, and whom a message or paper is put to by a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from northstar.access.worded_once import worded_once
from northstar.record.asked_once import once
from northstar.record.following import DESCRIBED
from northstar.record.models import AT_ONCE, Fact, Feed, Identity, Link, Match, Patient
from northstar.record.store import batches


def patients_of(identities: set[int]) -> set[int]:
    """Whose charts hold these identities now."""
    return {
        pk
        for some in batches(identities)
        for pk in Link.objects.filter(identity__in=some, ended_at=None).values_list(
            "patient", flat=True
        )
    }


def patients_of_each(identities: set[int]) -> dict[int, int]:
    """Whose chart each of these identities stands in now, by row numbers."""
    return {
        identity: patient
        for some in batches(identities)
        for identity, patient in Link.objects.filter(identity__in=some, ended_at=None).values_list(
            "identity", "patient"
        )
    }


def owners_of(patients: Iterable[int]) -> dict[int, int]:
    """Every identity of these patients with whose it is, by row numbers."""
    wanted = frozenset(patients)
    return dict(once(("owners", wanted), lambda: _owners_of(wanted)))


def _owners_of(patients: frozenset[int]) -> dict[int, int]:
    return {
        identity: patient for some in batches(patients) for identity, patient in _links_of(some)
    }


_links_of = worded_once(
    lambda patients: Link.objects.filter(patient__in=patients, ended_at=None).values_list(
        "identity", "patient"
    )
)


def items_among(identities: set[int]) -> set[int]:
    """Those that are messages or papers about somebody not yet known."""
    return {
        pk
        for some in batches(identities)
        for pk in Identity.objects.filter(pk__in=some, kind="item").values_list("pk", flat=True)
    }


def registration(patient: Patient, feed: Feed, *, kind: str, key: str, at: datetime) -> Identity:
    """The clinic's own registration of a patient, on which what our staff do is filed.

    Where the chart is made of several records, each act gets one of its own: should the records prove
    to be two people's, every act can be given to whom it was about.
    """
    hanging = Link.objects.filter(identity__feed=feed, patient=patient, ended_at=None)
    said = Fact.objects.filter(identity__in=hanging.values("identity"), kind=kind, key=key[:300])
    if known := said.values_list("identity", flat=True).first():
        return Identity.objects.get(pk=known)
    records = Link.objects.filter(DESCRIBED, patient=patient, ended_at=None).count()
    if records < 2:
        shared, made = Identity.objects.get_or_create(feed=feed, key=f"patient:{patient.public_id}")
        if made:
            return _registered(shared, patient, at)
        if hanging.filter(identity=shared).exists():
            return shared
    return _registered(Identity.objects.create(feed=feed, key=f"act:{uuid4()}"), patient, at)


def _registered(identity: Identity, patient: Patient, at: datetime) -> Identity:
    Link.objects.create(
        identity=identity, patient=patient, at=at, by="the clinic", reason="its own registration"
    )
    return identity


@dataclass(frozen=True, slots=True)
class Counts:
    """How many patients, identities of persons and open questions there are."""

    patients: int
    identities: int
    questions: int


def counts() -> Counts:
    """Counted now."""
    return Counts(
        Patient.objects.count(),
        Identity.objects.filter(kind="person").count(),
        sum(Match.objects.filter(verdict=asks).count() for asks in ("ask", "doubted", "held")),
    )


def put(*, identity: int, patient: Patient, by: str, at: datetime, reason: str) -> None:
    """A person says whom a message, a paper or an act of ours is about; an earlier word is ended, not
    overwritten."""
    take_off(identity=identity, by=by, at=at, reason="put to somebody else")
    Link.objects.create(identity_id=identity, patient=patient, by=by, at=at, reason=reason[:300])
    Patient.objects.filter(pk=patient.pk).update(look_again=AT_ONCE)


def whose_item(identity: int) -> set[int]:
    """The patient to whom a person has put a message or paper, if any."""
    links = Link.objects.filter(identity=identity, identity__kind="item", ended_at=None)
    return set(links.values_list("patient", flat=True))


def take_off(*, identity: int, by: str, at: datetime, reason: str) -> None:
    """Take that back: the message belongs to nobody yet, and its facts leave the chart whole."""
    hanging = Link.objects.filter(~DESCRIBED, identity=identity, ended_at=None)
    for link in hanging:
        link.ended_at, link.ended_by, link.ended_reason = at, by, reason[:300]
        link.save(update_fields=["ended_at", "ended_by", "ended_reason"])
        Patient.objects.filter(pk=link.patient_id).update(look_again=AT_ONCE)
