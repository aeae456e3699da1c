"""Staff and what each may do, in dated rows: nothing is overwritten, a row is ended."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from northstar.access import roles

ROLE_NAMES = list(roles.ROLES.items())


class Staff(AbstractBaseUser):
    """A person who works here and signs in with a name and a password."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200, help_text="as colleagues say it")
    is_active = models.BooleanField(default=True)
    hours_note = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=20, default="en")
    text_size = models.CharField(max_length=10, default="normal")  # normal, large, larger
    theme = models.CharField(max_length=10, default="system")  # system, light, dark
    contrast = models.CharField(max_length=10, default="normal")  # normal, more
    letter_keys = models.BooleanField(default=True)  # single letters act outside fields
    key_map = models.JSONField(default=dict)  # acts on other keys than usual: {"e": "d"}

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = BaseUserManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Dated(models.Model):
    """Holds from `start` until `end`, not including it; without an end it still holds."""

    start = models.DateTimeField()
    end = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @staticmethod
    def holding(now) -> Q:
        return Q(start__lte=now) & (Q(end__isnull=True) | Q(end__gt=now))


def _ends_after_it_starts(name: str) -> models.CheckConstraint:
    ordered = Q(end__isnull=True) | Q(end__gte=F("start"))
    return models.CheckConstraint(condition=ordered, name=f"{name}_ends_after_it_starts")


class Role(Dated):
    """What someone was, from when to when, and who said so."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=30, choices=ROLE_NAMES)

    class Meta:
        constraints = [
            _ends_after_it_starts("role"),
            models.CheckConstraint(condition=Q(role__in=list(roles.ROLES)), name="role_is_known"),
            models.UniqueConstraint(
                fields=["staff", "role"], condition=Q(end__isnull=True), name="role_held_once"
            ),
        ]


class Credential(Dated):
    """A licence or certificate: its kind, its number, and until when it is good."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [_ends_after_it_starts("credential")]


class Team(models.Model):
    """People who share panels and a queue."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120, unique=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Membership(Dated):
    """Who belongs to a team, from when to when."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [
            _ends_after_it_starts("membership"),
            models.UniqueConstraint(
                fields=["staff", "team"], condition=Q(end__isnull=True), name="member_once"
            ),
        ]


class Entitlement(Dated):
    """Leave to see facts of some sensitivity (bits of `chart.sensitivity.Label`), and why."""

    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="entitlements"
    )
    role = models.CharField(max_length=30, choices=ROLE_NAMES, blank=True, default="")
    labels = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            _ends_after_it_starts("entitlement"),
            models.CheckConstraint(
                condition=Q(staff__isnull=False, role="") | (Q(staff__isnull=True) & ~Q(role="")),
                name="entitlement_of_one_person_or_one_role",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="entitlement_has_a_reason"),
        ]


class Shift(models.Model):
    """Who covers which hours: every week on a day, or on one date. Ends before it starts: overnight."""

    WORK, ON_CALL = "work", "on-call"

    staff = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="shifts")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="shifts")
    kind = models.CharField(max_length=10, choices=[(WORK, "at work"), (ON_CALL, "on call")])
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)  # Monday is 0
    date = models.DateField(null=True, blank=True)
    begins = models.TimeField()
    ends = models.TimeField()
    order = models.PositiveSmallIntegerField(default=1)  # who is called first
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)  # the last day it holds

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(staff__isnull=True) ^ Q(team__isnull=True), name="shift_has_one_holder"
            ),
            models.CheckConstraint(
                condition=(Q(weekday__isnull=True) & Q(date__isnull=False))
                | (Q(weekday__lte=6) & Q(date__isnull=True)),
                name="shift_every_week_or_once",
            ),
            models.CheckConstraint(condition=Q(order__gte=1), name="shift_order_from_one"),
        ]


class Absence(models.Model):
    """Days on which someone is away; without a person, days on which the clinic is closed."""

    staff = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="absences")
    first = models.DateField()
    last = models.DateField()
    why = models.CharField(max_length=200, blank=True, default="")
    cover = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="absence_in_order")
        ]


class Draft(models.Model):
    """What somebody typed on a page and the desk has not taken yet: sealed, for them alone."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    place = models.CharField(max_length=300)  # the page's address
    sealed = models.BinaryField()
    at = models.DateTimeField()  # by the machine's clock

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "place"], name="draft_once")]


class HeldClock(models.Model):
    """The clinic's time where it is held: at most one row, which a training clinic advances."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_held_clock")]


class Pending(models.Model):
    """What an act leaves for the audit chain, written in the act's own transaction.

    Insert-only but for the relay, which puts the chain's number and empties the body. The digest
    stays, so that both stores can be compared for as long as they are kept.
    """

    uuid = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    body = models.TextField()  # what the entry will say, as JSON; empty once it is in the chain
    written = models.DateTimeField(db_default=Now())  # by the machine's clock, not the clinic's
    sequence = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(sequence__isnull=True), name="pending_waiting")
        ]


class SecondStep(models.Model):
    """A person's authenticator app: its secret, sealed, and since when it counts."""

    staff = models.OneToOneField(Staff, models.CASCADE, related_name="second_step")
    sealed = models.BinaryField()
    confirmed = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)  # a code opens once


class RecoveryCode(models.Model):
    """One way in without the app: its hash, and when it was used."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="recovery_codes")
    hashed = models.CharField(max_length=64)
    used = models.DateTimeField(null=True)
