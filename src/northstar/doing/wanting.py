"""A message that wants a person: a line with a holder and a date, and the person's answer to it."""

from datetime import datetime

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.outbox.models import (
    FAILED,
    QUEUED,
    SENDING,
    TAKEN,
    UNKNOWN,
    WITHHELD,
    Message,
)
from northstar.casework.outbox.moving import move
from northstar.casework.worklist import by_hand
from northstar.doing.sending import close
from northstar.doing.telling import named, note, tell
from northstar.record import belonging, parting, patients
from northstar.rules.signal import Band
from northstar.rules.writing_to import one

_SAYS = {
    UNKNOWN: "may or may not have been sent {what} about {purpose}: sent or not?",
    FAILED: "could not be sent {what} about {purpose}",
    WITHHELD: "has {what} about {purpose} that was kept back",
}
_OFFICE = {
    UNKNOWN: "has {what} to {to} that may or may not have been sent: sent or not?",
    FAILED: "has {what} to {to} that could not be sent",
    WITHHELD: "has {what} to {to} that was kept back",
}
_SUGGESTS = {
    UNKNOWN: "Ask whether it came; then say in the outbox: it was sent, or send it again",
    FAILED: "Look at the address, or take another road; then send again or let it go in the outbox",
    WITHHELD: "Read why in the outbox; then send it after all, or let it go",
}


def want(message: Message, now: datetime) -> None:
    """Open the line about it, on whoever's chart it is now; call it inside `writing()`."""
    owners = sorted(belonging.patients_of({message.identity_id}))
    pk = owners[0] if owners else patients.numbered([str(message.person)])[0]
    line = message.line if message.line and message.line.is_open else None
    line = line or by_hand.new(patient=pk, key=f"message:{message.public_id}", at=now)
    words = _OFFICE if not message.to_person else _SAYS
    line.says = words[message.state].format(
        what=one(message.channel),
        purpose=message.purpose,
        to=message.recipient or "a relative",
    )[:400]
    line.suggests, line.matter, line.minutes = _SUGGESTS[message.state], "message", 5
    line.band, line.label = int(Band.HARM), message.label
    line.factors, line.score = {"A message did not leave": 10}, 10
    last = message.passages.order_by("-pk").first()
    line.because = [{"says": last.why if last else "", "feed": "", "arrival": "", "locator": "", "quote": ""}]  # fmt: skip
    message.line = by_hand.keep(line, at=now)
    message.save(update_fields=["line"])


def it_was_sent(*, by: Viewer, message: Message, at: datetime, who: str) -> None:
    """Somebody asked, and it came. `who` said so."""
    if not who.strip():
        raise Refused("Say who told you that it came.")
    with writing():
        message = _open(message, (UNKNOWN,))
        move(message, TAKEN, by=by, at=at, why=f"it came, says {who.strip()}")
        acted(by=by, what=f"message came: {message.channel}", patients=[message.person], at=at)
        close(message, by=by, at=at, outcome="It was sent")
        says = f"asked whether {named(message)} came: it did, says {who.strip()}"
        note(message, says, by=by, at=at)
        tell(message, at)


def send_again(*, by: Viewer, message: Message, at: datetime) -> None:
    """A person has looked: it did not come, or may go after all. It is judged again before it leaves."""
    with writing():
        message = _open(message, (UNKNOWN, FAILED, WITHHELD))
        detail = message.detail | {"looked again": parting.newest()}
        move(
            message, QUEUED, by=by, at=at, why="to be sent again", leaves=None, tries=0, detail=detail,
            held_until=None,
        )  # fmt: skip
        acted(
            by=by,
            what=f"message to be sent again: {message.channel}",
            patients=[message.person],
            at=at,
        )
        close(message, by=by, at=at, outcome="To be sent again")
        note(message, f"looked at {named(message)} again: it is to be sent once more", by=by, at=at)
        tell(message, at)


def posted(*, by: Viewer, messages: list[Message], at: datetime, sent: bool) -> None:
    """Printed letters are in the post; or were not printed, and wait again."""
    with writing():
        for message in messages:
            message = _open(message, (SENDING,))
            if sent:
                move(message, TAKEN, by=by, at=at, why="put in the post")
                acted(by=by, what="message left: letter", patients=[message.person], at=at)
            else:
                move(message, QUEUED, by=by, at=at, why="not printed")
            tell(message, at)


def _open(message: Message, states: tuple[str, ...]) -> Message:
    found = Message.objects.select_for_update().filter(pk=message.pk, state__in=states).first()
    if found is None:
        raise Refused("Somebody has dealt with this message already. Look at it again.")
    return found
