"""What was agreed, as dated versions that nobody changes."""

import uuid

from django.db import models

from northstar.access.models import Staff


class AgreedList(models.Model):
    """One version of a person's agreed list: all three parts, item by item (`rules.agreed.Item`).

    It hangs on the clinic's own registration of the person. `what` is signed, or taken back: then the
    items are again those of the version before.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identity = models.ForeignKey("record.Identity", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    what = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    note = models.CharField(max_length=400, blank=True)
    items = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identity", "version"], name="agreed_list_version_once")
        ]
