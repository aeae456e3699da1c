"""Gives back a chart: the current facts of every identity linked to a patient, through the door.

One query for facts, one for their arrivals. What a viewer is not entitled to is not in the chart: no
content, no count, no trace.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec.structs import force_setattr

from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.access.worded_once import worded_once
from northstar.chart.chart import Chart, Heard
from northstar.chart.kinds import decoder
from northstar.chart.value import Source, Value
from northstar.chart.visits import Encounter
from northstar.record import belonging, feeds, panels
from northstar.record.collector import without_collector
from northstar.record.models import Arrival, Patient
from northstar.record.naming import name_codes, name_medicines
from northstar.record.store import as_written, batches, holes, moment, select

_CURRENT = (
    "SELECT f.id, f.identity_id, f.arrival_id, f.kind, f.key, {recorded}, f.locator, f.label, f.body "
    "FROM record_fact f LEFT JOIN record_supersession s ON s.fact_id = f.id "
    "WHERE s.id IS NULL AND f.identity_id IN "
)


def current() -> str:
    """The question for current facts, up to the list of identities."""
    return _CURRENT.format(recorded=as_written("f.recorded"))


def chart_of(viewer: Viewer, patient: str | UUID, now: datetime) -> Chart:
    """One patient's chart as this viewer may see it. Raises Refused outside panel and purpose."""
    row = panels.patient_for(viewer, patient, now)
    return charts(viewer, [row.pk], now)[row.pk]


def charts(viewer: Viewer, pks: Iterable[int], now: datetime) -> dict[int, Chart]:
    """Charts by row number, for a list the caller was already given through the door."""
    pks = list(pks)
    owners = belonging.owners_of(pks)
    values = values_of(viewer, sorted(owners))
    hearing = feeds.heard()
    public = dict(_public_ids(pks))
    by_patient: dict[int, list[tuple[str, Value]]] = defaultdict(list)
    behind: dict[int, set[int]] = defaultdict(set)
    for identity, feed, kind, value in values:
        by_patient[owners[identity]].append((kind, value))
        behind[owners[identity]].add(feed)
    viewer.looks_at([str(uid) for uid in public.values()])
    return {
        pk: Chart(
            by_patient.get(pk, ()),
            patient=str(public[pk]),
            heard=_hearing(hearing, behind.get(pk, ())),
        )
        for pk in pks
        if pk in public
    }


_public_ids = worded_once(
    lambda pks: Patient.objects.filter(pk__in=pks).values_list("pk", "public_id")
)


def _hearing(hearing: dict[int, Heard], behind: Iterable[int]) -> list[Heard]:
    return [hearing[feed] for feed in sorted(behind) if feed in hearing]


def values_of(
    viewer: Viewer, identities: list[int], *, kind: str = ""
) -> list[tuple[int, int, str, Value]]:
    """(identity, feed, kind, value with its source) of every current fact the viewer may see, or of
    every one of a kind, in the order they were filed: a database left to itself promises none."""
    rows: list[tuple] = []
    only, told = (" AND f.kind = %s", [kind]) if kind else ("", [])
    for some in batches(identities):
        rows += select(f"{current()} ({holes(some)}){only}", [*some, *told])
    hidden = ~viewer.labels
    rows.sort()
    values = valued([row for row in rows if not row[7] & hidden])
    name_medicines(values)
    name_codes(values)
    return values


def valued(rows: list[tuple]) -> list[tuple[int, int, str, Value]]:
    """Rows of facts, in the columns of `_CURRENT`, as values with their sources."""
    arrivals = _arrivals({row[2] for row in rows})
    with without_collector():
        return [_value(row, arrivals[row[2]]) for row in rows]


def _value(row: tuple, arrival: tuple) -> tuple[int, int, str, Value]:
    pk, identity, _, kind, key, recorded, locator, label, body = row
    feed, name, public, received, title = arrival
    value = decoder(kind)(body)
    source = Source(
        name, public, locator, kind, key, received, moment(recorded), identity, pk, label, title
    )
    force_setattr(value, "source", source)
    if isinstance(value, Encounter) and value.facility:
        force_setattr(value, "facility", in_words(value.facility, title))
    return identity, feed, kind, value


def in_words(facility: str, title: str) -> str:
    """A sender's short name for itself ("HOSPB") as people here call that sender ("Hospital B")."""
    is_short = facility.isupper() and " " not in facility
    letters = iter(title.upper())
    if is_short and title[:1].upper() == facility[:1] and all(c in letters for c in facility):
        return title
    return facility


def _arrivals(pks: set[int]) -> dict[int, tuple[int, str, str, datetime, str]]:
    names = {pk: (name, title) for pk, name, title in feeds.named()}
    return {
        pk: (feed, names[feed][0], str(public), received, names[feed][1])
        for some in batches(pks)
        for pk, feed, public, received in _of_arrivals(some)
    }


_of_arrivals = worded_once(
    lambda pks: Arrival.objects.filter(pk__in=pks).values_list(
        "pk", "feed", "public_id", "received"
    )
)


def may_open(viewer: Viewer, arrival: Arrival, now: datetime) -> list[str]:
    """The patients an arrival tells of, all of whom the viewer may see; raises Refused otherwise.

    An arrival that holds a fact the viewer is not entitled to does not open for her at all: the
    original cannot be shown in part.
    """
    rows = select(
        "SELECT DISTINCT l.patient_id, f.label FROM record_fact f LEFT JOIN record_link l "
        "ON l.identity_id = f.identity_id AND l.ended_at IS NULL WHERE f.arrival_id = %s",
        [arrival.pk],
    )
    if any(label & ~viewer.labels for _, label in rows):
        raise Refused("This original cannot be opened here.")
    patients = sorted({pk for pk, _ in rows if pk})
    return [
        str(panels.patient_for(viewer, uid, now).public_id)
        for uid in Patient.objects.filter(pk__in=patients).values_list("public_id", flat=True)
    ]
