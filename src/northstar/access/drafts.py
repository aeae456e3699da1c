"""What somebody has typed and not sent, or sent and not got through: sealed, for them alone, for a day.
What the desk has taken is a draft no longer."""

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


def keep(
    *,
    staff: Staff,
    place: str,
    typed: list[list[str]],
    at: datetime,
    mark: str = "",
    left: str = "",
    beside: bool = False,
) -> None:
    """Instead of what was kept of this page before; nothing typed, nothing kept. `mark`: of the form it was
    sent with; was that taken meanwhile, nothing is kept. `left`: the mark under which a page that was left
    sent its last words (`arrived`). `beside`: the page had not been given back yet what was kept before: it
    stays, after what is newer. Raises Refused where it is too long: what was kept before stays then."""
    if mark and Draft.objects.filter(staff=staff, place=_taken(mark)).exists():
        return
    if beside:
        typed = typed + [one for one in kept(staff=staff, place=place, at=at) if one not in typed]
    body = json.dumps(typed)
    if len(body) > _LONGEST:
        raise Refused("This is too long to be kept while you type. Save it now.", status=413)
    _keep(staff, place, body if typed else "", at)
    if left:
        _keep(staff, _left(left), "[]", at)


@writing()
def arrived(*, staff: Staff, left: str) -> bool:
    """The last words of a page that was left under this mark are here: they travel beside the next page.
    True once; the mark is gone then."""
    return bool(Draft.objects.filter(staff=staff, place=_left(left)).delete()[0])


@writing()
def _keep(staff: Staff, place: str, body: str, at: datetime) -> None:
    Draft.objects.filter(at__lt=at - KEPT_FOR).delete()
    Draft.objects.filter(staff=staff, place=place[:_PLACE]).delete()
    if body:
        Draft.objects.create(
            staff=staff, place=place[:_PLACE], at=at, sealed=seal(body.encode(), _owner(staff))
        )


@writing()
def let_go(*, staff: Staff, place: str, form: str, mark: str, at: datetime) -> None:
    """The desk has taken a form of this page: what was typed in it is kept no longer, what was typed in
    other forms of the page is. The mark stays for a day: a browser whose connection broke asks by it."""
    rest = [row for row in take(staff=staff, place=place, at=at) if row[0] != form]
    keep(staff=staff, place=place, typed=rest, at=at)
    if mark:
        _keep(staff, _taken(mark), "[]", at)


def kept(*, staff: Staff, place: str, at: datetime) -> list[list[str]]:
    """What is kept of a page. It stays until the desk has taken it or it is kept anew: an answer may be lost
    on its way."""
    row = Draft.objects.filter(staff=staff, place=place[:_PLACE], at__gte=at - KEPT_FOR).first()
    return _opened(row, staff)


def take(*, staff: Staff, place: str, at: datetime) -> list[list[str]]:
    """What was kept of a page; it is gone from here then."""
    rows = Draft.objects.filter(staff=staff, place=place[:_PLACE])
    return _take(rows, staff, at) if rows.exists() else []


@writing()
def _take(rows: QuerySet[Draft], staff: Staff, at: datetime) -> list[list[str]]:
    row = rows.filter(at__gte=at - KEPT_FOR).first()
    rows.delete()
    return _opened(row, staff)


def _opened(row: Draft | None, staff: Staff) -> list[list[str]]:
    try:
        return json.loads(unseal(bytes(row.sealed), _owner(staff))) if row else []
    except CannotOpen:
        return []  # the installation's key has changed


def _taken(mark: str) -> str:
    return f"taken {mark}"[:_PLACE]


def _left(mark: str) -> str:
    return f"left {mark}"[:_PLACE]


def _owner(staff: Staff) -> str:
    return f"draft {staff.public_id}"
