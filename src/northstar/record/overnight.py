"""What has come since the last working day ended, by kind: voicemails, results, admissions."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from northstar.access.viewer import Viewer
from northstar.chart.clinical import DiagnosticReport, Observation
from northstar.chart.kinds import decoder
from northstar.chart.visits import Encounter
from northstar.chart.words import Communication
from northstar.record import panels
from northstar.record.models import Link
from northstar.record.store import batches, holes, select, stamp

# In the order in which they are told. A result is what one arrival says of one person.
KINDS = ("voicemail", "message", "fax", "admission", "discharge", "result")
MOST = 5000  # a great import is no night: what is beyond this many facts is not counted
_KINDS = ("Communication", "Encounter", "DiagnosticReport", "Observation")
_WRITTEN = {"voicemail": "voicemail", "fax": "fax"}
_STEPS = {"A01": "admission", "A03": "discharge"}


def came(viewer: Viewer, since: datetime, now: datetime) -> list[tuple[str, int]]:
    """(kind, how many) of what came about the viewer's people, and of messages from anybody."""
    rows = select(
        "SELECT f.identity_id, f.arrival_id, f.kind, f.body, f.label FROM record_arrival a "
        "JOIN record_fact f ON f.arrival_id = a.id "
        f"WHERE a.received >= %s AND a.received <= %s AND f.kind IN ({holes(_KINDS)}) LIMIT {MOST}",
        [stamp(since), stamp(now), *_KINDS],
    )
    seen = [row for row in rows if viewer.may_see(row[4])]
    mine = _mine(viewer, {row[0] for row in seen}, now)
    things = {thing for row in seen if (thing := _thing(row)) and (row[0] in mine or _is_mail(row))}
    counted = Counter(kind for kind, *_ in things)
    return [(kind, counted[kind]) for kind in KINDS if counted[kind]]


def _is_mail(row: tuple[Any, ...]) -> bool:
    return row[2] == "Communication"


def _mine(viewer: Viewer, identities: Iterable[int], now: datetime) -> set[int]:
    people = panels.panel(viewer, now.date())
    return {
        pk
        for some in batches(sorted(identities))
        for pk in Link.objects.filter(
            identity__in=some, ended_at=None, patient__in=people
        ).values_list("identity", flat=True)
    }


def _thing(row: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """What a fact counts as, once for each thing it is part of."""
    identity, arrival, kind, body, _ = row
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
