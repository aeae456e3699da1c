"""A baton: what one colleague hands to another, and what became of it. Rows are written once and stay."""

import uuid

from django.db import models
from django.db.models import Q

from northstar.access.models import Staff, Team


class Baton(models.Model):
    """One hand-over, of one person or of a whole day. `giver` holds the work until it is accepted.

    `until`: the last day of the cover, after which what is still open goes back; without it, for good.
    `says`: what the giver adds in words of their own. `by_rota`: a colleague was named as cover and the
    work went over at once; who covers still reads it back.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    giver = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    until = models.DateField(null=True)
    says = models.CharField(max_length=400, blank=True)
    by_rota = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="baton_one_taker",
                condition=Q(staff__isnull=False, team=None) | Q(staff=None, team__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["giver", "at"], name="baton_of_giver"),
            models.Index(fields=["staff", "at"], name="baton_to_staff"),
            models.Index(fields=["team", "at"], name="baton_to_team"),
        ]

    @property
    def to(self) -> Staff | Team:
        """Who is to have it."""
        taker = self.staff or self.team
        assert taker is not None, "the database lets no baton be without one"
        return taker


class Piece(models.Model):
    """One line of work that goes with a baton."""

    baton = models.ForeignKey(Baton, models.PROTECT, related_name="pieces")
    line = models.ForeignKey("worklist.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["baton", "line"], name="baton_piece_once")]


class Sheet(models.Model):
    """What is told of one person, as it stood when it was offered; `tells` is `sheet.Told` as JSON.

    It hangs on the clinic's registration of the person. `label`: what it rests on.
    """

    baton = models.ForeignKey(Baton, models.PROTECT, related_name="sheets")
    identity = models.ForeignKey("record.Identity", models.PROTECT, related_name="+")
    tells = models.JSONField(default=dict)
    label = models.SmallIntegerField(default=0)


class Answer(models.Model):
    """What was answered: once accepted, declined, taken back or lapsed; once returned.

    `says` is the reading back of whoever accepts, or the reason.
    """

    ACCEPTED, DECLINED, TAKEN_BACK, LAPSED = "accepted", "declined", "taken back", "lapsed"
    RETURNED = "returned"
    FIRST = (ACCEPTED, DECLINED, TAKEN_BACK, LAPSED)

    baton = models.ForeignKey(Baton, models.PROTECT, related_name="answers")
    what = models.CharField(max_length=12)
    says = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["baton"],
                name="baton_answered_once",
                condition=Q(what__in=["accepted", "declined", "taken back", "lapsed"]),
            ),
            models.UniqueConstraint(
                fields=["baton"], name="baton_returned_once", condition=Q(what="returned")
            ),
        ]
