"""One batch of messages at the end of the day: one's own that wait leave together, or wait for the morning."""

from datetime import datetime, time, timedelta

from django.conf import settings

from northstar.access.audit import acted
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.outbox import asking
from northstar.casework.outbox.models import HELD, QUEUED
from northstar.casework.outbox.moving import move
from northstar.doing.fitness import judged
from northstar.doing.leaving import kept_back

_MORNING = time(8)


def let_go(*, by: Viewer, at: datetime, machine_now: datetime) -> tuple[int, int]:
    """Everything of one's own that waits and whose hour allows it leaves together, after the time in which
    it can be held back. Gives how many leave, and how many do not after all: it is night where the person
    lives, or a wish forbids it; the outbox says which."""
    leaving = kept = 0
    with writing():
        for message in asking.own_ready(by, at):
            verdict = judged(message, at)
            if verdict.may_leave:
                window = machine_now + settings.UNDO_WINDOW
                move(
                    message,
                    QUEUED,
                    by=by,
                    at=at,
                    why=asking.RELEASED,
                    leaves=window,
                    held_until=None,
                )
                leaving += 1
            else:
                kept_back(message, verdict.state, verdict.why, verdict.until, at)
                kept += 1
            acted(
                by=by, what=f"message let go: {message.channel}", patients=[message.person], at=at
            )
    return leaving, kept


def hold_back(*, by: Viewer, at: datetime) -> tuple[int, datetime]:
    """What was let go and has not left waits until the morning, when each can still be recalled. Gives how
    many, and until when."""
    until = datetime.combine(at.date() + timedelta(days=1), _MORNING, at.tzinfo)
    with writing():
        mine = asking.own_released(by)
        for message in mine:
            move(message, HELD, by=by, at=at, why="held back until the morning", held_until=until)
            acted(
                by=by,
                what=f"message held back: {message.channel}",
                patients=[message.person],
                at=at,
            )
    return len(mine), until
