"""Whoever was asked which source is right has said what they found: the question is the asker's again."""

from datetime import datetime

from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.casework.disagreements.asking import standing
from northstar.casework.disagreements.models import OPEN, Turn
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line


def _come_back(*, line: Line, to: Staff | Team, by: Viewer, at: datetime) -> None:
    if line.patient_id is None:
        return
    turn = standing([line.patient_id]).get(line.patient_id, {}).get(line.key)
    if turn is None or turn.status != OPEN:
        return
    staff, team = (to.pk, None) if isinstance(to, Staff) else (None, to.pk)
    Turn.objects.create(
        identity_id=turn.identity_id, key=turn.key, about=turn.about, at=at, status=OPEN,
        what="handed over", by=by.name, staff_id=by.staff_id, holder_id=staff, team_id=team,
        next_on=Holders().next_day(staff, team, at.date(), urgent=False), stance=turn.stance,
        says=turn.says, reason="answered", words=turn.words, label=turn.label,
    )  # fmt: skip


COME_BACK = _come_back
