"""Questions to the chain: who looked at this person, what did that colleague do."""

from uuid import UUID

from northstar.access.audit.models import AuditEntry


def about(patient: UUID, most: int) -> list[AuditEntry]:
    """Every look and act that had this person in it, the newest first.

    The ids lie in one text, so this reads the whole chain: some seconds for a million entries.
    A privacy officer asks it rarely; an index would cost every view of a list.
    """
    rows = AuditEntry.objects.filter(patients__contains=str(patient))
    return list(rows.order_by("-sequence")[:most])


def by(who: str, most: int) -> list[AuditEntry]:
    """What one colleague, or one unattended job, looked at and did, the newest first."""
    return list(AuditEntry.objects.filter(who=who).order_by("-sequence")[:most])
