"""The open loops of everybody, copied from their charts."""

from django.db import models


class OpenLoop(models.Model):
    """One open loop as its chart told it at the last review: a copy for lists, made anew every time.

    `mark` stands for its key in addresses and says nothing by itself. `steps` are (code, done, words)
    each. `urgent` is 0 for critical, 1 out of bounds, 2 other. `label` is that of all it rests on: who
    may not see all of it does not see the row. After `until` it is not asked any more.
    """

    patient = models.ForeignKey("record.Patient", models.PROTECT, db_index=False)
    mark = models.CharField(max_length=24)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=160)
    says = models.CharField(max_length=200, blank=True)
    steps = models.JSONField(default=list)
    next_on = models.DateField()
    whom = models.CharField(max_length=160)
    chased = models.PositiveSmallIntegerField(default=0)
    urgent = models.PositiveSmallIntegerField()
    label = models.SmallIntegerField(default=0)
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "mark"], name="open_loop_once"),
        ]
        indexes = [models.Index(fields=["urgent", "next_on"], name="open_loop_next")]
