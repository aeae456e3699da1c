"""Who was in a facility through a stretch of days, of many people: only their encounters are read."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from northstar.access.viewer import Viewer
from northstar.chart.chart import Chart
from northstar.record import belonging
from northstar.record.charts import current, valued
from northstar.record.store import batches, holes, select, stamp
from northstar.rules.stays import stays

_LONGEST = timedelta(days=400)  # a stay whose end nobody told within that time is over


def stays_of(
    viewer: Viewer, patients: Iterable[int], first: date, last: date, zone: tzinfo
) -> dict[int, list[tuple[date, date | None, None, str]]]:
    """(first day, last day or None, None, arrival) of each stay that began by `first` and lasted to `last`
    or is not known to have ended. That nobody said who pays for it is the third."""
    owners = belonging.owners_of(patients)
    begun = _begun(owners, first, zone)
    values: dict[int, list] = {}
    for identity, _, kind, value in _encounters(viewer, begun):
        values.setdefault(owners[identity], []).append((kind, value))
    return {
        pk: found
        for pk, told in values.items()
        if (found := list(_through(Chart(told), first, last, zone)))
    }


def _begun(owners: dict[int, int], first: date, zone: tzinfo) -> list[int]:
    """All records of the people with an inpatient encounter that began in time and is not told to have
    ended before."""
    start = datetime.combine(first, time.min, zone)
    bounds = [stamp(start - _LONGEST), stamp(start + timedelta(days=1)), stamp(start)]
    hit: set[int] = set()
    for some in batches(list(owners)):
        rows = select(
            f"SELECT DISTINCT identity_id FROM record_fact WHERE identity_id IN ({holes(some)}) "
            'AND kind = %s AND start >= %s AND start < %s AND ("end" IS NULL OR "end" >= %s)',
            [*some, "Encounter", *bounds],
        )
        hit |= {owners[row[0]] for row in rows}
    return [identity for identity, patient in owners.items() if patient in hit]


def _encounters(viewer: Viewer, identities: list[int]):
    rows: list[tuple] = []
    for some in batches(identities):
        rows += select(f"{current()} ({holes(some)}) AND f.kind = %s", [*some, "Encounter"])
    return valued([row for row in rows if not row[7] & ~viewer.labels])


def _through(chart: Chart, first: date, last: date, zone: tzinfo):
    for stay in stays(chart, zone):
        began = stay.admitted.first_day(zone) if stay.admitted else None
        left = stay.left.first_day(zone) if stay.left else None
        if began and began <= first and (left is None or left >= last):
            if left is None and (first - began) > _LONGEST:
                continue
            yield began, left, None, stay.sources[0].arrival if stay.sources else ""
