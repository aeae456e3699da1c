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
    mine = panels.panel(viewer, day)
    if not viewer.everyone and panels.mine(viewer, day)[: _FEW + 1].count() <= _FEW:
        return list(rows.filter(patient__in=mine.values("pk"))[first : first + most])
    found: list[Any] = []
    start = 0
    while len(found) < first + most and (some := list(rows[start : start + _SLICE])):
        there = set(
            mine.filter(pk__in=[one.patient_id for one in some]).values_list("pk", flat=True)
        )
        found += [one for one in some if one.patient_id in there]
        start += _SLICE
    return found[first : first + most]
