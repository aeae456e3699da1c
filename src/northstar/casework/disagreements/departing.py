"""The open disagreements of somebody who leaves: counted, and handed on."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Max

from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.casework.disagreements.models import OPEN, Turn
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.succession import Departing


def _standing(staff: Staff) -> list[Turn]:
    """The last turn of each disagreement, where it is open and theirs."""
    theirs = Turn.objects.filter(holder=staff, status=OPEN).values("identity", "key").distinct()
    keys = {(row["identity"], row["key"]) for row in theirs}
    last = (
        Turn.objects.filter(identity__in={identity for identity, _ in keys})
        .values("identity", "key")
        .annotate(last=Max("pk"))
    )
    pks = [row["last"] for row in last if (row["identity"], row["key"]) in keys]
    return list(Turn.objects.filter(pk__in=pks, holder=staff, status=OPEN))


def _held(staff: Staff, viewer: Viewer) -> list[tuple[str, int]]:
    hidden = ~int(viewer.labels) & 0x7FFF
    count = sum(1 for turn in _standing(staff) if not turn.label & hidden)
    return [("disagreements between sources", count)] if count else []


def _hand_on(*, staff: Staff, heir: Callable[[int], Staff | Team], by: Viewer, at: datetime) -> int:
    holders, turns = Holders(), _standing(staff)
    for turn in turns:
        to = heir(turn.label)
        person, team = (to.pk, None) if isinstance(to, Staff) else (None, to.pk)
        Turn.objects.create(
            identity_id=turn.identity_id, key=turn.key, about=turn.about, at=at, status=OPEN,
            what="handed over", by=by.name, staff_id=by.staff_id, holder_id=person, team_id=team,
            next_on=holders.next_day(person, team, at.date(), urgent=False), words=turn.words,
            reason=f"{staff.name} has left", stance=turn.stance, says=turn.says, label=turn.label,
        )  # fmt: skip
        acted(by=by, what="disagreement: handed on", at=at)
    return len(turns)


DEPARTING = Departing(held=_held, hand_on=_hand_on)
