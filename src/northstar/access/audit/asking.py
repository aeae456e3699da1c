"""Questions to the chain: who looked at this person, what did that colleague do."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from django.db.models import Q

from northstar.access.audit.models import AuditEntry
from northstar.access.models import Staff


def about(patient: UUID, most: int) -> list[AuditEntry]:
    """Every look and act that had this person in it, the newest first.

    The ids lie in one text, so this reads the whole chain: some seconds for a million entries.
    A privacy officer asks it rarely; an index would cost every view of a list.
    """
    rows = AuditEntry.objects.filter(patients__contains=str(patient))
    return list(rows.order_by("-sequence")[:most])


def meanwhile(patients: Iterable[str], since: datetime, until: datetime) -> list[AuditEntry]:
    """Every entry of a span of the machine's time in which one of these people was, the oldest first."""
    named = Q()
    for patient in patients:
        named |= Q(patients__contains=patient)
    rows = AuditEntry.objects.filter(named, machine_at__gte=since, machine_at__lte=until)
    return list(rows.order_by("sequence")) if named else []


def by(who: str, most: int) -> list[AuditEntry]:
    """What one colleague, or one unattended job, looked at and did, the newest first."""
    return list(AuditEntry.objects.filter(who=who).order_by("-sequence")[:most])


@dataclass(frozen=True)
class Look:
    """An entry as a person reads it."""

    entry: int
    at: datetime
    who: str
    roles: list[str]
    action: str
    what: str
    people: int
    purpose: str
    outcome: str
    address: str


def told(rows: list[AuditEntry], zone: tzinfo) -> list[Look]:
    """With names in place of ids, and times as the clinic's wall clock shows them."""
    names = {str(uid): name for uid, name in Staff.objects.values_list("public_id", "name")}
    return [
        Look(
            entry=row.sequence,
            at=row.machine_at.astimezone(zone),
            who=names.get(row.who, row.who),
            roles=row.roles.split(),
            action=row.action,
            what=row.what,
            people=len(json.loads(row.patients)),
            purpose=row.purpose,
            outcome=row.outcome,
            address=row.address,
        )
        for row in rows
    ]
