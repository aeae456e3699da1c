"""What has come since the last working day ended, by kind: voicemails, results, admissions."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db import connection

from northstar.access.viewer import ALL_LABELS, Viewer
from northstar.chart.clinical import DiagnosticReport, Observation
from northstar.chart.kinds import decoder
from northstar.chart.visits import Encounter
from northstar.chart.words import Communication
from northstar.record.feeds import OUR_OWN
from northstar.record.store import holes, select, stamp

# In the order in which they are told. A result is what one arrival says of one person.
KINDS = ("voicemail", "message", "fax", "admission", "discharge", "result")
MOST = (
    5000  # a great import is no night: of the clinic's newest facts not more than this are counted
)
_KINDS = ("Communication", "Encounter", "DiagnosticReport", "Observation")
_WRITTEN = {"voicemail": "voicemail", "fax": "fax"}
_STEPS = {"A01": "admission", "A03": "discharge"}


def came(viewer: Viewer, since: datetime, now: datetime) -> list[tuple[str, int]]:
    """(kind, how many) of what came about the viewer's people, and of messages from anybody."""
    whose, parameters = _whose(viewer, now.date())
    rows = select(
        "SELECT f.identity_id, f.arrival_id, f.kind, f.body FROM ("
        "SELECT f.identity_id, f.arrival_id, f.kind, f.label, f.body FROM record_arrival a "
        # A cross join keeps SQLite to this order: by kind it would walk through every result there is.
        "CROSS JOIN record_fact f WHERE f.arrival_id = a.id AND a.received >= %s AND a.received <= %s "
        # What we did ourselves has not come.
        "AND a.feed_id NOT IN (SELECT id FROM record_feed WHERE format = %s) "
        f"AND f.kind IN ({holes(_KINDS)}) ORDER BY a.received DESC LIMIT {MOST}) f "
        f"WHERE (f.label & %s) = 0 AND (f.kind = 'Communication' OR EXISTS ({whose}))",
        [stamp(since), stamp(now), OUR_OWN, *_KINDS, ~viewer.labels & ALL_LABELS, *parameters],
    )
    things = {thing for row in rows if (thing := _thing(row))}
    counted = Counter(kind for kind, *_ in things)
    return [(kind, counted[kind]) for kind in KINDS if counted[kind]]


def _whose(viewer: Viewer, day: date) -> tuple[str, list[Any]]:
    """Whether a fact is about somebody of the viewer's panels whom the viewer may know of, in SQL."""
    known = (
        "SELECT 1 FROM record_link l JOIN record_patient p ON p.id = l.patient_id "
        "WHERE l.identity_id = f.identity_id AND l.ended_at IS NULL AND (p.label & %s) = 0"
    )
    hidden = ~viewer.labels & ALL_LABELS
    if viewer.everyone:
        return known, [hidden]
    teams = sorted(viewer.teams)
    held = f"(h.staff = %s OR h.team IN ({holes(teams)}))" if teams else "h.staff = %s"
    panel = (
        " AND EXISTS (SELECT 1 FROM record_panel h WHERE h.patient_id = p.id "
        f'AND h.start <= %s AND (h."end" IS NULL OR h."end" >= %s) AND {held})'
    )
    on = connection.ops.adapt_datefield_value(day)
    return known + panel, [hidden, on, on, viewer.staff_id, *teams]


def _thing(row: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """What a fact counts as, once for each thing it is part of."""
    identity, arrival, kind, body = row
    value = decoder(kind)(body)
    if isinstance(value, Communication):
        return (_WRITTEN.get(value.medium, "message"), arrival)
    if isinstance(value, Encounter):
        step = _STEPS.get(value.event)
        return (step, identity, value.visit or arrival) if step else None
    if isinstance(value, Observation) and value.category != "laboratory":
        return None
    if isinstance(value, Observation | DiagnosticReport):
        return ("result", identity, arrival)
    return None
