"""A page of a list about many people, kept to those of a panel, however large the panel is."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from northstar.access.viewer import Viewer
from northstar.record import panels

# Up to here the database is asked about the panel's people; beyond, about the first rows of the list.
_FEW = 20_000
_SLICE = 400


def of_panel(viewer: Viewer, day: date, rows: QuerySet[Any], first: int, most: int) -> list[Any]:
    """Rows with a `patient`, in the order they have, of the viewer's panel that day."""
    if not viewer.everyone and panels.mine(viewer, day)[: _FEW + 1].count() <= _FEW:
        mine = panels.panel(viewer, day).values("pk")
        return list(rows.filter(patient__in=mine)[first : first + most])
    found: list[int] = []
    start, size = 0, min(_SLICE, 2 * (first + most))
    while len(found) < first + most and (some := _numbers(rows, start, size)):
        there = panels.among(viewer, day, [patient for _, patient in some])
        found += [pk for pk, patient in some if patient in there]
        start, size = start + size, _SLICE
    return list(rows.filter(pk__in=found[first : first + most]))


def _numbers(rows: QuerySet[Any], start: int, size: int) -> list[tuple[int, int]]:
    """Row and patient of so many, without the rest of the row."""
    plain = rows.select_related(None).values_list("pk", "patient_id")
    return list(plain[start : start + size])
