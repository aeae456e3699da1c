"""What waits in the inbox of somebody who leaves: counted, and handed on."""

from collections.abc import Callable
from datetime import datetime

from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.casework.inbox.models import Habit, Piece
from northstar.casework.worklist.succession import Departing


def _held(staff: Staff, viewer: Viewer) -> list[tuple[str, int]]:
    labels = Piece.objects.filter(staff=staff, is_open=True).values_list("label", flat=True)
    count = sum(1 for label in labels if viewer.may_see(label))
    return [("pieces of the inbox", count)] if count else []


def _hand_on(*, staff: Staff, heir: Callable[[int], Staff | Team], by: Viewer, at: datetime) -> int:
    pieces = list(Piece.objects.filter(staff=staff, is_open=True).select_related("arrival"))
    for piece in pieces:
        to = heir(piece.label)
        piece.staff_id, piece.team_id = (to.pk, None) if isinstance(to, Staff) else (None, to.pk)
        piece.save(update_fields=["staff", "team"])
        acted(by=by, what="inbox: handed on", arrivals=[str(piece.arrival.public_id)], at=at)
    Habit.objects.filter(staff=staff, ended=None).update(ended=at)
    return len(pieces)


DEPARTING = Departing(held=_held, hand_on=_hand_on)
