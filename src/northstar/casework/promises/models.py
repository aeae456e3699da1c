"""A promise, and what became of its day. Rows are written once and stay."""

import uuid

from django.db import models

from northstar.access.models import Staff


class Promise(models.Model):
    """What one of us promised one person, and the day that was named to them.

    Its line is the work of keeping it: who holds it, when it is looked at, how it ended. The promise
    hangs on the record of the act in which it was made, so both go with the person together. `says` is
    what was promised ("call back about the two heart pills"), without the person's name.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identity = models.ForeignKey("record.Identity", models.PROTECT, related_name="+")
    line = models.OneToOneField("worklist.Line", models.PROTECT, related_name="promise")
    act = models.ForeignKey("acts.Act", models.PROTECT, related_name="+", db_index=False)
    says = models.CharField(max_length=300)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    label = models.SmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["staff", "at"], name="promise_of_staff")]


class Turn(models.Model):
    """Another day was agreed: before the day had passed (moved), or after (broken, with what was
    said about it)."""

    MOVED, BROKEN = "moved", "broken"

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="turns")
    what = models.CharField(max_length=10, choices=[(MOVED, "moved"), (BROKEN, "broken")])
    on = models.DateField()
    why = models.CharField(max_length=400)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
