"""Which calls are still open, and which was written already."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from northstar.access.viewer import Viewer
from northstar.casework.acts.models import Act
from northstar.casework.calls.models import Call, Dial
from northstar.casework.worklist.models import Line
from northstar.record import belonging

LEAVES = ("call", "visit", "office")  # what the keys of the work begin with that a call leaves
NOT_REACHED = "not reached"  # the matter of such work
_FORGOTTEN = timedelta(hours=12)


def written(key: UUID) -> Act | None:
    """The call that was already written under this key."""
    found = Call.objects.filter(key=key).select_related("act").first()
    return found.act if found else None


def dialled(viewer: Viewer, patient: int, public_id: UUID) -> Dial | None:
    """One of this viewer's own dials about a patient (row number)."""
    return _of([patient]).filter(staff=viewer.staff_id, public_id=public_id).first()


def unfinished(viewer: Viewer, patient: int, now: datetime) -> Dial | None:
    """The viewer's latest dial about a patient of which nobody has said how it ended."""
    open_ones = _of([patient]).filter(staff=viewer.staff_id, at__gte=now - _FORGOTTEN, calls=None)
    found = open_ones.order_by("-at", "-pk").first()
    return found if found and not _told_since(found) else None


def _told_since(dial: Dial) -> bool:
    """A later call about the same person was finished by whoever dialled: this one is passed over."""
    return Call.objects.filter(
        act__identity=dial.identity_id, act__staff=dial.staff_id, act__at__gt=dial.at
    ).exists()


def finished(acts: Iterable[int]) -> set[int]:
    """Those of these acts (row numbers) that are calls written here."""
    return set(Call.objects.filter(act__in=list(acts)).values_list("act", flat=True))


def left_by(act: Act) -> list[Line]:
    """The open work that a call left behind: to try again, to book a visit, to ask the office again."""
    keys = [f"{what}:{act.public_id}" for what in LEAVES]
    return list(Line.objects.filter(identity=act.identity_id, key__in=keys, is_open=True))


def to_try_again(viewer: Viewer, patient: int) -> Line | None:
    """The line that an earlier call of the viewer's in vain left, or that waits in a queue of theirs: a
    further call goes on with it. A colleague called for a reason of their own, and keeps that line."""
    mine = Q(staff=viewer.staff_id) | Q(team__in=viewer.teams)
    found = _not_reached([patient]).filter(mine)
    return next((line for line in found if viewer.may_see(line.label)), None)


def tried_by_others(viewer: Viewer, patient: int) -> list[Line]:
    """What colleagues called for in vain, and still hold."""
    theirs = _not_reached([patient]).filter(staff__isnull=False).exclude(staff=viewer.staff_id)
    return [one for one in theirs.select_related("staff") if viewer.may_see(one.label)]


def tried_before(viewer: Viewer, patient: int, now_about: Line | None) -> list[Line]:
    """The viewer's own lines of earlier calls in vain, but for the one this call is about: once the person
    is reached they are settled too."""
    found = _not_reached([patient]).filter(staff=viewer.staff_id)
    return [one for one in found if viewer.may_see(one.label) and one != now_about]


def settled_by(act: Act) -> list[Line]:
    """Lines of earlier calls in vain that this call, about another line, settled."""
    lines = _not_reached(belonging.patients_of({act.identity_id}), is_open=False)
    return [one for one in lines.filter(closed=act.at) if one.pk != act.line_id]


def _not_reached(patients: Iterable[int], *, is_open: bool = True) -> QuerySet[Line]:
    return Line.objects.filter(
        patient__in=list(patients), is_open=is_open, matter=NOT_REACHED, key__startswith="call:"
    ).order_by("pk")


def was_dialled(act: Act) -> bool:
    """Whether a number was dialled for it here."""
    return Call.objects.filter(act=act, dial__isnull=False).exists()


def _of(patients: Iterable[int]):
    return Dial.objects.filter(identity__in=list(belonging.owners_of(patients)))
