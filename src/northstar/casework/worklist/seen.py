"""Which lines are somebody's to see: what they or their teams hold, without what is hidden from them."""

from typing import Any

from django.db.models import QuerySet

from northstar.access.viewer import Viewer
from northstar.casework.worklist.models import Line


def mine(viewer: Viewer, condition: str = "is_open", *values: Any) -> QuerySet[Line]:
    """Open lines held by the viewer or the viewer's teams, as far as the viewer may see them.

    `condition` is SQL about one line.
    """
    return held(*standing(viewer), condition, *values)


def allowed(lines: QuerySet[Line], viewer: Viewer) -> QuerySet[Line]:
    """Without lines that rest on facts the viewer is not entitled to."""
    return without(lines, hidden_from(viewer))


def hidden_from(viewer: Viewer) -> int:
    """The labels of facts that the viewer may not know of."""
    return ~viewer.labels & 0x7FFF


def without(lines: QuerySet[Line], hidden: int) -> QuerySet[Line]:
    """Without lines that rest on facts with any of these labels."""
    return lines.extra(where=["(worklist_line.label & %s) = 0"], params=[hidden])


def standing(viewer: Viewer) -> tuple[int | None, list[int], int]:
    """What decides which lines are the viewer's: who, of which teams, and what is hidden from them."""
    return viewer.staff_id, sorted(viewer.teams), hidden_from(viewer)


def held(
    staff: int | None, teams: list[int], hidden: int, condition: str, *values: Any
) -> QuerySet[Line]:
    """Each holder is asked for alone, so that both sides find their index: joined by OR, SQLite would
    walk through every open line of the clinic."""
    found = f"SELECT id FROM worklist_line WHERE staff_id = %s AND {condition}"
    if teams:
        places = ", ".join(["%s"] * len(teams))
        found += (
            f" UNION ALL SELECT id FROM worklist_line WHERE team_id IN ({places}) AND {condition}"
        )
    parameters = [staff, *values, *((*teams, *values) if teams else ())]
    whose = f"worklist_line.id IN ({found})"
    return without(Line.objects.extra(where=[whose], params=parameters), hidden)
