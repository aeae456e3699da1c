"""The outbox at work: each message judged once more, taken by one hand only, carried, and its end noted.

    claim    (transaction) one worker marks it its own         a crash before: nothing happened
    carry    (outside)     handed to the carrier once           a crash here: nobody knows
    note     (transaction) what the carrier said                a crash before: as if in `carry`

What was claimed and never noted is not tried again blindly: a carrier that can be asked is asked, for
every other a line asks a person "sent or not?".
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db.models import Q, QuerySet

from northstar.access.audit import acted
from northstar.access.viewer import system_viewer
from northstar.access.writing import writing
from northstar.casework.outbox.models import (
    DELIVERED,
    FAILED,
    HELD,
    QUEUED,
    SENDING,
    TAKEN,
    UNKNOWN,
    WAITING,
    WITHHELD,
    Message,
)
from northstar.casework.outbox.moving import move
from northstar.casework.outbox.roads import BY_HAND, roads
from northstar.doing.fitness import judged
from northstar.doing.telling import tell
from northstar.doing.wanting import want
from northstar.engines.carrying import carrier
from northstar.engines.carrying.carrier import Carrier, Outgoing, Receipt

THE_OUTBOX = system_viewer("the outbox")
# After each try that surely failed. Then a person decides.
BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1))
LEASE = timedelta(minutes=10)  # longer than any carrier may take
POSTING = timedelta(hours=16)  # printed letters that nobody has confirmed
ASKING = timedelta(hours=24)  # for so long a receipt is looked for


def send_due(
    now: datetime,
    machine_now: datetime,
    carriers: Mapping[str, Carrier] | None = None,
    most: int = 20,
) -> int:
    """What may leave, leaves; what a crash left behind is settled. Gives how many left."""
    carriers = roads() if carriers is None else carriers
    recover(now, machine_now, carriers)
    _ask_for_receipts(now, carriers)
    sent = 0
    while sent < most and (message := claim(now, machine_now, carriers)):
        note(message, _carried(carriers[message.channel], message), now, machine_now)
        sent += 1
    return sent


def claim(now: datetime, machine_now: datetime, carriers: Mapping[str, Carrier]) -> Message | None:
    """The next message that may leave now, marked as this worker's; None where there is none."""
    with writing():
        _open_the_window(machine_now)
        for message in _ripe(now, machine_now, carriers)[:50]:
            verdict = judged(message, now)
            if verdict.may_leave:
                return move(
                    message, SENDING, by=THE_OUTBOX, at=now, claim=uuid4(), claimed=machine_now,
                    held_until=None,
                )  # fmt: skip
            kept_back(message, verdict.state, verdict.why, verdict.until, now)
    return None


def note(message: Message, said: Receipt, now: datetime, machine_now: datetime) -> None:
    """What the carrier said of what this worker claimed; another's claim is left alone."""
    with writing():
        mine = (
            Message.objects.select_for_update().filter(pk=message.pk, claim=message.claim).first()
        )
        if mine is not None and mine.state == SENDING:
            _note(mine, said, now, machine_now)


def recover(now: datetime, machine_now: datetime, carriers: Mapping[str, Carrier]) -> None:
    """What was claimed and never noted: ask the carrier that can be asked, else a person."""
    mail = Q(claimed__lte=machine_now - LEASE) & ~Q(channel=BY_HAND)
    post = Q(claimed__lte=machine_now - POSTING, channel=BY_HAND)
    for message in Message.objects.filter(mail | post, state=SENDING).order_by("pk")[:50]:
        road = carriers.get(message.channel)
        nobody = Receipt(carrier.UNKNOWN, "the work stopped while it was being sent")
        if road and road.can_ask:
            said = road.ask(str(message.public_id), message.reference)
        else:
            said = nobody
        note(message, said, now, machine_now)


