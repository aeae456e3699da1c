"""The tables of the record. Only this room opens them; the others ask its queries.

Facts and supersessions are insert-only: triggers in the database refuse update and delete.
"""

import uuid
from datetime import UTC, datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)  # a `look_again` that is always due


class Feed(models.Model):
    """A source system that sends to this clinic. `every` is the longest silence it promises, seconds."""

    name = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200, blank=True)
    format = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=60, default="UTC")
    assigner = models.CharField(max_length=200, blank=True)
    label = models.SmallIntegerField(default=0)
    settings = models.JSONField(default=dict, blank=True)
    every = models.PositiveIntegerField(default=86400)
    kinds = models.JSONField(default=list, blank=True)
    speaks_from = models.DateTimeField(null=True)


class Stretch(models.Model):
    """A span in which a feed was heard without a longer silence than it promised."""

    feed = models.ForeignKey(Feed, models.PROTECT, related_name="stretches")
    start = models.DateTimeField()
    end = models.DateTimeField()


class Verdict(models.TextChoices):
    """What became of an arrival: kept, then filed, then reviewed; or refused, or quarantined."""

    KEPT = "kept"
    FILED = "filed"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


class Arrival(models.Model):
    """Bytes as they came, once. The bytes themselves lie in `Original`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    feed = models.ForeignKey(Feed, models.PROTECT, db_index=False)
    sha256 = models.BinaryField(max_length=32)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=300, blank=True)
    received = models.DateTimeField()
    written = models.DateTimeField(null=True)
    format = models.CharField(max_length=40)
    reader = models.CharField(max_length=40)
    sender = models.CharField(max_length=200, blank=True)
    control = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=12, choices=Verdict)
    answer = models.BinaryField(null=True)
    report = models.TextField(default="{}")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "sha256"], name="arrival_once"),
        ]
        indexes = [
            models.Index(fields=["feed", "received"], name="arrival_feed_received"),
            models.Index(fields=["received"], name="arrival_received"),
            models.Index(
                fields=["feed", "sender", "control"],
                name="arrival_control",
                condition=~Q(control=""),
            ),
            models.Index(fields=["id"], name="arrival_to_file", condition=Q(verdict=Verdict.KEPT)),
            models.Index(
                fields=["-received"],
                name="arrival_quarantined",
                condition=Q(verdict__in=[Verdict.QUARANTINED, Verdict.REFUSED]),
            ),
        ]


class Original(models.Model):
    """The bytes of an arrival, zstd level 3."""

    arrival = models.OneToOneField(Arrival, models.PROTECT, primary_key=True)
    content = models.BinaryField()


class Patient(models.Model):
    """A person in this clinic's care: a name for a group of linked identities, and when to look again.

    The columns after `public_id` are copies for lists, rebuilt from the facts whenever they change.
    `label`: the sensitivity common to all that is known of the person; who is not entitled to it does
    not learn that the person is known here. `look_again` null: nothing can change by time alone. In the past: due.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=300, blank=True)
    sort_name = models.CharField(max_length=300, blank=True)
    own_script = models.CharField(max_length=200, blank=True)
    birth_date = models.CharField(max_length=10, blank=True)
    gender = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=40, blank=True)
    interpreter = models.BooleanField(null=True)
    died = models.BooleanField(default=False)
    label = models.SmallIntegerField(default=0)
    look_again = models.DateTimeField(null=True)
    rules = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["look_again"], name="patient_look_again"),
            models.Index(fields=["rules"], name="patient_rules"),
            models.Index(fields=["label"], name="patient_label", condition=~Q(label=0)),
            models.Index(fields=["sort_name"], name="patient_sort_name"),
        ]


class Identity(models.Model):
    """A person as one feed knows them. `kind`: person, item (a message or paper about somebody not
    yet known), or directory (the feed's own organizations and practitioners)."""

    feed = models.ForeignKey(Feed, models.PROTECT, db_index=False)
    key = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, default="person")

    class Meta:
        verbose_name_plural = "identities"
        constraints = [
            models.UniqueConstraint(fields=["feed", "key"], name="identity_once"),
        ]


