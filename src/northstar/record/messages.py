"""Messages as they came, for lists and lines that the viewer was given through the door."""

from collections.abc import Iterable
from uuid import UUID

from northstar.access.viewer import Viewer
from northstar.chart.words import Communication
from northstar.record.charts import valued
from northstar.record.store import batches, holes, select

_OF_ARRIVALS = (
    "SELECT f.id, f.identity_id, f.arrival_id, f.kind, f.key, f.recorded, f.locator, f.label, f.body "
    "FROM record_fact f WHERE f.kind = 'Communication' AND f.arrival_id IN "
)


def messages(viewer: Viewer, arrivals: Iterable[int]) -> dict[int, Communication]:
    """The message of each arrival (by row number), as far as the viewer may read it."""
    found: dict[int, Communication] = {}
    for some in batches(sorted(set(arrivals))):
        rows = [r for r in select(f"{_OF_ARRIVALS}({holes(some)})", some) if viewer.may_see(r[7])]
        for row, (_, _, _, value) in zip(rows, valued(rows), strict=True):
            if isinstance(value, Communication):
                found[row[2]] = value
    viewer.looks_at(arrivals=[_arrival(message) for message in found.values()])
    return found


def _arrival(message: Communication) -> UUID | str:
    assert message.source is not None, "what the record gives back says where it stands"
    return message.source.arrival
