"""What became of a disagreement between sources, as dated rows that nobody changes."""

import uuid

from django.db import models
from django.db.models import Q

from northstar.access.models import Staff, Team

OPEN, SETTLED, OVER = "open", "settled", "over"


class Turn(models.Model):
    """One thing that happened to one disagreement; the latest of a key says how it stands.

    It hangs on the identity of one of its words and so goes where that record goes. `words` is who
    said what at that moment, `stance` which side was found right ('' for none of them), `says` the
    answer in words. `by` is the name to show, `staff` the person; both empty: the machine noted it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identity = models.ForeignKey(
        "record.Identity", models.PROTECT, related_name="+", db_index=False
    )
    key = models.CharField(max_length=200)
    about = models.CharField(max_length=200)
    status = models.CharField(max_length=8)
    what = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    holder = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    next_on = models.DateField(null=True)
    stance = models.CharField(max_length=160, blank=True)
    says = models.CharField(max_length=400, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    document = models.UUIDField(null=True)
    words = models.JSONField(default=dict)
    label = models.SmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["identity", "key"], name="turn_of_identity")]
        constraints = [
            models.CheckConstraint(
                name="turn_open_has_holder_and_date",
                condition=~Q(status=OPEN)
                | (
                    Q(next_on__isnull=False)
                    & (Q(holder__isnull=False, team=None) | Q(holder=None, team__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="turn_settled_by_somebody_for_a_reason",
                condition=~Q(what="settled")
                | (Q(staff__isnull=False) & (~Q(reason="") | Q(document__isnull=False))),
            ),
        ]

    @property
    def held_by(self) -> str:
        """The name of whoever has it, where it is open."""
        holder = self.holder or self.team
        return holder.name if holder else ""
