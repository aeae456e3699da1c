"""A piece of what arrived, what became of it, and what a person lets be filed by itself."""

import uuid

from django.db import models
from django.db.models import Q

from northstar.access.models import Staff, Team


class Sort(models.TextChoices):
    """What came, as a coordinator would call it."""

    VOICE = "voice", "Voicemail"
    MESSAGE = "message", "Message"
    EMAIL = "email", "E-mail"
    FAX = "fax", "Fax"
    PAPER = "paper", "Paper"
    RESULT = "result", "Result"
    NOTICE = "notice", "Notice"


class Piece(models.Model):
    """One thing that arrived and waits to be looked at: a message, a fax or some pages of it, a
    result, a notice.

    `identity` is what it tells of: the message's own, or the record that a result hangs on. `patient`
    is whom it is likely about, `sure` once a person has said so or the sender's own number did;
    `clear` where name and phone point to this person alone. `first` and `last` are pages where it is a
    part of a `whole`; `part` is where in the original the pages or the sound lie. Pieces of one
    `thread` are one row. `heard` is what a machine made out of a
    recording, a draft. `mark` is a digest of the content, the same for one document by two roads;
    `twin` the piece that came before with it. `quiet`: of little weight, shown in the daily digest. `weight`: points within the band of life or
    safety, as Today gives them; the rest stands in the order in which it came.
    An open piece has exactly one holder: the database refuses anything else.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    arrival = models.ForeignKey("record.Arrival", models.PROTECT, related_name="+")
    identity = models.ForeignKey("record.Identity", models.PROTECT, related_name="+")
    whole = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    twin = models.ForeignKey("self", models.PROTECT, null=True, related_name="twins")
    sort = models.CharField(max_length=10, choices=Sort)
    came = models.DateTimeField()
    sender = models.CharField(max_length=200, blank=True)
    gist = models.CharField(max_length=400, blank=True)
    language = models.CharField(max_length=40, blank=True)
    words = models.JSONField(default=list)
    band = models.SmallIntegerField(default=3)
    weight = models.SmallIntegerField(default=0)
    label = models.SmallIntegerField(default=0)
    part = models.PositiveSmallIntegerField(null=True)
    pages = models.PositiveSmallIntegerField(default=0)
    first = models.PositiveSmallIntegerField(default=0)
    last = models.PositiveSmallIntegerField(default=0)
    seconds = models.FloatField(null=True)
    heard = models.TextField(blank=True, default="")
    patient = models.ForeignKey("record.Patient", models.PROTECT, null=True, related_name="+")
    sure = models.BooleanField(default=False)
    clear = models.BooleanField(default=False)
    why = models.CharField(max_length=200, blank=True)
    candidates = models.JSONField(default=list)
    caller_name = models.CharField(max_length=120, blank=True)
    thread = models.CharField(max_length=300, blank=True)
    mark = models.CharField(max_length=64, blank=True)
    quiet = models.BooleanField(default=False)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    is_open = models.BooleanField(default=True)
    closed = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="piece_open_has_holder",
                condition=Q(is_open=False)
                | Q(staff__isnull=False, team=None)
                | Q(staff=None, team__isnull=False),
            ),
            models.UniqueConstraint(fields=["arrival", "identity", "first"], name="piece_once"),
        ]
        indexes = [
            models.Index(
                fields=["staff", "band", "-weight", "came"],
                name="piece_of_staff",
                condition=Q(is_open=True, staff__isnull=False),
            ),
            models.Index(
                fields=["team", "band", "-weight", "came"],
                name="piece_of_team",
                condition=Q(is_open=True, team__isnull=False),
            ),
            models.Index(fields=["mark"], name="piece_mark", condition=~Q(mark="")),
        ]


class Handling(models.Model):
    """What became of a piece: who, when, what. Rows of one act share `row`; taking it back is a row
    of its own that names what it `undoes`. `line` is the work that was made of it or that it joined,
    `detail` what taking back must know."""

    piece = models.ForeignKey(Piece, models.PROTECT, related_name="handlings")
    what = models.CharField(max_length=20)
    outcome = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    row = models.UUIDField(db_index=True)
    line = models.ForeignKey("worklist.Line", models.PROTECT, null=True, related_name="+")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone")
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["staff", "at"], name="handling_of_staff")]


class Habit(models.Model):
    """What one person lets be filed by itself: notices of a kind, from a sender. Never anything from a
    person, about life or safety, or about somebody not known."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    sort = models.CharField(max_length=10, choices=Sort)
    sender = models.CharField(max_length=200)
    gist = models.CharField(max_length=400, blank=True)
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)


class Sweep(models.Model):
    """How far the arrivals of machines have been looked through: one row."""

    arrival = models.BigIntegerField(default=0)
    at = models.DateTimeField()
