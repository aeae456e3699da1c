"""Mail that we sent came back: the message was not delivered after all, and a person is asked."""

from datetime import datetime
from uuid import UUID

from northstar.access.audit import acted
from northstar.access.viewer import system_viewer
from northstar.casework.inbox import handling, work
from northstar.casework.inbox.models import Piece
from northstar.casework.outbox.models import FAILED, LEFT, UNKNOWN, Message
from northstar.casework.outbox.moving import move
from northstar.casework.worklist import acts
from northstar.chart.words import Communication
from northstar.doing.telling import tell
from northstar.doing.wanting import want
from northstar.record.messages import identity_of
from northstar.rules.came_back import why

_HEARD = "came back"  # in a message's detail: the reports that were read, each once
_SETTLED = "A message of ours came back; it stands in the outbox."


def came_back(fact: int, told: Communication, *, at: datetime) -> bool:
    """A mail server's report about one of ours, read once; call it inside `writing()`."""
    message = _ours(told)
    if message is None or fact in message.detail.get(_HEARD, ()):
        return False
    outbox = system_viewer("the outbox")
    message.detail = message.detail | {_HEARD: [*message.detail.get(_HEARD, ()), fact]}
    message.save(update_fields=["detail"])
    if message.state in (*LEFT, UNKNOWN):
        move(message, FAILED, by=outbox, at=at, why=why(told), receipt=told.code.text)
        want(message, at)
        acted(by=outbox, what="message came back", patients=[message.person], at=at)
        tell(message, at)
    _settle(fact, at)
    return True


def _ours(told: Communication) -> Message | None:
    """By the number that we gave it; a report about anybody else's mail stays in the inbox."""
    if told.ours or not told.regards:
        return None
    try:
        number = UUID(told.regards.partition("@")[0])
    except ValueError:
        return None
    return Message.objects.select_for_update().filter(public_id=number, channel="email").first()


def _settle(fact: int, at: datetime) -> None:
    """The report itself is no letter to answer: the line about the message speaks for it."""
    outbox = system_viewer("the outbox")
    for piece in Piece.objects.filter(identity=identity_of(fact), first=0, is_open=True):
        for line in work.lines_of([piece]):
            acts.done(line=line, by=outbox, at=at, outcome=_SETTLED)
        handling.close(piece, at=at, what="dealt with", outcome=_SETTLED)
