"""The chain itself, in a store of its own. The database refuses to change or delete a row."""

from django.db import models


class AuditEntry(models.Model):
    """Who did what, to whom, when, from where and why; and the hash of the entry before."""

    sequence = models.BigIntegerField(primary_key=True)
    machine_at = models.DateTimeField()
    clinic_at = models.DateTimeField()
    who = models.CharField(max_length=120, db_index=True)  # staff public id, or a job's name
    roles = models.CharField(max_length=300)
    action = models.CharField(max_length=20)
    what = models.CharField(max_length=120)  # the page's or the act's name
    patients = models.TextField()  # public ids as a JSON list: a view of a list is one entry
    arrivals = models.TextField()
    purpose = models.CharField(max_length=300)
    outcome = models.CharField(max_length=60)
    address = models.CharField(max_length=60)
    device = models.CharField(max_length=200)
    version = models.CharField(max_length=30)
    pending = models.UUIDField(null=True, unique=True)  # the act's own trace in the record
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["machine_at"], name="audit_by_time")]
