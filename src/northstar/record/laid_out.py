"""Patients of whom only our own registration is known: for measuring casework, never for a clinic."""

from datetime import datetime

from northstar.record import feeds
from northstar.record.models import Identity, Link, Patient


def registered(count: int, at: datetime) -> dict[int, int]:
    """That many patients: their row numbers, each with the row number of its registration."""
    feed = feeds.feed("staff", title="Our own staff", format="staff")
    patients = Patient.objects.bulk_create([Patient() for _ in range(count)], batch_size=1000)
    identities = Identity.objects.bulk_create(
        [Identity(feed=feed, key=f"patient:{one.public_id}") for one in patients], batch_size=1000
    )
    Link.objects.bulk_create(
        [
            Link(
                identity=identity, patient=patient, at=at, by="bench", reason="its own registration"
            )
            for identity, patient in zip(identities, patients, strict=True)
        ],
        batch_size=1000,
    )
    return {patient.pk: identity.pk for patient, identity in zip(patients, identities, strict=True)}
