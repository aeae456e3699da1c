"""A report, and the dated rows of what was done about it. Rows are written once and stay."""

import uuid

from django.db import models
from django.db.models import F, Q

from northstar.access.models import Staff
from northstar.chart.sensitivity import Label

LABEL = int(Label.VIOLENCE)
# Whoever hurts somebody often holds their telephone or their account.
NEVER_TO = ("proxy", "portal")


class Report(models.Model):
    """Somebody of us suspects that a person is abused, neglected or exploited.

    `about` is child or adult, `state` whose law it falls under. `agency` and `telephone` are whom it is
    reported to, as far as known. `due` and `written_due` are when the law's clock runs out; empty where
    it is not known. `cites` is what that rests on. It is never shown to a proxy or in the portal.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identity = models.ForeignKey("record.Identity", models.PROTECT, related_name="+")
    about = models.CharField(max_length=8)
    state = models.CharField(max_length=2)
    agency = models.CharField(max_length=160, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    cites = models.CharField(max_length=300, blank=True)
    noticed = models.DateTimeField()
    due = models.DateTimeField(null=True)
    written_due = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    label = models.SmallIntegerField(default=LABEL)

    class Meta:
        constraints = [
            models.CheckConstraint(name="report_is_restricted", condition=~Q(label=0)),
            models.CheckConstraint(
                name="report_noticed_before_written_down", condition=Q(noticed__lte=F("at"))
            ),
        ]


class ReportStep(models.Model):
    """One step: `what` was done `on` a moment, in words (`says`), with what that step keeps (`detail`)."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps")
    what = models.CharField(max_length=12)
    on = models.DateTimeField()
    says = models.CharField(max_length=600)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    act = models.ForeignKey("acts.Act", models.PROTECT, null=True, related_name="+", db_index=False)
