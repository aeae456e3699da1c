"""Kept at every review of a chart: which loops of this person are open, and when each is asked after."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from northstar.casework.loops.models import OpenLoop
from northstar.chart.chart import Chart
from northstar.rules.loop import Loop
from northstar.rules.loops import loops

_COPIED = ("kind", "name", "says", "steps", "next_on", "whom", "chased", "urgent", "label", "until")


def keep(charts: dict[int, Chart], now: datetime) -> None:
    """Make the rows of these patients (by row number) agree with their charts; one question where
    nothing has changed."""
    wanted = {
        (pk, mark(chart.patient, loop.key)): _copy(loop)
        for pk, chart in charts.items()
        for loop in loops(chart, now)
        if loop.is_open
    }
    rows = {
        (row.patient_id, row.mark): row for row in OpenLoop.objects.filter(patient__in=list(charts))
    }
    gone = [row.pk for at, row in rows.items() if at not in wanted]
    if gone:
        OpenLoop.objects.filter(pk__in=gone).delete()
    _write(rows, wanted)


WATCHING = keep


def mark(patient: str, key: str) -> str:
    """The loop of this key, for an address: it tells nothing of what it is about."""
    return sha256(f"{patient}\0{key}".encode()).hexdigest()[:24]


def _write(
    rows: dict[tuple[int, str], OpenLoop], wanted: dict[tuple[int, str], dict[str, Any]]
) -> None:
    fresh, changed = [], []
    for at, copy in wanted.items():
        row = rows.get(at)
        if row is None:
            fresh.append(OpenLoop(patient_id=at[0], mark=at[1], **copy))
        elif any(getattr(row, name) != value for name, value in copy.items()):
            for name, value in copy.items():
                setattr(row, name, value)
            changed.append(row)
    if fresh:
        OpenLoop.objects.bulk_create(fresh)
    if changed:
        OpenLoop.objects.bulk_update(changed, _COPIED)


def _copy(loop: Loop) -> dict[str, Any]:
    return {
        "kind": loop.kind, "name": loop.name[:160], "says": loop.says[:200],
        "steps": [[step.code, step.done, step.words] for step in loop.steps],
        "next_on": loop.next_on, "whom": loop.whom[:160], "chased": loop.chased, "urgent": loop.urgent,
        "label": loop.label, "until": loop.until,
    }  # fmt: skip