class Link(models.Model):
    """Whose an identity is, from when to when, by whom, and why. Undone, never deleted.

    `made` is the machine's time, as the audit chain has it: who looked while it held.
    """

    identity = models.ForeignKey(Identity, models.PROTECT, related_name="links")
    patient = models.ForeignKey(Patient, models.PROTECT, db_index=False)
    at = models.DateTimeField()
    made = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=80)
    weight = models.FloatField(default=0)
    reason = models.CharField(max_length=300)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity"], name="link_one_open", condition=Q(ended_at=None)
            ),
        ]
        indexes = [
            # Both ways an index holds the other end, so that the rows themselves need not be read.
            models.Index(fields=["identity", "ended_at", "patient"], name="link_of_identity"),
            models.Index(
                fields=["patient", "identity"], name="link_open", condition=Q(ended_at=None)
            ),
            models.Index(fields=["patient", "ended_at"], name="link_history"),
        ]


class Token(models.Model):
    """A word under which an identity can be found when another like it arrives."""

    identity = models.ForeignKey(Identity, models.PROTECT)
    word = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identity", "word"], name="token_once"),
        ]
        indexes = [models.Index(fields=["word"], name="token_word")]


class Word(models.Model):
    """A word under which a person looks an identity up: part of a name, `n:` all of it, `d:` birth
    date, `p:` phone, `k:` phone of somebody near them, `i:` identifier, `a:` address, `m:` e-mail. As sensitive as the fact that said it."""

    identity = models.ForeignKey(Identity, models.PROTECT, db_index=False)
    word = models.CharField(max_length=80)
    label = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identity", "word", "label"], name="word_once"),
        ]
        indexes = [
            # Holds all that a search asks, so that the rows themselves need not be read.
            models.Index(
                fields=["word", "identity", "label"],
                name="word_found",
                opclasses=["varchar_pattern_ops", "int8_ops", "int2_ops"],
            ),
        ]


class Spelling(models.Model):
    """A word that somebody is found under, and a key that it shares with what sounds like it or is one
    slip of a finger away. One set for each word, however many people bear it."""

    word = models.CharField(max_length=80)
    key = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "key"], name="spelling_once"),
        ]
        indexes = [models.Index(fields=["key", "word"], name="spelling_key")]


class Match(models.Model):
    """What the model says of two identities: same, ask or different, in words; doubted, where they stand
    together and a correction contradicts; held, where they are the same and a third keeps them apart.
    `one` < `other`."""

    one = models.ForeignKey(Identity, models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Identity, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10)
    weight = models.FloatField(default=0)
    why = models.JSONField(default=list)
    model = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="match_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="match_in_order"),
        ]
        indexes = [
            models.Index(fields=["verdict"], name="match_to_ask", condition=Q(verdict="ask")),
            models.Index(fields=["verdict"], name="match_doubted", condition=Q(verdict="doubted")),
            models.Index(fields=["verdict"], name="match_held", condition=Q(verdict="held")),
        ]


class Decision(models.Model):
    """A person's, or a feed's own, word about two identities. The latest for a pair counts.

    `act` is common to the pairs of one answer, which are taken back together. `knew` is what the
    model said of the pair then: an answer is asked for again only on something new.
    """

    one = models.ForeignKey(Identity, models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Identity, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    act = models.UUIDField(null=True, default=uuid.uuid4)
    knew = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["one", "other"], name="decision_pair")]
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="decision_in_order"),
        ]


