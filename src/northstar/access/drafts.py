"""What somebody was typing when the desk locked: sealed, for them alone, for a day, given back once."""

import json
from datetime import datetime, timedelta

from northstar.access.models import Draft, Staff
from northstar.access.sealed import CannotOpen, seal, unseal
from northstar.access.writing import writing

KEPT_FOR = timedelta(days=1)
_LONGEST, _PLACE = 20_000, 300


@writing()
def keep(*, staff: Staff, place: str, typed: list[list[str]], at: datetime) -> None:
    """Instead of what was kept of this page before; nothing typed, nothing kept."""
    Draft.objects.filter(at__lt=at - KEPT_FOR).delete()
    Draft.objects.filter(staff=staff, place=place[:_PLACE]).delete()
    body = json.dumps(typed)
    if typed and len(body) <= _LONGEST:
        Draft.objects.create(
            staff=staff, place=place[:_PLACE], at=at, sealed=seal(body.encode(), _owner(staff))
        )


@writing()
def take(*, staff: Staff, place: str, at: datetime) -> list[list[str]]:
    """What was kept of a page; it is gone from here then."""
    rows = Draft.objects.filter(staff=staff, place=place[:_PLACE])
    row = rows.filter(at__gte=at - KEPT_FOR).first()
    rows.delete()
    try:
        return json.loads(unseal(bytes(row.sealed), _owner(staff))) if row else []
    except CannotOpen:
        return []  # the installation's key has changed


def _owner(staff: Staff) -> str:
    return f"draft {staff.public_id}"
