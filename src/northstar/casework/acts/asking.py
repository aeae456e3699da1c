"""What was done for somebody, and what somebody did."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.record import belonging


def of_patient(
    viewer: Viewer, patient: int, *, since: datetime | None = None, kinds: Iterable[str] = ()
) -> list[Act]:
    """What this viewer may see of what was done for a patient (row number), newest first; with what
    was taken back, which shows itself in `taken_back`."""
    found = _of([patient], since).filter(**({"kind__in": list(kinds)} if kinds else {}))
    return [act for act in found if viewer.may_see(act.label)]


def one(viewer: Viewer, patient: int, act: UUID) -> Act:
    """One act for this patient; Refused where there is none that this viewer may see."""
    found = _of([patient], None).filter(public_id=act).first()
    if found is None or not viewer.may_see(found.label):
        raise Refused("This act is not here.", status=404)
    return found


def of_patients(
    viewer: Viewer, patients: Iterable[int], *, since: datetime | None = None
) -> dict[int, list[Act]]:
    """The same for many, by patient's row number: two queries, however many."""
    owners = belonging.owners_of(patients)
    told: dict[int, list[Act]] = {patient: [] for patient in owners.values()}
    for act in _among(list(owners), since):
        if viewer.may_see(act.label):
            told[owners[act.identity_id]].append(act)
    return told


def of_staff(staff: int, start: datetime, end: datetime) -> list[Act]:
    """What a colleague did in a stretch of time, oldest first."""
    found = Act.objects.filter(staff=staff, began__lt=end, ended__gte=start, taken_back=None)
    return list(found.select_related("identity", "line").order_by("began", "pk"))


def of_row(row: UUID, staff: int, since: datetime) -> list[Act]:
    """What a colleague wrote in one go at a moment, whoever it was about, without what was taken back."""
    found = Act.objects.filter(staff=staff, began__gte=since, row=row, taken_back=None)
    return list(found.order_by("pk"))


def _of(patients: Iterable[int], since: datetime | None) -> QuerySet[Act]:
    return _among(list(belonging.owners_of(patients)), since)


def _among(identities: list[int], since: datetime | None) -> QuerySet[Act]:
    found = Act.objects.filter(identity__in=identities).select_related("taken_back", "line")
    return (found.filter(began__gte=since) if since else found).order_by("-began", "-pk")