class Parting(models.Model):
    """Records stood together as one patient, and were taken apart: whose they are now, and since when
    they had been together. `numbers` are the public ids under which the joined chart was seen; `since`
    and `at` are the clinic's times, `met` and `made` the machine's. `staff` is who parted them, where a
    person did. `told` once everybody concerned is.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    parted = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    numbers = models.JSONField(default=list)
    since = models.DateTimeField()
    met = models.DateTimeField()
    at = models.DateTimeField()
    made = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=80)
    staff = models.BigIntegerField(null=True)
    why = models.CharField(max_length=300, blank=True)
    told = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="parting_to_tell", condition=Q(told=None)),
        ]


class Fact(models.Model):
    """One thing one source said of one identity. docs/storage.md explains each column."""

    identity = models.ForeignKey(Identity, models.PROTECT, db_index=False)
    arrival = models.ForeignKey(Arrival, models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    code = models.CharField(max_length=120, blank=True)
    start = models.DateTimeField(null=True)
    end = models.DateTimeField(null=True)
    recorded = models.DateTimeField(null=True)
    sequence = models.BigIntegerField(default=0)
    locator = models.CharField(max_length=400)
    label = models.SmallIntegerField(default=0)
    body = models.TextField()
    digest = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identity", "digest"], name="fact_once"),
        ]
        indexes = [
            # Of those with a code alone: a question for one person's facts of a kind must not find this
            # index the cheaper one and go through everybody's. Who asks for a code says `code > ''` too.
            models.Index(
                fields=["kind", "code", "start"], name="fact_population", condition=Q(code__gt="")
            ),
            # Facts come in the order of their arrivals, so this grows at its end and costs little.
            models.Index(fields=["arrival"], name="fact_of_arrival"),
        ]


class Supersession(models.Model):
    """This fact no longer speaks: a newer version came, or a named person set it aside."""

    fact = models.OneToOneField(Fact, models.PROTECT, related_name="superseded")
    by_fact = models.ForeignKey(Fact, models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    why = models.CharField(max_length=300)


class Tally(models.Model):
    """How much of what one feed brought on one day (UTC): `what` is arrivals, kept, doubted, dropped or
    reader; `name` the kind of element, the reason, or the reader's version."""

    feed = models.ForeignKey(Feed, models.PROTECT, db_index=False)
    day = models.DateField()
    format = models.CharField(max_length=40)
    sort = models.CharField(max_length=80)
    what = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    count = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "day", "format", "sort", "what", "name"], name="tally_once"
            ),
        ]


class Note(models.Model):
    """A fact that holds running text, whose words stand in the index of notes."""

    fact = models.OneToOneField(Fact, models.PROTECT, primary_key=True, related_name="+")
    identity = models.ForeignKey(Identity, models.PROTECT)
    label = models.SmallIntegerField(default=0)


class Indexed(models.Model):
    """How far older rows have been brought into an index (`words`, `notes`), and by which version."""

    name = models.CharField(max_length=20, unique=True)
    version = models.PositiveSmallIntegerField(default=0)
    upto = models.BigIntegerField(default=0)


class Panel(models.Model):
    """Who looks after whom: a team or a member of staff (public id), and a patient, dated.

    `came_with`: the row stands because that patient was found to be the same person.
    """

    patient = models.ForeignKey(Patient, models.PROTECT)
    team = models.BigIntegerField(null=True)
    staff = models.BigIntegerField(null=True)
    start = models.DateField()
    end = models.DateField(null=True)
    came_with = models.ForeignKey(Patient, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["team", "patient"], name="panel_team"),
            models.Index(fields=["staff", "patient"], name="panel_staff"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(team=None, staff__isnull=False) | Q(team__isnull=False, staff=None),
                name="panel_one_holder",
            ),
        ]


class Look(models.Model):
    """When a member of staff last looked at a patient's page: "since you last looked". `before` is
    when the visit before that one ended."""

    staff = models.BigIntegerField()
    patient = models.ForeignKey(Patient, models.PROTECT, db_index=False)
    at = models.DateTimeField()
    before = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "patient"], name="look_once"),
        ]
