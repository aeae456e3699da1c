"""Messages as they came, for lists and lines that the viewer was given through the door."""

from collections.abc import Iterable
from uuid import UUID

from msgspec.structs import force_setattr

from northstar.access.viewer import Viewer
from northstar.chart.kinds import decoder
from northstar.chart.value import Source
from northstar.chart.words import Communication
from northstar.record.store import batches, holes, moment, select

_OF_ARRIVALS = (
    "SELECT f.arrival_id, f.body, f.label, f.identity_id, f.id, f.key, f.locator, f.recorded, "
    "d.name, a.public_id, a.received FROM record_fact f JOIN record_arrival a ON a.id = f.arrival_id "
    "JOIN record_feed d ON d.id = a.feed_id WHERE f.kind = 'Communication' AND f.arrival_id IN "
)


def messages(viewer: Viewer, arrivals: Iterable[int]) -> dict[int, Communication]:
    """The message of each arrival (by row number), as far as the viewer may read it. One query."""
    found: dict[int, Communication] = {}
    for some in batches(sorted(set(arrivals))):
        for row in select(f"{_OF_ARRIVALS}({holes(some)})", some):
            if viewer.may_see(row[2]):
                found[row[0]] = _message(row)
    viewer.looks_at(arrivals=[_arrival(message) for message in found.values()])
    return found


def _message(row: tuple) -> Communication:
    _, body, label, identity, pk, key, locator, recorded, feed, public, received = row
    value = decoder("Communication")(body)
    source = Source(
        feed, str(UUID(str(public))), locator, "Communication", key, moment(received),
        moment(recorded), identity, pk, label,
    )  # fmt: skip
    force_setattr(value, "source", source)
    return value


def _arrival(message: Communication) -> UUID | str:
    assert message.source is not None, "what the record gives back says where it stands"
    return message.source.arrival


def said_since(fact: int, most: int) -> tuple[int, list[tuple[int, Communication]]]:
    """What was said or written to us among the next `most` facts after a number, whosever it is:
    (how far that was, [(number, message)]). For what must be obeyed whoever sent it; nobody is shown it."""
    last = select("SELECT MAX(id) FROM record_fact")[0][0] or 0
    until = min(last, fact + most)
    rows = select(
        "SELECT id, body FROM record_fact WHERE id > %s AND id <= %s AND kind = 'Communication' "
        "ORDER BY id",
        [fact, until],
    )
    return until, [(pk, decoder("Communication")(body)) for pk, body in rows]


def identity_of(fact: int) -> int | None:
    """On which identity a message stands, by the number of its fact."""
    rows = select("SELECT identity_id FROM record_fact WHERE id = %s", [fact])
    return rows[0][0] if rows else None
