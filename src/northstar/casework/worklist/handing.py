"""Work that a person gives to a colleague by hand: a line that no rule opened and no fact settles."""

from datetime import datetime

from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.worklist.holders import Holders
from northstar.casework.worklist.models import Line, Step
from northstar.casework.worklist.posting import BY_HAND
from northstar.rules.signal import Band


def leave_to(
    *,
    patient: int,
    person: str,
    key: str,
    to: Staff | Team,
    says: str,
    suggests: str,
    label: int,
    why: str,
    by: Viewer,
    at: datetime,
    matter: str = "who is who",
) -> Line:
    """Give a question about a patient (row number, public id) to somebody; again: to somebody else."""
    if not why.strip():
        raise Refused("Say what makes you unsure: whoever takes it begins there.")
    staff, team = (to.pk, None) if isinstance(to, Staff) else (None, to.pk)
    line = Line.objects.filter(patient=patient, signal=BY_HAND, key=key, is_open=True).first()
    line = line or Line(patient_id=patient, signal=BY_HAND, key=key, opened=at, minutes=5)
    line.matter, line.says, line.suggests, line.label = matter, says, suggests, label
    line.band, line.factors, line.score = int(Band.REST), {"A colleague asked": 10}, 10
    line.staff_id, line.team_id, line.touched, line.refreshed = staff, team, True, at
    line.because = [{"says": f"{by.name}: {why}"[:400], "feed": "", "arrival": "",
                     "locator": "", "quote": ""}]  # fmt: skip
    line.next_on = Holders().next_day(staff, team, at.date(), urgent=False)
    line.save()
    Step.objects.create(
        line=line,
        at=at,
        by=by.name,
        staff_id=by.staff_id,
        what="handed over",
        why=f"to {to.name}: {why}"[:400],
    )
    acted(by=by, what="line: left to somebody", patients=[person], at=at)
    return line


def finish(*, key: str, by: Viewer, at: datetime, outcome: str) -> None:
    """The question was answered: its lines are done, with the answer as outcome."""
    for line in Line.objects.filter(signal=BY_HAND, key=key, is_open=True):
        line.is_open, line.closed = False, at
        line.save(update_fields=["is_open", "closed"])
        Step.objects.create(
            line=line, at=at, by=by.name, staff_id=by.staff_id, what="done", outcome=outcome[:60]
        )


def left_to(keys: list[str]) -> dict[str, str]:
    """Who has each of these questions now, by name."""
    lines = Line.objects.filter(signal=BY_HAND, key__in=keys, is_open=True)
    return {line.key: line.holder.name for line in lines.select_related("staff", "team")}
