"""What somebody attests of the time of an act. Rows are written once; the latest of an act stands."""

import uuid

from django.db import models
from django.db.models import F, Q

from northstar.access.models import Staff


class Entry(models.Model):
    """From when to when an act took, and to which program that time counts ('' to none)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.ForeignKey("acts.Act", models.PROTECT, related_name="entries")
    program = models.CharField(max_length=8, blank=True)
    began = models.DateTimeField()
    ended = models.DateTimeField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="entry_ends_after_it_began", condition=Q(ended__gte=F("began"))
            )
        ]
        indexes = [models.Index(fields=["staff", "began"], name="entry_of_staff")]
