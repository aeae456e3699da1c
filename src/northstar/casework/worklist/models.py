"""A line of work, and the dated rows of what happened to it."""

import uuid

from django.db import models
from django.db.models import Q

from northstar.access.models import Staff, Team


class Line(models.Model):
    """One open or closed matter of one subject, as a rule or a person put it.

    The subject is a patient, an arrival whose person is not known, or a feed. `likely` is whom the
    arrival is probably about, `sure` once a person has confirmed it. `candidates` are all whom it may
    be about, with why; `caller` is the same for every message of one unknown sender. An open line has exactly one holder and a next date: the database
    refuses anything else. `since` is when what it rests on was first said. `joined` is the matter a person has put it to. `touched`: a person has acted on it, so the machine never settles it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("record.Patient", models.PROTECT, null=True, db_index=False)
    arrival = models.ForeignKey("record.Arrival", models.PROTECT, null=True, db_index=False)
    feed = models.ForeignKey("record.Feed", models.PROTECT, null=True, db_index=False)
    sure = models.BooleanField(default=True)
    caller = models.CharField(max_length=160, blank=True)
    caller_name = models.CharField(max_length=120, blank=True)
    candidates = models.JSONField(default=list)
    likely = models.ForeignKey(
        "record.Patient", models.PROTECT, null=True, related_name="+", db_index=False
    )
    identity = models.ForeignKey(
        "record.Identity", models.PROTECT, null=True, related_name="+", db_index=False
    )
    signal = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    matter = models.CharField(max_length=60)
    joined = models.CharField(max_length=60, blank=True, default="")
    says = models.CharField(max_length=400)
    suggests = models.CharField(max_length=400, blank=True)
    because = models.JSONField(default=list)
    words = models.JSONField(default=list)
    asks = models.CharField(max_length=160, blank=True)
    label = models.SmallIntegerField(default=0)
    band = models.SmallIntegerField()
    factors = models.JSONField(default=dict)
    score = models.IntegerField()
    pinned = models.SmallIntegerField(default=0)
    due = models.DateTimeField(null=True)
    due_day = models.BooleanField(default=False)
    minutes = models.PositiveSmallIntegerField(default=10)
    wants = models.CharField(max_length=40, default="coordinator")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    next_on = models.DateField(null=True)
    asleep = models.BooleanField(default=False)
    since = models.DateTimeField(null=True)
    opened = models.DateTimeField()
    refreshed = models.DateTimeField()
    acknowledged = models.DateTimeField(null=True)
    touched = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)
    closed = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="line_one_subject",
                condition=Q(patient__isnull=False, arrival=None, feed=None)
                | Q(patient=None, arrival__isnull=False, feed=None)
                | Q(patient=None, arrival=None, feed__isnull=False),
            ),
            models.CheckConstraint(
                name="line_open_has_holder_and_date",
                condition=Q(is_open=False)
                | (
                    Q(next_on__isnull=False)
                    & (Q(staff__isnull=False, team=None) | Q(staff=None, team__isnull=False))
                ),
            ),
            models.UniqueConstraint(
                fields=["patient", "signal", "key"],
                name="line_patient_once",
                condition=Q(is_open=True, patient__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["arrival", "signal", "key"],
                name="line_arrival_once",
                condition=Q(is_open=True, arrival__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["feed", "signal", "key"],
                name="line_feed_once",
                condition=Q(is_open=True, feed__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["staff", "next_on", "band", "-pinned", "-score"],
                name="line_of_staff",
                condition=Q(is_open=True, staff__isnull=False),
            ),
            models.Index(
                fields=["team", "next_on", "band", "-pinned", "-score"],
                name="line_of_team",
                condition=Q(is_open=True, team__isnull=False),
            ),
            # What was closed since yesterday, for "settled by the facts".
            models.Index(
                fields=["staff", "closed"],
                name="line_closed_of_staff",
                condition=Q(is_open=False, staff__isnull=False),
            ),
            models.Index(
                fields=["team", "closed"],
                name="line_closed_of_team",
                condition=Q(is_open=False, team__isnull=False),
            ),
            models.Index(fields=["patient", "is_open"], name="line_of_patient"),
            models.Index(
                fields=["arrival"], name="line_of_arrival", condition=Q(arrival__isnull=False)
            ),
            # Nearly every line has none: with those in it, SQLite would rather walk through all.
            models.Index(
                fields=["likely"],
                name="line_likely",
                condition=Q(is_open=True, likely__isnull=False),
            ),
            models.Index(
                fields=["opened"],
                name="line_to_acknowledge",
                condition=Q(is_open=True, band=0, acknowledged=None),
            ),
        ]

    @property
    def belongs(self) -> str:
        """The matter it stands under: where a person put it, else where its rule did."""
        return self.joined or self.matter

    @property
    def holder(self) -> Staff | Team:
        """Whose it is: a person's, or a team's queue's."""
        holder = self.staff or self.team
        assert holder is not None, "the database lets no open line be without one"
        return holder


class Step(models.Model):
    """Something that happened to a line: who, when, what, why. `before` is what undo restores.

    `by` is the name to show, `staff` the person: two may share a name.
    `row` is common to the steps of one act on several lines: they are undone together.
    """

    line = models.ForeignKey(Line, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    what = models.CharField(max_length=20)
    why = models.CharField(max_length=400, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    before = models.JSONField(default=dict)
    row = models.UUIDField(null=True)
    undone = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["staff", "at"], name="step_of_staff")]


class Doubt(models.Model):
    """One person's "not right" about a line: kept for the review of rules; mutes nothing for others."""

    line = models.ForeignKey(Line, models.PROTECT)
    staff = models.ForeignKey(Staff, models.PROTECT)
    at = models.DateTimeField()
    why = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "staff"], name="doubt_once")]
