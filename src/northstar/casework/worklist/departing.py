"""The lines of somebody who leaves: counted by band, and handed on."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.casework.worklist import acts
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.seen import allowed
from northstar.casework.worklist.succession import Departing
from northstar.casework.worklist.today import BANDS

_WITH = ("patient", "likely", "arrival")


def _held(staff: Staff, viewer: Viewer) -> list[tuple[str, int]]:
    lines = allowed(Line.objects.filter(staff=staff, is_open=True), viewer)
    bands = Counter(lines.values_list("band", flat=True))
    return [(f"open lines: {BANDS[band].lower()}", bands[band]) for band in sorted(bands)]


def _hand_on(*, staff: Staff, heir: Callable[[int], Staff | Team], by: Viewer, at: datetime) -> int:
    together = uuid4()
    lines = list(Line.objects.filter(staff=staff, is_open=True).select_related(*_WITH))
    for line in lines:
        acts.pass_to(
            line=line, by=by, at=at, to=heir(line.label), row=together, why=f"{staff.name} has left"
        )
    return len(lines)


DEPARTING = Departing(held=_held, hand_on=_hand_on)
