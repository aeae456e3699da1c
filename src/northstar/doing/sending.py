"""Write to somebody: one act, one message in the outbox; and take it back before it leaves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer, system_viewer
from northstar.access.writing import writing
from northstar.casework.acts import recording
from northstar.casework.acts.models import Act
from northstar.casework.outbox import roads, stopping
from northstar.casework.outbox.asking import addresses_of, with_key
from northstar.casework.outbox.models import (
    FAILED,
    FOR_A_PERSON,
    QUEUED,
    RECALLED,
    UNKNOWN,
    WAITING,
    WITHHELD,
    Attachment,
    Message,
)
from northstar.casework.outbox.moving import move
from northstar.casework.worklist import by_hand
from northstar.casework.worklist.models import Line
from northstar.chart.chart import Chart
from northstar.doing.acting import did
from northstar.doing.promising import Promised, call_off_unsaid, keep_each
from northstar.doing.telling import named, note, tell
from northstar.engines.letters.paper import is_pdf
from northstar.record import belonging, charts, parting
from northstar.record.models import Patient
from northstar.rules.permission import Answer, answer
from northstar.rules.stop_words import with_way_out
from northstar.rules.writing_to import CHANNELS, as_sent, one

_LONGEST = {"text": 1600, "email": 40_000, "letter": 40_000, "fax": 40_000, "portal": 40_000}
LARGEST = 20 * 1024 * 1024  # bytes of all files together; mail servers take no more
_RECALLED = "recalled {} before it left"
_LET_GO = {
    FAILED: "let go {} that could not be sent", WITHHELD: "let go {} that was kept back",
    UNKNOWN: "asked no further after {} that may or may not have been sent",
}  # fmt: skip
_ON_THE_LINE = 120  # characters of what was written that stand in the line of the notes


@dataclass(frozen=True, slots=True)
class Within:
    """What somebody does, where a message is only how: the notes tell of this, and not of the message too.
    `then` does in the same transaction what else belongs to it."""

    kind: str
    says: str
    detail: dict[str, Any]
    then: Callable[[Act], None]


def send(
    *,
    by: Viewer,
    patient: Patient,
    channel: str,
    address: str,
    text: str,
    subject: str = "",
    language: str = "en",
    purpose: str,
    at: datetime,
    key: str,
    attachments: Iterable[tuple[str, str, bytes]] = (),
    line: Line | None = None,
    began: datetime | None = None,
    ended: datetime | None = None,
    recipient: str = "",
    label: int = 0,
    detail: dict[str, Any] | None = None,
    within: Within | None = None,
    promised: Iterable[Promised] = (),
) -> Message:
    """Put a message into the outbox; it leaves by itself, letters once they are printed and posted.

    `channel` is letter, email, text, fax or portal; an empty `address` is the person's best of that
    road. `purpose` says in a few words what it is about, `recipient` names an office that is not the
    person. The same `key` is the same message, however often it is asked for. `attachments` are (name,
    type, bytes); `promised` is what its words promise, each with its day. Raises Refused, in one sentence, where consent, STOP, a confidential address or a
    death forbids it.
    """
    files, leaves = list(attachments), worded(channel, text, language)
    if known := with_key(key):
        return _the_same(known, patient, leaves)
    _require(by, channel, leaves, purpose, files)
    roads.require(channel)
    may = permission(patient, channel, address, at, recipient=recipient, label=label)
    if may.forbids:
        raise Refused(may.forbids)
    made: list[Message] = []

    def put(act: Act) -> None:
        made.append(
            _put(
                act, key=key, patient=patient, channel=channel, may=may, recipient=recipient.strip(),
                text=leaves, subject=subject.strip(), language=language, purpose=purpose,
                label=label, files=files, detail={"name": patient.name, **(detail or {})}, by=by, at=at,
            )
        )  # fmt: skip

    says = _says(channel, purpose, text, subject, recipient)
    act = within or Within(channel, says, {}, lambda act: None)

    def then(made: Act) -> None:
        put(made)
        act.then(made)
        keep_each(promised, by=by, patient=patient, act=made, line=line, at=at, label=label)

    try:
        did(
            by=by, patient=patient, kind=act.kind, says=act.says, at=at, began=began, ended=ended, line=line,
            label=label, detail={"to": may.address} | act.detail, then=then,
        )  # fmt: skip
    except IntegrityError:
        # Two asked for the same message in one moment: the other one's stands.
        if known := with_key(key):
            return _the_same(known, patient, leaves)
        raise
    return made[0]


def worded(channel: str, text: str, language: str) -> str:
    """The words as they leave by this road: a text message says how to stop."""
    return with_way_out(text, language) if channel == "text" else text.strip()


def permission(
    patient: Patient,
    channel: str,
    address: str,
    at: datetime,
    *,
    recipient: str = "",
    label: int = 0,
    chart: Chart | None = None,
) -> Answer:
    """Whether this may go there now, by everything we hold: asked when it is written, and again when it leaves."""
    chart = chart or charts.charts(system_viewer("the outbox"), [patient.pk], at)[patient.pk]
    asked = stopping.stopped({*addresses_of(chart), as_sent(channel, address)})
    return answer(chart, channel, address, at, recipient=recipient, label=label, stopped=asked)


def recall(*, by: Viewer, message: Message, at: datetime, why: str = "") -> Message:
    """Before it has left: it never was sent. Also for what failed, or was withheld. One's own that nobody
    has tried to send is struck through in the notes; of every other they say that it was let go."""
    with writing():
        message = _recallable(message)
        stood, never = message.state, message.state in WAITING and not message.tries
        why = why.strip() or "recalled before it left"
        _let_go(message, by, at, why)
        if stood != UNKNOWN:
            call_off_unsaid(
                act=message.act, by=by, at=at, why="The message that said it did not leave."
            )
        if never and by.staff_id == message.staff_id:
            _take_back(message, by, at, why)
        else:
            note(message, _LET_GO.get(stood, _RECALLED).format(named(message)), by=by, at=at)
    return message


def replaced(*, by: Viewer, message: Message, at: datetime) -> None:
    """The same is on its way by another road: what surely did not leave is let go, and the notes tell of
    the one that was written instead. What may have left is still asked about."""
    if message.state in (FAILED, WITHHELD):
        with writing():
            _let_go(_recallable(message), by, at, "written again by another road")


def _recallable(message: Message) -> Message:
    found = Message.objects.select_for_update().get(pk=message.pk)
    if found.state not in (*WAITING, *FOR_A_PERSON):
        raise Refused("It has left already, so it cannot be recalled. Write again and say so.")
    return found


def _let_go(message: Message, by: Viewer, at: datetime, why: str) -> None:
    move(message, RECALLED, by=by, at=at, why=why)
    close(message, by=by, at=at, outcome="Recalled")
    acted(by=by, what=f"message recalled: {message.channel}", patients=[message.person], at=at)
    tell(message, at)


def close(message: Message, *, by: Viewer, at: datetime, outcome: str) -> None:
    """The line that asked about a message is answered."""
    if message.line and message.line.is_open:
        by_hand.close(message.line, at=at, by=by.name, staff=by.staff_id, outcome=outcome)


def _take_back(message: Message, by: Viewer, at: datetime, why: str) -> None:
    if not hasattr(message.act, "taken_back"):
        recording.take_back(act=message.act, person=str(message.person), by=by, at=at, why=why)


def _put(
    act: Act, *, patient: Patient, may: Answer, files: list[tuple[str, str, bytes]], by: Viewer,
    at: datetime, **words: Any,
) -> Message:  # fmt: skip
    assert by.staff_id is not None, "`_require` lets nobody else come so far"
    message = Message.objects.create(
        act=act, identity_id=act.identity_id, person=patient.public_id, links=parting.newest(),
        address=may.address, to_person=may.to_person, at=at, changed=at, by=by.name,
        staff_id=by.staff_id, **words,
    )  # fmt: skip
    for name, content_type, data in files:
        Attachment.objects.create(
            message=message, name=name[:120], content_type=content_type, data=data
        )
    move(message, QUEUED, by=by, at=at, why=f"written about {message.purpose}")
    tell(message, at)
    return message


def _says(channel: str, purpose: str, text: str, subject: str, recipient: str) -> str:
    """The line of the notes. What was written stands in the message; here its beginning."""
    to = f" to {recipient.strip()}" if recipient.strip() else ""
    words = " ".join((subject or text).split())
    short = words[:_ON_THE_LINE] + ("…" if len(words) > _ON_THE_LINE else "")
    return f"wrote {one(channel)}{to} about {purpose.strip()}: “{short}”"


def _require(
    by: Viewer, channel: str, text: str, purpose: str, files: list[tuple[str, str, bytes]]
) -> None:
    if by.staff_id is None:
        raise Refused("A message is written by a person who works here.")
    if channel not in CHANNELS:
        raise Refused("There is no such road for a message.")
    if not text.strip():
        raise Refused("Write what the message says.")
    if not purpose.strip():
        raise Refused("Say in a few words what it is about.")
    if len(text) > _LONGEST[channel]:
        raise Refused(
            f"This is too long for {one(channel)}: at most {_LONGEST[channel]} characters."
        )
    if files and channel in ("text", "portal"):
        raise Refused(f"{one(channel).capitalize()} carries no files. Take another road.")
    if channel == roads.BY_HAND and not all(is_pdf(data) for _, _, data in files):
        raise Refused("With a letter go PDF files only: anything else cannot be printed with it.")
    if sum(len(data) for _, _, data in files) > LARGEST:
        raise Refused("The files are too large together: at most 20 MB.")


def _the_same(known: Message, patient: Patient, text: str) -> Message:
    owner = belonging.patients_of({known.identity_id})
    if patient.pk not in owner or known.text != text.strip():
        raise Refused("Another message was written under this mark. Write it anew.")
    return known