def _note(message: Message, said: Receipt, now: datetime, machine_now: datetime) -> None:
    tries = message.tries + 1
    if said.state in (carrier.TAKEN, carrier.DELIVERED):
        came(message, said, now)
        return
    if said.state == carrier.LATER and tries <= len(BACKOFF):
        again = machine_now + BACKOFF[tries - 1]
        move(message, QUEUED, by=THE_OUTBOX, at=now, why=said.why, leaves=again, tries=tries)
        return
    state = UNKNOWN if said.state == carrier.UNKNOWN else FAILED
    move(message, state, by=THE_OUTBOX, at=now, why=said.why, tries=tries)
    want(message, now)
    tell(message, now)


def came(message: Message, said: Receipt, now: datetime) -> None:
    """It has left the building: noted in the chart and in the audit chain."""
    state = DELIVERED if said.state == carrier.DELIVERED else TAKEN
    move(
        message, state, by=THE_OUTBOX, at=now, why=said.why, receipt=said.reference,
        reference=said.reference[:120], tries=message.tries + 1,
    )  # fmt: skip
    acted(by=THE_OUTBOX, what=f"message left: {message.channel}", patients=[message.person], at=now)
    tell(message, now)


def _carried(road: Carrier, message: Message) -> Receipt:
    """Handed over once. An error of ours in the middle is as a crash: nobody knows."""
    try:
        return road.carry(outgoing(message))
    except Exception as trouble:
        return Receipt(carrier.UNKNOWN, f"the carrier failed: {type(trouble).__name__}")


def outgoing(message: Message) -> Outgoing:
    """The message as a carrier takes it."""
    return Outgoing(
        key=str(message.public_id), channel=message.channel, address=message.address,
        text=message.text, subject=message.subject, language=message.language,
        recipient=message.recipient,
        files=tuple((f.name, f.content_type, bytes(f.data)) for f in message.attachments.all()),
    )  # fmt: skip


def _open_the_window(machine_now: datetime) -> None:
    """From when the worker first sees a message runs the time in which it can be undone."""
    fresh = Message.objects.filter(state=QUEUED, leaves=None)
    fresh.update(leaves=machine_now + settings.UNDO_WINDOW)


def _ripe(
    now: datetime, machine_now: datetime, carriers: Mapping[str, Carrier]
) -> QuerySet[Message]:
    waiting = Message.objects.select_for_update(skip_locked=True).filter(
        Q(held_until=None) | Q(held_until__lte=now), state__in=WAITING, leaves__lte=machine_now,
        channel__in=list(carriers),
    )  # fmt: skip
    return waiting.exclude(channel=BY_HAND).order_by("leaves", "pk")


def kept_back(
    message: Message, state: str, why: str, until: datetime | None, now: datetime
) -> None:
    """It may not leave now: held until a moment, withheld for a person to look, or recalled."""
    if state == HELD:
        move(message, HELD, by=THE_OUTBOX, at=now, why=why, held_until=until)
        return
    move(message, state, by=THE_OUTBOX, at=now, why=why)
    if state == WITHHELD:
        want(message, now)
    tell(message, now)


def _ask_for_receipts(now: datetime, carriers: Mapping[str, Carrier]) -> None:
    """Whether what was taken has come, where the carrier can say so."""
    askable = [
        channel for channel, road in carriers.items() if road.can_ask and channel != "portal"
    ]
    taken = Message.objects.filter(state=TAKEN, channel__in=askable, changed__gte=now - ASKING)
    for message in taken.order_by("changed")[:50]:
        said = carriers[message.channel].ask(str(message.public_id), message.reference)
        if said.state in (carrier.DELIVERED, carrier.REFUSED):
            _receipt(message, said, now)


def _receipt(message: Message, said: Receipt, now: datetime) -> None:
    with writing():
        standing = Message.objects.select_for_update().filter(pk=message.pk, state=TAKEN).first()
        if standing is None:
            return
        state = DELIVERED if said.state == carrier.DELIVERED else FAILED
        move(standing, state, by=THE_OUTBOX, at=now, why=said.why, receipt=said.reference)
        if state == FAILED:
            want(standing, now)
        tell(standing, now)
