"""What was agreed of a person, now and before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from northstar.access.viewer import Viewer
from northstar.casework.reconciliation.acts import SIGNED
from northstar.casework.reconciliation.models import AgreedList
from northstar.record import belonging
from northstar.rules.agreed import Difference, Item, differences


@dataclass(frozen=True, slots=True)
class Agreed:
    """One version as this viewer may see it, with what it changed."""

    id: UUID
    version: int
    what: str
    at: datetime
    by: str
    note: str
    items: tuple[Item, ...]
    changes: tuple[Difference, ...]

    def part(self, code: str) -> list[Item]:
        """What is on one of the three lists."""
        return [item for item in self.items if item.part == code and item.kept]


def versions(viewer: Viewer, patient: int) -> list[Agreed]:
    """All versions of a patient's list (by row number), the newest first."""
    found: list[Agreed] = []
    before: tuple[Item, ...] = ()
    for row in rows(patient):
        items = tuple(item for item in items_of(row) if viewer.may_see(item.label))
        changes = tuple(differences(before, items))
        found.append(
            Agreed(row.public_id, row.version, row.what, row.at, row.by, row.note, items, changes)
        )
        before = items
    return found[::-1]


def latest(viewer: Viewer, patient: int) -> Agreed | None:
    """What is agreed now."""
    return next(iter(versions(viewer, patient)), None)


def last_signed(patient: int) -> tuple[str, datetime] | None:
    """By whom and when the list that stands was signed; None where there is none, or one was taken back."""
    stored = rows(patient)
    return (stored[-1].by, stored[-1].at) if stored and stored[-1].what == SIGNED else None


def signed(patients: Iterable[int]) -> dict[int, datetime]:
    """When the list of each of these patients (by row number) was last signed, where it stands."""
    owners = belonging.owners_of(patients)
    told = AgreedList.objects.filter(identity__in=list(owners)).order_by("at", "pk")
    found: dict[int, datetime] = {}
    for identity, what, at in told.values_list("identity", "what", "at"):
        if what == SIGNED:
            found[owners[identity]] = at
        else:
            found.pop(owners[identity], None)
    return found


def rows(patient: int) -> list[AgreedList]:
    """The stored versions, oldest first."""
    owners = belonging.owners_of([patient])
    return list(AgreedList.objects.filter(identity__in=list(owners)).order_by("at", "pk"))


def items_of(row: AgreedList) -> list[Item]:
    """The items as values."""
    return msgspec.convert(row.items, list[Item])
