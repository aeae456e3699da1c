"""The open loops of a panel, the most urgent and the longest due first."""

from datetime import date

from northstar.access.viewer import Viewer
from northstar.casework.loops.models import OpenLoop
from northstar.casework.loops.watching import mark
from northstar.record.listing import of_panel

__all__ = ["OpenLoop", "mark", "open_loops"]


def open_loops(
    viewer: Viewer, day: date, *, kind: str = "", first: int = 0, most: int = 60
) -> tuple[list[OpenLoop], bool]:
    """A page of them, of one kind or of both, and whether there are more. No chart is opened."""
    hidden = ~viewer.labels & 0x7FFF
    found = OpenLoop.objects.filter(until__gt=day, **({"kind": kind} if kind else {}))
    found = found.extra(where=[f"(loops_openloop.label & {hidden:d}) = 0"])
    ranked = found.select_related("patient").order_by("urgent", "next_on", "pk")
    rows = of_panel(viewer, day, ranked, first, most + 1)
    viewer.looks_at(str(row.patient.public_id) for row in rows[:most])
    return rows[:most], len(rows) > most
