"""What each record has said of its person, and from when until when, by its source's own time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import reduce

from northstar.chart.kinds import decoder
from northstar.chart.people import Patient as Person
from northstar.chart.people import joined
from northstar.engines.linking.corrected import Word
from northstar.engines.linking.traits import Traits, of_patient
from northstar.record.store import as_written, batches, holes, moment, select

MOST = (
    12  # so many words back; a record that changes at every message tells little by the older ones
)
_Version = tuple[datetime, str, str]  # from when, the key of the fact, its body


def words_of(persons: dict[int, Traits]) -> dict[int, list[Word]]:
    """Of each of these records (with what it says now) the words it has said, the newest last. What a
    better reader or a person has set aside was never said. Where the source told no time, that of
    receipt counts."""
    return {pk: list(_words(versions, persons[pk])) for pk, versions in _versions(persons).items()}


def _versions(pks: Iterable[int]) -> dict[int, list[_Version]]:
    found: dict[int, list[_Version]] = defaultdict(list)
    for some in batches(pks):
        rows = select(
            f"SELECT f.identity_id, f.key, f.body, {as_written('f.recorded')}, {as_written('a.received')} "
            "FROM record_fact f JOIN record_arrival a ON a.id = f.arrival_id "
            "LEFT JOIN record_supersession s ON s.fact_id = f.id "
            f"WHERE f.identity_id IN ({holes(some)}) AND f.kind = 'Patient' "
            "AND (s.id IS NULL OR s.by_fact_id IS NOT NULL) "
            "ORDER BY f.recorded NULLS FIRST, f.sequence, f.digest",
            some,
        )
        for pk, key, body, recorded, received in rows:
            since = moment(recorded) or moment(received)
            assert since is not None
            found[pk].append((since, key, body))
    return found


def _words(versions: list[_Version], now: Traits) -> Iterator[Word]:
    """The words of one record; a version that says what the one before said begins no new one."""
    if len({(key, body) for _, key, body in versions}) == 1:
        yield Word(now, min(since for since, _, _ in versions))
        return
    told = list(_distinct(sorted(versions, key=lambda version: version[0])))
    for place, (since, said) in enumerate(told[:-1]):
        yield Word(said, since, told[place + 1][0])
    yield Word(now, told[-1][0])


def _distinct(versions: list[_Version]) -> Iterator[tuple[datetime, Traits]]:
    told: list[tuple[datetime, Traits]] = []
    standing: dict[str, str] = {}
    for since, key, body in versions:
        if standing.get(key) == body and next(reversed(standing)) == key:
            continue
        standing.pop(key, None)  # the newest word is read last
        standing[key] = body
        said = of_patient(_as_one(standing.values()))
        if not told or told[-1][1] != said:
            told.append((since, said))
    return iter(told[-MOST:])


def _as_one(bodies: Iterable[str]) -> Person:
    read = decoder("Patient")
    return reduce(joined, map(read, bodies))
