"""What somebody was typing when the desk locked: sealed, for them alone, for a day, given back once."""

import json
from datetime import datetime, timedelta

from django.db.models import QuerySet

from northstar.access.models import Draft, Staff
from northstar.access.refuse import Refused
from northstar.access.sealed import CannotOpen, seal, unseal
from northstar.access.writing import writing

KEPT_FOR = timedelta(days=1)
# Longer than the longest field of any form, several times over.
_LONGEST, _PLACE = 200_000, 300


def keep(*, staff: Staff, place: str, typed: list[list[str]], at: datetime) -> None:
    """Instead of what was kept of this page before; nothing typed, nothing kept. Raises Refused where it
    is too long: what was kept before stays then."""
    body = json.dumps(typed)
    if len(body) > _LONGEST:
        raise Refused("This is too long to be kept while you type. Save it now.", status=413)
    _keep(staff, place, body if typed else "", at)


@writing()
def _keep(staff: Staff, place: str, body: str, at: datetime) -> None:
    Draft.objects.filter(at__lt=at - KEPT_FOR).delete()
    Draft.objects.filter(staff=staff, place=place[:_PLACE]).delete()
    if body:
        Draft.objects.create(
            staff=staff, place=place[:_PLACE], at=at, sealed=seal(body.encode(), _owner(staff))
        )


def take(*, staff: Staff, place: str, at: datetime) -> list[list[str]]:
    """What was kept of a page; it is gone from here then."""
    rows = Draft.objects.filter(staff=staff, place=place[:_PLACE])
    return _take(rows, staff, at) if rows.exists() else []


@writing()
def _take(rows: QuerySet[Draft], staff: Staff, at: datetime) -> list[list[str]]:
    row = rows.filter(at__gte=at - KEPT_FOR).first()
    rows.delete()
    try:
        return json.loads(unseal(bytes(row.sealed), _owner(staff))) if row else []
    except CannotOpen:
        return []  # the installation's key has changed


def _owner(staff: Staff) -> str:
    return f"draft {staff.public_id}"
