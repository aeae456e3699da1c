"""What was printed or saved from the desk, as the audit chain has it."""

from collections.abc import Iterator

from northstar.access.audit import asking
from northstar.access.models import Staff
from northstar.casework.worklist.leaving import Left
from northstar.record.parting import Span

_PRINTED = {"today-print": "the printed list of a day"}  # pages that are made to be printed


def _from_the_desk(span: Span) -> Iterator[Left]:
    """Exports and prints that had the joined chart in them."""
    rows = asking.meanwhile(span.numbers, span.met, span.made)
    gone = [row for row in rows if row.action in ("export", "print") or row.what in _PRINTED]
    who = {row.who for row in gone if row.who.count("-") == 4}
    names = {
        str(uid): name
        for uid, name in Staff.objects.filter(public_id__in=who).values_list("public_id", "name")
    }
    for row in gone:
        what = _PRINTED.get(row.what, row.what)
        by = names.get(row.who, row.who)
        yield Left(row.machine_at, by, f"{what}, by {by}")


LEFT = _from_the_desk
