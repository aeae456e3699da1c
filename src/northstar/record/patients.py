"""Which charts are due, and what a review leaves on a patient's row."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from northstar.access.viewer import Viewer
from northstar.chart.chart import Chart
from northstar.record.models import AT_ONCE, Patient
from northstar.record.people import copies
from northstar.record.store import change, stamper


def rows(pks: Iterable[int]) -> QuerySet[Patient]:
    """Patients by row number."""
    return Patient.objects.filter(pk__in=list(pks)).order_by("pk")


def numbered(public_ids: Iterable[str]) -> list[int]:
    """Row numbers of public ids."""
    found = Patient.objects.filter(public_id__in=list(public_ids))
    return list(found.values_list("pk", flat=True))


def known_to(viewer: Viewer, patient: str | UUID) -> Patient | None:
    """The patient of this public id, if the viewer may know of them at all."""
    row = Patient.objects.filter(public_id=patient).first()
    return row if row and viewer.may_see(row.label) else None


def make_due(pks: Iterable[int]) -> None:
    """Their charts have changed: look at once."""
    Patient.objects.filter(pk__in=list(pks)).update(look_again=AT_ONCE)


def put_off(pks: Iterable[int], until: datetime, rules: str) -> None:
    """Their charts could not be judged: look again then, or as soon as anything changes."""
    Patient.objects.filter(pk__in=list(pks)).update(look_again=until, rules=rules)


def due(now: datetime, rules: str, most: int = 500) -> list[int]:
    """Patients whose answer may have changed: by time, by new facts, or by new rules."""
    ripe = Patient.objects.filter(look_again__lte=now).order_by("look_again")
    found = list(ripe.values_list("pk", flat=True)[:most])
    for changed in ({"rules__lt": rules}, {"rules__gt": rules}):
        if len(found) < most:
            found += Patient.objects.filter(**changed).values_list("pk", flat=True)[:most]
    return list(dict.fromkeys(found))[:most]


def reviewed(
    row: Patient, chart: Chart, *, died: bool, look_again: datetime | None, rules: str
) -> Patient | None:
    """Put on the row when to look again, by which rules it was judged, and the copies for lists.
    Gives the row where that changed it; `keep` writes the rows of a slice together."""
    wanted = copies(chart, died) | {"look_again": look_again, "rules": rules}
    changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return row if changed else None


def keep(rows: Iterable[Patient]) -> None:
    """Write what reviews left on these rows."""
    stamp = stamper()
    names = ", ".join(f"{name} = %s" for name in _REVIEWED)
    change(
        f"UPDATE record_patient SET {names}, look_again = %s WHERE id = %s",
        [
            (*(getattr(row, name) for name in _REVIEWED), stamp(row.look_again), row.pk)
            for row in rows
        ],
    )


_REVIEWED = (
    "name", "sort_name", "own_script", "birth_date", "gender", "language", "interpreter", "died",
    "label", "rules",
)  # fmt: skip


def everyone() -> list[int]:
    """Every patient's row number."""
    return list(Patient.objects.values_list("pk", flat=True))
