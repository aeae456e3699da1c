"""Records that stood together as one person and are several people's now: noticed whoever parted them,
a person, a feed or newer facts, and kept as a dated row until everybody concerned is told.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from northstar.access import roles
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.record import panels
from northstar.record.following import DESCRIBED
from northstar.record.models import Link, Parting, Patient


@dataclass(frozen=True, slots=True)
class Span:
    """How long records stood together: the public ids they were seen under, since when by the clinic's
    time, and from when (`met`) until when (`made`) by the machine's."""

    numbers: tuple[str, ...]
    since: datetime
    met: datetime
    made: datetime


def span_of(parting: Parting) -> Span:
    """How long the records stood together that were parted."""
    return Span(tuple(parting.numbers), parting.since, parting.met, parting.made)


def newest() -> int:
    """The last link there is: what comes after it has changed since."""
    return Link.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def moved(after: int) -> set[int]:
    """The records that were somebody else's at that link."""
    links = Link.objects.filter(DESCRIBED, pk__gt=after, identity__links__pk__lte=after)
    return set(links.values_list("identity", flat=True))


def changed_since(patient: int, after: int) -> bool:
    """Whether records have come to this patient from somebody else, or have gone to somebody else, since
    that link. A record that nobody had before changes nobody."""
    theirs = Link.objects.filter(DESCRIBED, patient=patient).values("identity")
    before: dict[int, int] = {}
    now: dict[int, int] = {}
    links = Link.objects.filter(identity__in=theirs).order_by("pk")
    for pk, identity, owner in links.values_list("pk", "identity", "patient"):
        now[identity] = owner
        if pk <= after:
            before[identity] = owner
    return any(
        now[identity] != owner and patient in (owner, now[identity])
        for identity, owner in before.items()
    )


def parted(after: int, *, by: str, staff: int | None, why: str, at: datetime) -> list[Parting]:
    """A row for each two patients whose records were one patient's before that link."""
    numbers = _numbers_before(after, moved(after))
    ways = _ways(numbers)
    found = []
    for number in sorted(numbers):
        parts = _parts(number, after, ways)
        kept = number if number in parts else min(parts, default=number)
        for patient in sorted(parts.keys() - {kept}):
            together = _together(parts[kept], parts[patient], after, ways)
            found.append(
                Parting.objects.create(
                    kept_id=kept, parted_id=patient, numbers=together.numbers, by=by[:80],
                    staff=staff, since=together.since, met=together.met, at=at, why=why[:300],
                )
            )  # fmt: skip
    return found


def last() -> int:
    """The number of the last parting: what comes after it is newer."""
    return Parting.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def first_after(number: int, staff: int | None) -> Parting | None:
    """What this colleague has parted since."""
    return Parting.objects.filter(pk__gt=number, staff=staff).order_by("pk").first()


def latest(viewer: Viewer, now: datetime, most: int = 50) -> list[Parting]:
    """What was taken apart of the viewer's people, the newest first."""
    return list(_visible(viewer, now).order_by("-pk")[:most])


def parting(viewer: Viewer, public_id: UUID, now: datetime) -> Parting:
    """One of them; notes the look. Raises Refused where it is not the viewer's to see."""
    found = _visible(viewer, now).filter(public_id=public_id).first()
    if found is None:
        raise Refused("There is nothing of that kind here.", status=404)
    viewer.looks_at([found.kept.public_id])
    return found


def _visible(viewer: Viewer, now: datetime) -> QuerySet[Parting]:
    rows = Parting.objects.select_related("kept", "parted")
    labels = Patient.objects.exclude(label=0).values_list("label", flat=True).distinct()
    unseen = [label for label in labels if not viewer.may_see(label)]
    rows = rows.exclude(Q(kept__label__in=unseen) | Q(parted__label__in=unseen))
    if viewer.everyone or viewer.purpose or roles.PRIVACY_OFFICER in viewer.roles:
        return rows
    mine = panels.mine(viewer, now.date()).values("patient")
    return rows.filter(Q(kept__in=mine) | Q(parted__in=mine))


def is_as_now(parting: Parting) -> bool:
    """Whether the two are still apart: both have records of their own."""
    both = {parting.kept_id, parting.parted_id}
    links = Link.objects.filter(DESCRIBED, patient__in=both, ended_at=None)
    return set(links.values_list("patient", flat=True)) == both


def to_tell(most: int = 50) -> list[Parting]:
    """Those of which not everybody concerned has been told."""
    rows = Parting.objects.filter(told=None).select_related("kept", "parted")
    return list(rows.order_by("pk")[:most])


def mark_told(parting: Parting, at: datetime) -> None:
    """Everybody has been."""
    parting.told = at
    parting.save(update_fields=["told"])


_Ways = dict[int, list[Link]]  # every link of a record, oldest first


def _numbers_before(after: int, identities: set[int]) -> set[int]:
    """The patients that records have just left."""
    before: dict[int, int] = {}
    links = Link.objects.filter(identity__in=identities, pk__lte=after).order_by("pk")
    for identity, patient in links.values_list("identity", "patient"):
        before[identity] = patient
    return set(before.values())


def _ways(numbers: Iterable[int]) -> _Ways:
    people = Link.objects.filter(DESCRIBED, patient__in=numbers).values("identity")
    ways: _Ways = defaultdict(list)
    links = Link.objects.filter(identity__in=people).select_related("patient").order_by("pk")
    for link in links:
        ways[link.identity_id].append(link)
    return ways


def _parts(number: int, after: int, ways: _Ways) -> dict[int, list[int]]:
    """The records a patient consisted of before, by whose they are now."""
    parts: dict[int, list[int]] = defaultdict(list)
    for identity, way in ways.items():
        before = [link for link in way if link.pk <= after]
        if before and before[-1].patient_id == number and way[-1].ended_at is None:
            parts[way[-1].patient_id].append(identity)
    return parts


@dataclass(frozen=True, slots=True)
class _Together:
    since: datetime
    met: datetime
    numbers: list[str]


def _together(some: list[int], others: list[int], after: int, ways: _Ways) -> _Together:
    """Since when a record of one part stood with one of the other, and under which numbers."""
    stretches = [_stretch(ways[a], ways[b], after) for a in some for b in others]
    first = min(stretches, key=lambda one: one.met)
    numbers = sorted({number for one in stretches for number in one.numbers})
    return _Together(first.since, first.met, numbers)


def _stretch(one: list[Link], other: list[Link], after: int) -> _Together:
    """Back along both ways for as long as they went together."""
    a = [link for link in one if link.pk <= after]
    b = [link for link in other if link.pk <= after]
    back, numbers = 1, [str(a[-1].patient.public_id)]
    while back < min(len(a), len(b)) and _went_together(a[-back - 1], b[-back - 1]):
        back += 1
        numbers.append(str(a[-back].patient.public_id))
    later = max(a[-back], b[-back], key=lambda link: link.pk)
    return _Together(later.at, later.made, numbers)


def _went_together(a: Link, b: Link) -> bool:
    return a.patient_id == b.patient_id and a.ended_at == b.ended_at
