"""The letters of a day, printed in one go: judged, taken by one hand, and in the post when somebody says so."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.outbox.envelope import letter_of
from northstar.casework.outbox.models import SENDING, WAITING, Message
from northstar.casework.outbox.moving import move
from northstar.casework.outbox.roads import BY_HAND
from northstar.doing.fitness import judged
from northstar.doing.leaving import kept_back
from northstar.engines.letters.paper import together


def take_letters(
    *, by: Viewer, messages: Iterable[Message], at: datetime, machine_now: datetime
) -> UUID:
    """Take these waiting letters for printing, as far as each may still leave. Gives the printing's mark."""
    mark, taken = uuid4(), 0
    with writing():
        pks = [message.pk for message in messages]
        waiting = Message.objects.select_for_update().filter(
            pk__in=pks, state__in=WAITING, channel=BY_HAND
        )
        for message in waiting.order_by("pk"):
            verdict = judged(message, at)
            if not verdict.may_leave:
                kept_back(message, verdict.state, verdict.why, verdict.until, at)
                continue
            move(message, SENDING, by=by, at=at, why="printed", claim=mark, claimed=machine_now)
            acted(by=by, what="letter printed", action="print", patients=[message.person], at=at)
            taken += 1
    if not taken:
        raise Refused(
            "There is no letter to print: somebody has taken them, or each was kept back."
        )
    return mark


def paper(messages: Iterable[Message]) -> bytes:
    """All letters of one printing as one PDF, each followed by what goes with it."""
    return together([part for message in messages for part in _parts(message)])


def _parts(message: Message) -> list[bytes]:
    return [letter_of(message), *(bytes(one.data) for one in message.attachments.all())]
