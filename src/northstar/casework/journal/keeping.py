"""Keeping a win, sharing it, and reading one's own and what others have shared."""

from datetime import datetime

from django.db.models import OuterRef, Subquery

from northstar.access.audit import acted
from northstar.access.models import Membership
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.journal.models import Sharing, Win

_LONGEST, _MOST = 300, 200


@writing()
def keep(*, says: str, by: Viewer, at: datetime) -> Win:
    """One sentence, for its author alone."""
    if by.staff_id is None:
        raise Refused("A journal belongs to a person who works here.")
    if not says.strip():
        raise Refused("Write the win in a sentence.")
    if len(says.strip()) > _LONGEST:
        raise Refused(f"One sentence: at most {_LONGEST} letters.")
    acted(by=by, what="journal: a win kept", at=at)
    return Win.objects.create(staff_id=by.staff_id, says=says.strip(), at=at)


@writing()
def share(*, win: str, shared: bool, by: Viewer, at: datetime) -> None:
    """Show it to the colleagues of one's teams, or show it no more. Only its author can."""
    row = Win.objects.filter(public_id=win, staff=by.staff_id).first()
    if row is None:
        raise Refused("There is no such entry in your journal.", status=404)
    acted(by=by, what="journal: a win shared" if shared else "journal: shared no more", at=at)
    Sharing.objects.create(win=row, shared=shared, at=at)


def mine(viewer: Viewer) -> list[Win]:
    """One's own, the newest first; `shared` says whether the team sees it."""
    own = Win.objects.filter(staff=viewer.staff_id).annotate(shared=_last_sharing())
    return list(own.order_by("-at", "-pk")[:_MOST])


def of_my_teams(viewer: Viewer) -> list[Win]:
    """What colleagues of one's teams have shared, the newest first."""
    colleagues = Membership.objects.filter(team__in=viewer.teams, end=None).values("staff")
    others = Win.objects.filter(staff__in=colleagues).exclude(staff=viewer.staff_id)
    shown = others.annotate(shared=_last_sharing()).filter(shared=True)
    return list(shown.select_related("staff").order_by("-at", "-pk")[:_MOST])


def _last_sharing() -> Subquery:
    return Subquery(Sharing.objects.filter(win=OuterRef("pk")).order_by("-pk").values("shared")[:1])
