"""Which licences and certificates people held, and from when to when."""

from collections.abc import Iterable
from datetime import date, tzinfo

from northstar.access.models import Credential


def held(staff: Iterable[int], zone: tzinfo) -> dict[int, list[tuple[str, date, date | None]]]:
    """(kind, first day, last day it was good or None) of each credential, by row number of staff."""
    found: dict[int, list[tuple[str, date, date | None]]] = {}
    for row in Credential.objects.filter(staff__in=set(staff)).order_by("pk"):
        last = row.end.astimezone(zone).date() if row.end else None
        first = row.start.astimezone(zone).date()
        found.setdefault(row.staff_id, []).append((row.kind, first, last))
    return found
