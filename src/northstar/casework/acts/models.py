"""An act, and its taking back. Rows are written once and stay."""

import uuid

from django.db import models
from django.db.models import F, Q

from northstar.access.models import Staff


class Act(models.Model):
    """One thing that one of us did for one person: a call, a letter, a plan signed, a note.

    It hangs on the clinic's own registration of the person, so it goes with the person's records
    should they be parted. `kind` is one word (call, letter, text, note, plan, visit ...). `says` is the
    line it writes in the person's notes: a whole sentence without the person's name. `began` and
    `ended` are clinic time, its minutes are theirs. `detail` is what the kind itself wants to keep,
    `because` what it rests on, as a line keeps reasons. `row` joins what was done in one go.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identity = models.ForeignKey("record.Identity", models.PROTECT, related_name="+")
    line = models.ForeignKey("worklist.Line", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=30)
    says = models.CharField(max_length=600)
    began = models.DateTimeField()
    ended = models.DateTimeField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    detail = models.JSONField(default=dict)
    because = models.JSONField(default=list)
    label = models.SmallIntegerField(default=0)
    row = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="act_ends_after_it_began", condition=Q(ended__gte=F("began"))
            )
        ]
        indexes = [
            models.Index(fields=["staff", "began"], name="act_of_staff"),
            models.Index(fields=["identity", "began"], name="act_of_identity"),
        ]


class TakenBack(models.Model):
    """Somebody took an act back, and why. The act stays to be read, struck through."""

    act = models.OneToOneField(Act, models.PROTECT, related_name="taken_back")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(max_length=400)
