"""One arrival through the door: its original, what was read from it, and the reader's account."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.chart.value import Value
from northstar.record import keeping
from northstar.record.charts import may_open, valued
from northstar.record.models import Arrival, Fact, Link, Patient
from northstar.record.store import select

_MOST_FACTS = 400


@dataclass(frozen=True, slots=True)
class Told:
    """One fact an arrival told. `patient` is the public id, or '' where not known whose; `gone` why it
    speaks no more."""

    kind: str
    value: Value
    patient: str
    gone: str


@dataclass(frozen=True, slots=True)
class Account:
    """The import report of one arrival."""

    kept: list[tuple[str, int]] = field(default_factory=list)
    doubted: list[dict[str, str]] = field(default_factory=list)
    doubted_count: int = 0
    dropped: list[dict[str, str]] = field(default_factory=list)
    dropped_count: int = 0
    unmapped: list[tuple[str, int]] = field(default_factory=list)
    refused: str = ""


def arrival_for(viewer: Viewer, public_id: UUID | str, now: datetime) -> Arrival:
    """The arrival, if this viewer may see everybody and everything in it; notes the look."""
    row = Arrival.objects.select_related("feed").filter(public_id=public_id).first()
    if row is None:
        raise Refused("There is no such original here.")
    if not viewer.may_see(row.feed.label):
        raise Refused("This original cannot be opened here.")
    may_open(viewer, row, now)
    viewer.looks_at(arrivals=[str(row.public_id)])
    return row


def original(arrival: Arrival) -> bytes:
    """The bytes as they came."""
    return keeping.original(arrival)


def told_by(viewer: Viewer, arrival: Arrival) -> tuple[list[Told], int]:
    """What an arrival told, as far as the viewer may see it, and how many facts that is."""
    count = Fact.objects.filter(arrival=arrival).count()
    rows = select(
        "SELECT f.id, f.identity_id, f.arrival_id, f.kind, f.key, f.recorded, f.locator, f.label, "
        "f.body, l.patient_id, s.why FROM record_fact f "
        "LEFT JOIN record_link l ON l.identity_id = f.identity_id AND l.ended_at IS NULL "
        "LEFT JOIN record_supersession s ON s.fact_id = f.id "
        "WHERE f.arrival_id = %s ORDER BY f.kind, f.id LIMIT %s",
        [arrival.pk, _MOST_FACTS],
    )
    seen = [row for row in rows if viewer.may_see(row[7])]
    owners = {row[9] for row in seen if row[9]}
    public = dict(Patient.objects.filter(pk__in=owners).values_list("pk", "public_id"))
    values = valued([row[:9] for row in seen])
    told = [
        Told(kind, value, str(public.get(row[9], "")), row[10] or "")
        for row, (_, _, kind, value) in zip(seen, values, strict=True)
    ]
    return told, count - (len(rows) - len(seen))


def account(arrival: Arrival) -> Account:
    """The reader's report of one arrival."""
    said: dict[str, Any] = json.loads(arrival.report or "{}")
    return Account(
        kept=sorted(said.get("kept", {}).items()),
        doubted=said.get("doubted", []),
        doubted_count=said.get("doubted_count", 0),
        dropped=said.get("dropped", []),
        dropped_count=said.get("dropped_count", 0),
        unmapped=sorted(said.get("unmapped", {}).items()),
        refused=said.get("refused", ""),
    )


def names_in(arrival: Arrival) -> dict[str, str]:
    """The patients an arrival tells of, by public id, for a viewer who may open it."""
    identities = Fact.objects.filter(arrival=arrival).values("identity").distinct()
    owners = Link.objects.filter(identity__in=identities, ended_at=None).values("patient")
    rows = Patient.objects.filter(pk__in=owners).values_list("public_id", "sort_name")
    return {str(uid): name for uid, name in rows}
