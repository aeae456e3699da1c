"""What no longer speaks in a chart since a moment: facts replaced, cancelled or set aside."""

from dataclasses import dataclass
from datetime import datetime

from northstar.access.viewer import Viewer
from northstar.chart.value import Value
from northstar.record.charts import valued
from northstar.record.models import Patient
from northstar.record.store import moment, select, stamp


@dataclass(frozen=True, slots=True)
class Gone:
    """One fact that was superseded: `by_fact` is what replaced it, 0 where a person set it aside."""

    kind: str
    value: Value
    by_fact: int
    at: datetime
    why: str


def gone_since(viewer: Viewer, patient: Patient, since: datetime, kind: str = "") -> list[Gone]:
    """The facts this viewer may see that were superseded after a moment, of one kind where asked. For
    a patient's row that came through the door."""
    rows = select(
        "SELECT f.id, f.identity_id, f.arrival_id, f.kind, f.key, f.recorded, f.locator, f.label, "
        "f.body, s.by_fact_id, s.at, s.why FROM record_link l "
        "JOIN record_fact f ON f.identity_id = l.identity_id "
        "JOIN record_supersession s ON s.fact_id = f.id "
        "WHERE l.patient_id = %s AND l.ended_at IS NULL AND s.at > %s"
        + (" AND f.kind = %s" if kind else ""),
        [patient.pk, stamp(since), *([kind] if kind else [])],
    )
    if not rows:
        return []
    seen = [row for row in rows if viewer.may_see(row[7])]
    values = valued([row[:9] for row in seen])
    return [
        Gone(kind, value, row[9] or 0, moment(row[10]) or since, row[11])
        for row, (_, _, kind, value) in zip(seen, values, strict=True)
    ]
