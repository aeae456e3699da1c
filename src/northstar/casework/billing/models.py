"""What a biller gave out of a month to be claimed. Rows are written once and stay."""

import uuid

from django.db import models

from northstar.access.models import Staff


class Given(models.Model):
    """The lines of one case and month as they were given out; a second time is a second row."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("programs.Case", models.PROTECT, related_name="+")
    month = models.DateField()
    lines = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["month"], name="given_of_month")]
