"""The open loops of a panel, the most urgent and the longest due first."""

from datetime import date

from northstar.access.viewer import Viewer
from northstar.casework.loops.models import OpenLoop
from northstar.casework.loops.watching import mark
from northstar.record import panels

__all__ = ["OpenLoop", "mark", "open_loops"]


def open_loops(
    viewer: Viewer, day: date, *, kind: str = "", first: int = 0, most: int = 60
) -> tuple[list[OpenLoop], bool]:
    """A page of them, of one kind or of both, and whether there are more. No chart is opened."""
    mine = panels.panel(viewer, day).values("pk")
    hidden = ~viewer.labels & 0x7FFF
    found = OpenLoop.objects.filter(until__gt=day, patient__in=mine)
    found = found.extra(where=[f"(loops_openloop.label & {hidden:d}) = 0"])
    if kind:
        found = found.filter(kind=kind)
    rows = list(
        found.select_related("patient").order_by("urgent", "next_on", "pk")[
            first : first + most + 1
        ]
    )
    viewer.looks_at(str(row.patient.public_id) for row in rows[:most])
    return rows[:most], len(rows) > most
