"""Giving a month's lines out to be claimed. Call it inside `writing()`."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from northstar.access.audit import acted
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.billing.asking import Claimable
from northstar.casework.billing.models import Given


def give_out(
    *, ready: Iterable[Claimable], month: date, people: Iterable[str], by: Viewer, at: datetime
) -> int:
    """Note that these were given out; gives how many. `people` are the patients' public ids."""
    if by.staff_id is None:
        raise Refused("Claims are given out by a person who works here.")
    rows = [
        Given(
            case_id=one.case.row, month=month, at=at, by=by.name, staff_id=by.staff_id,
            lines=[asdict(line) | {"on": line.on.isoformat()} for line in one.verdict.lines],
        )
        for one in ready
    ]  # fmt: skip
    Given.objects.bulk_create(rows, batch_size=500)
    acted(
        by=by,
        action="export",
        what=f"claims of {month:%Y-%m} given out",
        patients=list(people),
        at=at,
    )
    return len(rows)
