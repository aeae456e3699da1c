"""What a better reader says of bytes that were read before: shown first, then put in place.

What today's reader says anew is filed as from the same arrival. What it no longer says is set aside
with that reason, never deleted: the earlier reading can still be looked up.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from northstar.chart.kinds import decoder
from northstar.chart.value import Value
from northstar.record import filing, keeping
from northstar.record.models import Arrival, Fact, Supersession
from northstar.record.store import batches, holes, select
from northstar.sources.pages import BEGINS
from northstar.sources.reading import Found, Reading

SET_ASIDE = filing.SET_ASIDE


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact as a reader tells it, or told it."""

    kind: str
    value: Value
    label: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What today's reader says of an arrival beside what was said then. Rows are (what, then, now);
    `fresh` facts would be new, `gone` facts of the earlier reading would be set aside."""

    rows: list[tuple[str, str, str]]
    refused: str
    fresh: list[Statement]
    gone: list[Statement]

    @property
    def changes(self) -> bool:
        """Whether anything in the record would be another thing."""
        return bool(self.fresh or self.gone)


def difference(arrival: Arrival) -> Difference:
    """Read the kept bytes again, changing nothing."""
    reading = keeping.read_again(arrival)
    told = filing.statements(reading)
    fresh, gone = _changes(arrival, told)
    now = Counter(found.kind for found in told.values())
    then = now - Counter(told[one].kind for one in fresh)
    lost = [] if reading.refused else _statements(gone)
    then.update(one.kind for one in lost)
    rows = [
        (
            "Reader",
            f"{arrival.format} {arrival.reader}".strip() or "none",
            f"{reading.format} {reading.version}".strip() or "none",
        ),
        ("Verdict", arrival.get_verdict_display(), "Refused" if reading.refused else "Readable"),
        *((kind, str(then[kind]), str(now[kind])) for kind in sorted(then | now)),
        ("Doubted", str(keeping.counted(arrival, "doubted_count")), str(len(reading.doubted))),
        ("Dropped", str(keeping.counted(arrival, "dropped_count")), str(len(reading.dropped))),
    ]
    new = [Statement(f.kind, f.value, f.label) for one, f in told.items() if one in fresh]
    return Difference(rows, reading.refused, new, lost)


def set_aside(arrival: Arrival, reading: Reading, *, by: str, at: datetime) -> set[int]:
    """What this arrival told and by today's reader does not tell speaks no more; gives the identities
    concerned. A reading that is refused sets nothing aside: a broken reader must not empty a chart."""
    if reading.refused:
        return set()
    _, gone = _changes(arrival, filing.statements(reading))
    Supersession.objects.bulk_create(
        Supersession(fact_id=pk, by=by[:80], at=at, why=SET_ASIDE) for pk in gone
    )
    return set(Fact.objects.filter(pk__in=gone).values_list("identity", flat=True))


_Told = dict[tuple[str, bytes], Found]


def _changes(arrival: Arrival, told: _Told) -> tuple[set[tuple[str, bytes]], list[int]]:
    """Which statements are new to the record, and which facts of this arrival are no longer told. What
    another arrival has told in the same words is not new, and is filed no second time."""
    rows = select(
        "SELECT i.key, f.digest, f.id, s.why FROM record_fact f JOIN record_identity i ON i.id = f.identity_id "
        "LEFT JOIN record_supersession s ON s.fact_id = f.id WHERE f.arrival_id = %s",
        [arrival.pk],
    )
    stands = {(who, bytes(digest)) for who, digest, _, why in rows if why != SET_ASIDE}
    gone = [
        pk
        for who, digest, pk, why in rows
        # Pages that a person has parted are no reader's statement.
        if why is None and (who, bytes(digest)) not in told and not who.startswith(BEGINS)
    ]
    fresh = told.keys() - stands
    return fresh - _elsewhere(arrival, fresh), gone


def _elsewhere(arrival: Arrival, fresh: set[tuple[str, bytes]]) -> set[tuple[str, bytes]]:
    """Which of these another arrival of the feed has told."""
    found: set[tuple[str, bytes]] = set()
    for some in batches({who for who, _ in fresh}):
        rows = select(
            "SELECT i.key, f.digest FROM record_identity i JOIN record_fact f ON f.identity_id = i.id "
            "LEFT JOIN record_supersession s ON s.fact_id = f.id "
            f"WHERE i.feed_id = %s AND i.key IN ({holes(some)}) AND f.arrival_id <> %s "
            "AND (s.why IS NULL OR s.why <> %s)",
            [arrival.feed_id, *some, arrival.pk, SET_ASIDE],
        )
        found |= {(who, bytes(digest)) for who, digest in rows} & fresh
    return found


def _statements(facts: list[int]) -> list[Statement]:
    rows = Fact.objects.filter(pk__in=facts).order_by("kind", "pk")
    return [Statement(row.kind, decoder(row.kind)(row.body), row.label) for row in rows]
