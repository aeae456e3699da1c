"""A number that was dialled, and the call that came of it. Rows are written once and stay."""

import uuid

from django.db import models

from northstar.access.models import Staff


class Dial(models.Model):
    """Somebody of ours dialled a number about a person, or took a call: when, and what the line said.

    It hangs on the clinic's own registration of the person. `said` is what the telephone itself told
    (answered, voicemail, busy, dead, no answer); empty where it cannot tell. `whose` is empty for the
    person, else a relative or an office. `rested`: it was dialled in quiet hours of who was called.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identity = models.ForeignKey("record.Identity", models.PROTECT, related_name="+")
    line = models.ForeignKey("worklist.Line", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    whose = models.CharField(max_length=120, blank=True)
    incoming = models.BooleanField(default=False)
    said = models.CharField(max_length=20, blank=True)
    handle = models.CharField(max_length=80, blank=True)
    rested = models.BooleanField(default=False)
    label = models.SmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["staff", "at"], name="dial_of_staff"),
            models.Index(fields=["identity", "at"], name="dial_of_identity"),
        ]


class Call(models.Model):
    """A call that is finished: `key` lets it be written once, however often the button is pressed."""

    key = models.UUIDField(unique=True)
    act = models.OneToOneField("acts.Act", models.PROTECT, related_name="call")
    dial = models.ForeignKey(Dial, models.PROTECT, null=True, related_name="calls")
