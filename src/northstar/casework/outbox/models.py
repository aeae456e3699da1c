"""A message on its way out, the dated rows of what became of it, and who asked us to stop."""

import uuid

from django.db import models
from django.db.models import Q

from northstar.access.models import Staff

QUEUED, HELD, SENDING = "queued", "held", "sending"
TAKEN, DELIVERED = "taken", "delivered"
FAILED, UNKNOWN, WITHHELD, RECALLED = "failed", "unknown", "withheld", "recalled"
WAITING = (QUEUED, HELD)
FOR_A_PERSON = (FAILED, UNKNOWN, WITHHELD)
LEFT = (TAKEN, DELIVERED)


class Message(models.Model):
    """One message of one of ours about one person. What it says never changes; the database refuses.

    It hangs on the same registration as the act that wrote it. `key` is the caller's: the same key is
    the same message. `person` is the public id of the patient for whom it was written, `links` the
    last link of the record then: should records be joined or parted before it leaves, it is withheld.

    `state` is where the newest `Passage` has brought it. `leaves` and `claimed` are machine time: when
    a worker may take it next, and when one has; `claim` is that worker's own token. `held_until` is
    clinic time: quiet hours. `reference` is what the carrier calls it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True)
    identity = models.ForeignKey("record.Identity", models.PROTECT, related_name="+")
    person = models.UUIDField()
    links = models.BigIntegerField()
    act = models.ForeignKey("acts.Act", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    address = models.CharField(max_length=400)
    recipient = models.CharField(max_length=160, blank=True)
    to_person = models.BooleanField()
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=20)
    purpose = models.CharField(max_length=160)
    label = models.SmallIntegerField(default=0)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    detail = models.JSONField(default=dict)

    state = models.CharField(max_length=10, default=QUEUED)
    changed = models.DateTimeField()
    leaves = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed = models.DateTimeField(null=True)
    reference = models.CharField(max_length=120, blank=True)
    line = models.ForeignKey("worklist.Line", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_claimed_while_sending",
                condition=(Q(state=SENDING) & Q(claim__isnull=False, claimed__isnull=False))
                | (~Q(state=SENDING) & Q(claim=None)),
            )
        ]
        indexes = [
            models.Index(
                fields=["leaves"], name="message_to_leave", condition=Q(state__in=(QUEUED, HELD))
            ),
            models.Index(
                fields=["state", "changed"],
                name="message_open",
                condition=~Q(state__in=(DELIVERED, RECALLED)),
            ),
            models.Index(fields=["changed"], name="message_changed"),
            models.Index(fields=["identity"], name="message_of_identity"),
        ]


class Attachment(models.Model):
    """A file that goes with a message."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    data = models.BinaryField()


class Passage(models.Model):
    """One thing that happened to a message: into which state, when, by whom, why in a sentence.

    `at` is clinic time; `receipt` is the carrier's own word."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="passages")
    state = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    why = models.CharField(max_length=300, blank=True)
    receipt = models.CharField(max_length=300, blank=True)


class StopWord(models.Model):
    """Somebody at an address asked us to stop, or to write again. It is the address's, whoever's it is.

    `fact` is the message in which it was said, where one was kept."""

    channel = models.CharField(max_length=10)
    address = models.CharField(max_length=160)
    stops = models.BooleanField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    fact = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["channel", "address"], name="stop_of_address")]


class Listened(models.Model):
    """How far the incoming messages have been heard for a word to stop: one row, a fact's number."""

    fact = models.BigIntegerField(default=0)
