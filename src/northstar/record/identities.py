"""As whom each source knows a patient, since when we think so, and on whose word."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.engines.linking.policy import JOINING
from northstar.record.following import DESCRIBED
from northstar.record.models import Link, Match, Patient


@dataclass(frozen=True, slots=True)
class Matched:
    """One source's record of a person, joined to the others. `why` says by what it was joined."""

    identity: int
    feed: str
    title: str
    since: datetime
    by: str
    why: tuple[str, ...]


def matched(viewer: Viewer, patient: Patient, seen: Collection[int]) -> list[Matched]:
    """The records behind a patient, oldest link first; only those of which the viewer sees a fact
    (`seen`, identities): a record nobody may look into is not counted either."""
    links = [
        link
        for link in _links(patient.pk)
        if link.identity_id in seen and viewer.may_see(link.identity.feed.label)
    ]
    why = _why({link.identity_id for link in links})
    return [
        Matched(
            identity=link.identity_id,
            feed=link.identity.feed.name,
            title=link.identity.feed.title or link.identity.feed.name,
            since=link.at,
            by=link.by,
            why=why.get(link.identity_id) or (link.reason,),
        )
        for link in links
    ]


_links = worded_once(
    lambda patient: (
        Link.objects.filter(DESCRIBED, patient=patient, ended_at=None)
        .select_related("identity__feed")
        .order_by("at", "pk")
    )
)


def known_from(viewer: Viewer, patients: Collection[int]) -> dict[int, tuple[str, ...]]:
    """From which sources each patient (by row number) is known, in words, as far as the viewer may know
    of them: what tells two people of one name apart."""
    links = Link.objects.filter(DESCRIBED, patient__in=patients, ended_at=None)
    found: dict[int, list[str]] = {}
    for link in links.select_related("identity__feed").order_by("at", "pk"):
        feed = link.identity.feed
        if viewer.may_see(feed.label):
            found.setdefault(link.patient_id, []).append(feed.title or feed.name)
    return {patient: tuple(dict.fromkeys(names)) for patient, names in found.items()}


def _why(identities: set[int]) -> dict[int, tuple[str, ...]]:
    """What agreed, in words, for each that the model holds the same as another of the group."""
    if len(identities) < 2:
        return {}
    found: dict[int, tuple[str, ...]] = {}
    for pair in _same(list(identities)):
        for pk in (pair.one_id, pair.other_id):
            found.setdefault(pk, tuple(pair.why))
    return found


_same = worded_once(
    lambda identities: Match.objects.filter(
        one__in=identities, other__in=identities, verdict__in=JOINING
    ).order_by("-weight", "pk")
)
