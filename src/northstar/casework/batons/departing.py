"""The offers of somebody who leaves: they lapse, and what was lent does not come back to nobody."""

from collections.abc import Callable
from datetime import datetime

from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.casework.batons import acts, asking
from northstar.casework.worklist.succession import Departing


def _held(staff: Staff, viewer: Viewer) -> list[tuple[str, int]]:
    count = len(asking.offered_of(staff))
    return [("hand-overs without an answer", count)] if count else []


def _hand_on(*, staff: Staff, heir: Callable[[int], Staff | Team], by: Viewer, at: datetime) -> int:
    """The lines themselves go on with the worklist; here the offers end."""
    open_ones = asking.offered_of(staff)
    for baton in open_ones:
        acts.lapse(baton=baton, by=by, at=at, why=f"{staff.name} has left")
    for baton in asking.lent_by(staff):
        acts.keep_for_good(baton=baton, by=by, at=at, why=f"{staff.name} has left")
    return len(open_ones)


DEPARTING = Departing(held=_held, hand_on=_hand_on)
