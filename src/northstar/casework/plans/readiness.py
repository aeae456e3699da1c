"""Whether plans are as far as a month of care management asks: signed, complete, and given away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from northstar.casework.plans.asking import stands_after
from northstar.casework.plans.models import Copy, Plan, Version
from northstar.record import belonging
from northstar.record.store import batches


@dataclass(frozen=True, slots=True)
class Readiness:
    """What of a plan a month of care management asks: the version in force, when, what it lacks, and the
    latest day on which a copy was given."""

    version: int
    signed: datetime
    missing: tuple[str, ...]
    copy_given: date | None


def readiness(patients: Iterable[int], *, until: datetime | None = None) -> dict[int, Readiness]:
    """For many patients by row number, in a query or two a slice of them; who has no signed plan is left
    out. `until`: as it stood before that moment; its days are days of that moment's zone."""
    zone = until.tzinfo if until else None
    before = {"at__lt": until} if until else {}
    owners = belonging.owners_of(patients)
    whose = {
        row.pk: owners[row.identity_id]
        for some in batches(owners)
        for row in Plan.objects.filter(identity__in=some).order_by("at", "pk")
    }
    latest: dict[int, Version] = {}
    stands: dict[int, int] = {}  # the version in force, and whose words it bears
    standing: dict[int, list[Version]] = {}
    empty: set[int] = set()
    for some in batches(whose):
        versions = Version.objects.filter(plan__in=some, **before)
        empty |= set(versions.filter(body=[]).values_list("pk", flat=True))
        for version in versions.defer("body").order_by("at", "pk"):
            latest[whose[version.plan_id]] = version
            source = stands_after(version, standing.setdefault(version.plan_id, []))
            stands[version.pk] = source.pk if source else version.pk
    given = {
        version: at
        for some in batches(
            {pk for version in latest.values() for pk in (version.pk, stands[version.pk])}
        )
        for version, at in Copy.objects.filter(version__in=some, **before)
        .order_by("at")
        .values_list("version", "at")
    }
    return {
        patient: Readiness(
            version.number, version.at.astimezone(zone or UTC), tuple(version.missing),
            _last_day(given, (version.pk, stands[version.pk]), zone or UTC),
        )
        for patient, version in latest.items()
        if version.pk not in empty
    }  # fmt: skip


def _last_day(given: dict[int, datetime], versions: Iterable[int], zone: tzinfo) -> date | None:
    at = max((given[pk] for pk in versions if pk in given), default=None)
    return at.astimezone(zone).date() if at else None
