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
    found: list[Any] = []
    start, size = 0, min(_SLICE, 2 * (first + most))
    while len(found) < first + most and (some := list(rows[start : start + size])):
        there = panels.among(viewer, day, [one.patient_id for one in some])
        found += [one for one in some if one.patient_id in there]
        start, size = start + size, _SLICE
    return found[first : first + most]
