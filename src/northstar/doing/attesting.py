"""My minutes: attest what a day proposes in one go, or one act with other words and a reason."""

from datetime import datetime
from uuid import UUID

from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.time import acts, asking
from northstar.casework.time.models import Entry

CLIPPED = "the rest of it counts elsewhere already"


def attest_day(*, by: Viewer, start: datetime, end: datetime, at: datetime) -> list[Entry]:
    """Everything of one's own day that took time and is not attested yet, as proposed. What may count to
    several programs waits for a choice."""
    with writing():
        return [
            acts.attest(
                act=row.act.public_id, program=row.program, began=row.began, ended=row.ended,
                by=by, at=at, why=CLIPPED if row.clipped else "",
            )
            for row in asking.day_of(by, start, end)
            if row.waits and not row.asks and row.act.ended <= at
        ]  # fmt: skip


def attest(
    *,
    by: Viewer,
    act: UUID | str,
    program: str,
    began: datetime,
    ended: datetime,
    at: datetime,
    why: str = "",
) -> Entry:
    """One act, with the program and the time its author says."""
    with writing():
        return acts.attest(
            act=act, program=program, began=began, ended=ended, by=by, at=at, why=why
        )
