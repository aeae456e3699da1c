"""What somebody holds now, in the order of the list."""

from django.db.models import Q

from northstar.access.viewer import Viewer
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.rows import RANKED
from northstar.casework.worklist.seen import allowed


def held_lines(viewer: Viewer, staff: int, patient: int | None) -> list[Line]:
    """A colleague's open lines that the viewer may see; of one patient (row number), with what is probably
    theirs and not confirmed, or all of them."""
    lines = allowed(Line.objects.filter(staff=staff, is_open=True), viewer)
    if patient is not None:
        lines = lines.filter(Q(patient=patient) | Q(patient=None, likely=patient))
    related = ("staff", "team", "patient", "likely", "arrival", "feed")
    return list(lines.select_related(*related).order_by(*RANKED))
