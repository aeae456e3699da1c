"""The reports about a person, for who may know of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.reports.models import Report, ReportStep
from northstar.casework.reports.path import CLOSED, STANDS, stands_after
from northstar.record import belonging


@dataclass(frozen=True, slots=True)
class Standing:
    """A report with its steps, oldest first, and how it stands."""

    report: Report
    steps: tuple[ReportStep, ...]
    stands: str

    @property
    def is_open(self) -> bool:
        return self.stands != CLOSED

    @property
    def words(self) -> str:
        return STANDS[self.stands]


def of_patient(viewer: Viewer, patient: int) -> list[Standing]:
    """What this viewer may know of, the open ones first. Who wrote a report sees that one also without
    an entitlement, on its own page alone: the duty to report stays theirs."""
    return sorted(
        (one for one in of_patients([patient]).get(patient, []) if _known_to(viewer, one.report)),
        key=lambda one: (not one.is_open, -one.report.pk),
    )


def of_patients(patients: Iterable[int]) -> dict[int, list[Standing]]:
    """All reports of these patients (by row number): the caller minds their `label`."""
    owners = belonging.owners_of(patients)
    found: dict[int, list[Standing]] = {}
    reports = Report.objects.filter(identity__in=list(owners)).order_by("pk")
    for report in reports.prefetch_related("steps"):
        steps = tuple(sorted(report.steps.all(), key=lambda step: step.pk))
        stands = stands_after([step.what for step in steps])
        found.setdefault(owners[report.identity_id], []).append(Standing(report, steps, stands))
    return found


def one(viewer: Viewer, patient: int, report: UUID | str) -> Standing:
    """One report of this person. Raises Refused where there is none the viewer may know of."""
    for found in of_patient(viewer, patient):
        if str(found.report.public_id) == str(report):
            return found
    raise Refused("There is nothing of that kind here.", status=404)


def _known_to(viewer: Viewer, report: Report) -> bool:
    return viewer.may_see(report.label) or viewer.staff_id == report.staff_id
