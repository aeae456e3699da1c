"""One person's day as plain values, for machines."""

from datetime import datetime
from typing import Any

from django.utils.timezone import get_current_timezone

from northstar.access.models import Staff
from northstar.access.viewer import Viewer
from northstar.casework.worklist.models import Line
from northstar.casework.worklist.seen import mine
from northstar.casework.worklist.today import BANDS, Row, day
from northstar.casework.worklist.verify import orphans


def as_json(viewer: Viewer, staff: Staff, now: datetime) -> dict[str, Any]:
    """The day in the shape that DESIGN section 3 promises: one object a line, in order."""
    rows = day(viewer, now, most=100_000).rows
    lines = [_line(line, row, rank) for rank, (row, line) in enumerate(_flat(rows), 1)]
    return {
        "as": staff.username,
        "at": now.isoformat(),
        "lines": lines,
        "asleep": mine(viewer).filter(next_on__gt=now.date()).count(),
        "orphans": orphans(),
    }


def _flat(rows: list[Row]) -> list[tuple[Row, Line]]:
    return [(row, line) for row in rows for line in row.lines]


def _line(line: Line, row: Row, rank: int) -> dict[str, Any]:
    known: dict[str, Any] = (
        {"patient": row.who.id} if row.who and row.sure else {"subject": _subject(line)}
    )
    return known | {
        "id": str(line.public_id),
        "name": row.name,
        "born": row.who.birth_date if row.who else "",
        "group": line.matter,
        "signal": line.signal,
        "headline": line.says,
        "because": line.because,
        "suggests": line.suggests,
        "due": due(line),
        "minutes": line.minutes,
        "holder": line.holder.name,
        "next": line.next_on.isoformat() if line.next_on else None,
        "band": BANDS[line.band],
        "rank": rank,
        "score": line.score,
        "factors": line.factors,
    }


def _subject(line: Line) -> dict[str, str]:
    if line.feed:
        return {"feed": line.feed.name}
    return {"arrival": str(line.arrival.public_id) if line.arrival else ""}


def due(line: Line) -> str | None:
    """The day, or the moment where the hour counts, in the clinic's zone."""
    if line.due is None:
        return None
    local = line.due.astimezone(get_current_timezone())
    return local.date().isoformat() if line.due_day else local.isoformat()
