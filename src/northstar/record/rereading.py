"""What a better reader says of bytes that were read before: shown first, then put in place.

What today's reader says anew is filed as from the same arrival. What it no longer says is set aside
with that reason, never deleted: the earlier reading can still be looked up.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from northstar.record import filing, keeping
from northstar.record.models import Arrival, Fact, Supersession
from northstar.record.store import select
from northstar.sources.pages import BEGINS
from northstar.sources.reading import Reading

SET_ASIDE = filing.SET_ASIDE


@dataclass(frozen=True, slots=True)
class Difference:
    """What today's reader says of an arrival beside what was said then. Rows are (what, then, now);
    `fresh` facts would be new, `gone` facts of the earlier reading would be set aside."""

    rows: list[tuple[str, str, str]]
    refused: str
    fresh: int
    gone: int

    @property
    def changes(self) -> bool:
        """Whether anything in the record would be another thing."""
        return bool(self.fresh or self.gone)


def difference(arrival: Arrival) -> Difference:
    """Read the kept bytes again, changing nothing."""
    reading = keeping.read_again(arrival)
    facts = Counter(
        Fact.objects.filter(arrival=arrival, superseded=None).values_list("kind", flat=True)
    )
    told = Counter(found.kind for found in reading.found)
    rows = [
        (
            "Reader",
            f"{arrival.format} {arrival.reader}".strip() or "none",
            f"{reading.format} {reading.version}".strip() or "none",
        ),
        ("Verdict", arrival.get_verdict_display(), "Refused" if reading.refused else "Readable"),
        *((kind, str(facts[kind]), str(told[kind])) for kind in sorted(facts | told)),
        ("Doubted", str(keeping.counted(arrival, "doubted_count")), str(len(reading.doubted))),
        ("Dropped", str(keeping.counted(arrival, "dropped_count")), str(len(reading.dropped))),
    ]
    fresh, gone = _changes(arrival, reading)
    return Difference(rows, reading.refused, fresh, len(gone))


def set_aside(arrival: Arrival, reading: Reading, *, by: str, at: datetime) -> set[int]:
    """What this arrival told and by today's reader does not tell speaks no more; gives the identities
    concerned. A reading that is refused sets nothing aside: a broken reader must not empty a chart."""
    if reading.refused:
        return set()
    _, gone = _changes(arrival, reading)
    Supersession.objects.bulk_create(
        Supersession(fact_id=pk, by=by[:80], at=at, why=SET_ASIDE) for pk in gone
    )
    return set(Fact.objects.filter(pk__in=gone).values_list("identity", flat=True))


def _changes(arrival: Arrival, reading: Reading) -> tuple[int, list[int]]:
    """How many statements are new to the record, and which facts of this arrival are no longer told."""
    told = filing.digests(reading)
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
    return len(told - stands), gone
