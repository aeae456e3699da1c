"""A case, and the dated rows of what happened to it. Rows are written once and stay."""

import uuid

from django.db import models
from django.db.models import Q

from northstar.access.models import Staff
from northstar.casework.programs.steps import STEPS


class Case(models.Model):
    """One person in one program, from the day somebody thought of it until it is closed.

    It hangs on the clinic's own registration of the person. `label` is how carefully what it rests on
    must be handled: who may not see that does not learn of the case.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identity = models.ForeignKey("record.Identity", models.PROTECT, related_name="+")
    program = models.CharField(max_length=8)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    label = models.SmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["program"], name="case_of_program")]


class Turn(models.Model):
    """One step in the life of a case. `on` is the day it holds from, `state` how the case stands after it,
    `says` what was done in words, `detail` what that step keeps. `undoes` takes an earlier one back."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="turns")
    what = models.CharField(max_length=20)
    state = models.CharField(max_length=12)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    says = models.CharField(max_length=400, blank=True)
    detail = models.JSONField(default=dict)
    act = models.ForeignKey("acts.Act", models.PROTECT, null=True, related_name="+", db_index=False)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="turn_state_known",
                condition=Q(
                    state__in=["referred", "eligible", "invited", "declined", "active", "closed"]
                ),
            )
        ]

    @property
    def told(self) -> str:
        """The step in words."""
        return next((step.label for step in STEPS if step.what == self.what), self.what)
