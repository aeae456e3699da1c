"""A line about life or safety that nobody has acknowledged goes to the next name on the rota."""

from datetime import datetime, timedelta

from django.conf import settings

from northstar.access import rota
from northstar.access.audit import acted
from northstar.access.viewer import system_viewer, viewer_of
from northstar.access.writing import writing
from northstar.casework.worklist.models import Line, Step
from northstar.rules.signal import Band

PASSED_ON = "passed on"


def pass_on(now: datetime) -> list[Line]:
    """Hand every overdue unacknowledged line to the next on call; gives those that moved.

    Within working hours a coordinator who is at work keeps it; the wait counts from the last hand.
    """
    waited = now - timedelta(minutes=settings.ACKNOWLEDGE_MINUTES)
    overdue = Line.objects.filter(
        is_open=True, band=Band.SAFETY, acknowledged=None, refreshed__lte=now, opened__lte=waited
    ).select_related("staff")
    if not overdue:
        return []
    with writing():
        return [line for line in overdue if _pass_on(line, now, waited)]


def _pass_on(line: Line, now: datetime, waited: datetime) -> bool:
    moves = line.steps.filter(what=PASSED_ON).order_by("-at")
    last = moves.first()
    if last and last.at > waited:
        return False
    ladder = rota.on_call(now)
    tried = {line.staff_id} | set(moves.values_list("outcome", flat=True))
    others = (s for s in ladder if s.pk != line.staff_id and str(s.pk) not in tried)
    # With somebody who may not see what it rests on it would be nobody's.
    following = next((s for s in others if viewer_of(s, now).may_see(line.label)), None)
    if following is None:
        return False
    held_by = line.staff.name if line.staff else "the queue"
    line.staff, line.team = following, None
    line.next_on, line.asleep = now.date(), False
    line.save(update_fields=["staff", "team", "next_on", "asleep"])
    Step.objects.create(
        line=line, at=now, by="northstar", what=PASSED_ON, outcome=str(following.pk),
        why=f"{held_by} did not acknowledge it within {settings.ACKNOWLEDGE_MINUTES} minutes",
    )  # fmt: skip
    acted(
        by=system_viewer("worker"), what="line: passed on", at=now,
        patients=[str(line.patient.public_id)] if line.patient else [],
        arrivals=[str(line.arrival.public_id)] if line.arrival else [],
    )  # fmt: skip
    return True
