"""What became of a message, told to the chart: one fact, of which the newest word counts."""

from datetime import datetime

from northstar.access.viewer import Viewer
from northstar.casework.acts import recording
from northstar.casework.outbox import models as states
from northstar.casework.outbox.models import Message
from northstar.casework.plans import acts as plans
from northstar.chart.kinds import encode
from northstar.chart.when import when
from northstar.chart.words import Attachment, Communication
from northstar.record import patients
from northstar.rules.writing_to import CHANNELS, one
from northstar.spine import state

KIND = "message"  # of an act: what somebody did about one after it was written
PLAN_COPY = "plan copy"  # in a message's detail: which version it carries, and to whom
_STATUS = {
    states.QUEUED: "waiting", states.HELD: "waiting", states.SENDING: "waiting",
    states.TAKEN: "sent", states.DELIVERED: "delivered", states.FAILED: "not sent",
    states.WITHHELD: "not sent", states.UNKNOWN: "unknown", states.RECALLED: "recalled",
}  # fmt: skip


def tell(message: Message, at: datetime) -> None:
    """State the message as it is now; call it inside `writing()`."""
    told = _as_fact(message)
    turn, key = message.passages.count(), f"message:{message.public_id}"
    data = b"\0".join((key.encode(), str(turn).encode(), encode(told)))
    written = when(message.at.isoformat())
    for patient in patients.numbered([str(message.person)])[:1]:
        row = patients.rows([patient]).get()
        state(row, [("Communication", key, told, message.label)], data, written, at, message.identity, turn)  # fmt: skip
    if (copy := message.detail.get(PLAN_COPY)) and _has_just_left(message):
        plans.copy_left(
            version=copy["version"], kind=copy["kind"], to=copy["to"], how=f"sent by {CHANNELS[message.channel]}",
            by=message.by, staff=message.staff_id, at=at,
        )  # fmt: skip


def note(message: Message, says: str, *, by: Viewer, at: datetime) -> None:
    """What a person did about a message after it was written is a line of the notes, on the record on which
    the message hangs; it counts no minutes. Call it inside `writing()`."""
    recording.record(
        identity=message.identity, person=str(message.person), kind=KIND, says=says, by=by, at=at,
        label=message.label, detail={"message": str(message.public_id)},
    )  # fmt: skip


def named(message: Message) -> str:
    """What it is and what about, as the notes name it: a text message about her pills."""
    return f"{one(message.channel)} about {message.purpose}"


def _has_just_left(message: Message) -> bool:
    """For the first time: what came back and is sent again was given once."""
    left = message.passages.filter(state__in=states.LEFT)
    return message.state in states.LEFT and left.count() == 1


def _as_fact(message: Message) -> Communication:
    return Communication(
        medium=message.channel, status=_STATUS[message.state], sent=when(message.at.isoformat()),
        sender=message.by, recipient=message.recipient, subject=message.subject or message.purpose,
        text=message.text, language=message.language, ours=True,
        phone=message.address if message.channel in ("text", "fax") else "",
        email=message.address if message.channel == "email" else "",
        attachments=tuple(
            Attachment(content_type=one.content_type, title=one.name, size=len(one.data))
            for one in message.attachments.all()
        ),
    )  # fmt: skip
