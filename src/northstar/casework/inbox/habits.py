"""What a person lets be filed by itself: small notices of one sender, never anything from a person."""

from datetime import datetime

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.inbox.models import Habit, Piece, Sort

_FILED = (Sort.NOTICE, Sort.RESULT)


def of(viewer: Viewer) -> list[Habit]:
    """What this person lets be filed, the latest first."""
    return list(Habit.objects.filter(staff=viewer.staff_id, ended=None).order_by("-pk"))


def may_be_made(piece: Piece) -> bool:
    """Only of what weighs little and is surely about somebody known."""
    return piece.quiet and piece.sure and piece.sort in _FILED


def make(*, piece: Piece, by: Viewer, at: datetime) -> Habit:
    """From now on such notices of this sender are filed for this person as they come."""
    if not may_be_made(piece) or by.staff_id is None:
        raise Refused("Only small notices about people who are known are filed by themselves.")
    known = Habit.objects.filter(
        staff=by.staff_id, sort=piece.sort, sender=piece.sender, ended=None
    )
    made = known.first() or Habit.objects.create(
        staff_id=by.staff_id, sort=piece.sort, sender=piece.sender, made=at
    )
    acted(by=by, what=f"inbox rule: {piece.sort}", at=at)
    return made


def end(*, public_id: str, by: Viewer, at: datetime) -> None:
    """They wait again as they come."""
    if not Habit.objects.filter(public_id=public_id, staff=by.staff_id, ended=None).update(
        ended=at
    ):
        raise Refused("There is no such rule of yours.", status=404)
    acted(by=by, what="inbox rule: ended", at=at)
