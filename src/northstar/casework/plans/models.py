"""A plan of care in dated rows: what was written, what was signed, who agreed, who has a copy.

Nothing here is changed or removed: a correction is a further row, and every word anybody wrote stays.
"""

import uuid

from django.db import models

from northstar.access.models import Staff


class Dated(models.Model):
    """Who wrote the row, and when by the clinic's clock."""

    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class Plan(Dated):
    """One person's plan. It hangs on the clinic's own registration of the person, with all its facts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identity = models.OneToOneField("record.Identity", models.PROTECT, related_name="+")


class Written(Dated):
    """What somebody wrote in one place of the plan (`rules.plans.shape`); the latest stands.

    `beside`: somebody else had written there meanwhile, so it stands beside theirs until a person
    chooses. `origin` is "" for a person's own words, else where the words were proposed from.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="written", db_index=False)
    place = models.CharField(max_length=90)
    text = models.TextField(blank=True)
    origin = models.CharField(max_length=60, blank=True)
    beside = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["plan", "id"], name="written_of_plan")]


class Version(Dated):
    """The plan as it was signed; or `what` says that a signature was taken back, and `body` is what
    stands again. `body` is [place, words, origin] each, `missing` the elements that say nothing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=12)
    note = models.CharField(max_length=400, blank=True)
    body = models.JSONField(default=list)
    missing = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]


class Agreement(Dated):
    """What the person, or who speaks for them, said to a version: `said` agreed or declined.

    Of an informed decline `words` tells what was explained and why not, `ask_again` when to ask.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="agreements")
    said = models.CharField(max_length=12)
    who = models.CharField(max_length=120)
    how = models.CharField(max_length=60)
    on = models.DateField()
    words = models.CharField(max_length=600, blank=True)
    ask_again = models.DateField(null=True)


class Copy(Dated):
    """A copy of a version that was given to somebody: to whom and how."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="copies")
    kind = models.CharField(max_length=12)
    to = models.CharField(max_length=120)
    how = models.CharField(max_length=60)


class StepLine(models.Model):
    """The line of work that a step of the plan became."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="lines")
    step = models.CharField(max_length=90)
    line = models.OneToOneField("worklist.Line", models.PROTECT, related_name="+")
