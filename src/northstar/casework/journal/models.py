"""A win in one sentence, and its sharing. No row here points at work, time or a patient: nobody can
make a measure of it."""

import uuid

from django.db import models

from northstar.access.models import Staff


class Win(models.Model):
    """One sentence, private to its author."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    says = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["staff", "-at"], name="win_of_staff")]


class Sharing(models.Model):
    """Its author shows a win to the colleagues of their teams, or shows it no more."""

    win = models.ForeignKey(Win, models.PROTECT, related_name="sharings")
    shared = models.BooleanField()
    at = models.DateTimeField()
