"""A note and its versions. Rows are written once and stay."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from northstar.access.models import Staff

DRAFT, SIGNED, ADDED, SET_ASIDE = "draft", "signed", "added", "set aside"
PATIENT, CAREGIVER = "patient", "caregiver"
QUICK = "quick"


class Note(models.Model):
    """What one of us writes about one person, from the first draft on.

    It hangs on the clinic's own registration of the person, so it goes with the person's records.
    `kind` is quick, call, day or month; `covers_from` to `covers_to` the stretch it was made from, of a quick note entered afterwards when it was;
    `program` the service it is meant to hold for. `about` says whose confidences it keeps: a note about
    a caregiver never leaves with the patient's record. `told_by` is who else than the person spoke, where
    somebody did: {"name", "relation"}. `label`: one restricted sentence would make all
    of it restricted, so what is restricted stands in a note of its own.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identity = models.ForeignKey("record.Identity", models.PROTECT, related_name="+")
    line = models.ForeignKey("worklist.Line", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    about = models.CharField(max_length=12, default=PATIENT)
    program = models.CharField(max_length=12, blank=True)
    told_by = models.JSONField(null=True)
    covers_from = models.DateTimeField(null=True)
    covers_to = models.DateTimeField(null=True)
    began = models.DateTimeField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    label = models.SmallIntegerField(default=0)

    @property
    def teller(self) -> str:
        """A name and how near, as in “her son”; empty where it was the person, or our own eyes."""
        said = self.told_by or {}
        return ", ".join(part for part in (said.get("name", ""), said.get("relation", "")) if part)

    @property
    def happened(self) -> tuple[datetime, datetime] | None:
        """From when to when it was what a quick note tells, if it was set back in time."""
        if self.kind == QUICK and self.covers_from and self.covers_to:
            return self.covers_from, self.covers_to
        return None


class NoteVersion(models.Model):
    """The note as it stood when somebody kept it: a draft, the signed one, or what was added to that.

    `sentences` are `engines.writing.Sentence`; `filed` is what was ticked when it was signed;
    `why` a reason for setting it aside.
    """

    note = models.ForeignKey(Note, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    sentences = models.JSONField(default=list)
    filed = models.JSONField(default=list)
    why = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="note_version_once"),
            models.UniqueConstraint(
                fields=["note"], condition=Q(what=SIGNED), name="note_signed_once"
            ),
        ]


class Agreement(models.Model):
    """An administrator's word that patients' words may go to a language model elsewhere, or no longer
    may: the newest row about an address counts."""

    address = models.CharField(max_length=300)
    allowed = models.BooleanField()
    paper = models.CharField(max_length=400)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
