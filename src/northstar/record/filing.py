"""File what was kept: identities, facts, supersessions. Idempotent, and blind to the order of arrival.

The current version of a fact follows the source's own time and sequence, ties by digest. A version
that comes late is stored and superseded at once; one that repeats is reported, not hidden.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b

from northstar.chart.kinds import encode
from northstar.chart.people import Patient
from northstar.record import notes, words
from northstar.record.models import Arrival, Feed, Identity
from northstar.record.store import batches, holes, insert, moment, new_ids, select, stamper
from northstar.sources.reading import Found, Reading

SET_ASIDE = "read again: today's reader does not say this"
_NEVER = datetime.min.replace(tzinfo=UTC)
_FACT = (
    "id", "identity_id", "arrival_id", "kind", "key", "code", "start", "end",
    "recorded", "sequence", "locator", "label", "body", "digest",
)  # fmt: skip
_SUPERSESSION = ("fact_id", "by_fact_id", "by", "at", "why")


@dataclass(slots=True)
class Filed:
    """What filing changed: facts new, repeated and superseded; identities touched, those whose
    demographics changed and must be linked anew; notes whose words are to be indexed;
    of whom it was told who is near them."""

    new: int = 0
    repeated: int = 0
    superseded: int = 0
    doubts: list[str] = field(default_factory=list)
    identities: set[int] = field(default_factory=set)
    described: set[int] = field(default_factory=set)
    notes: list[tuple[int, int, int, str]] = field(default_factory=list)
    kin: set[int] = field(default_factory=set)

    def add(self, other: "Filed") -> None:
        """Count another feed's filing in."""
        self.new += other.new
        self.repeated += other.repeated
        self.superseded += other.superseded
        self.doubts += other.doubts
        self.identities |= other.identities
        self.described |= other.described


@dataclass(slots=True)
class _Version:
    id: int
    order: tuple
    digest: bytes
    live: bool
    aside: bool = False  # a better reader of the same bytes does not say it


def file(readings: Iterable[tuple[Arrival, Reading]], feed: Feed, at: datetime) -> Filed:
    """File the readings of one feed, in one transaction opened by the caller."""
    readings = list(readings)
    done = Filed()
    found = [(arrival, fact) for arrival, reading in readings for fact in _all(reading, feed.label)]
    known, fresh = _identities(feed, {fact.person for _, fact in found})
    versions = _versions([pk for key, pk in known.items() if key not in fresh], found, known)
    facts: list[tuple] = []
    gone: list[tuple] = []
    ids = iter(new_ids("record_fact", len(found)))
    stamp = stamper()
    for arrival, fact in found:
        _file_one(arrival, fact, known[fact.person], versions, facts, gone, ids, done, at, stamp)
    insert("record_fact", _FACT, facts)
    insert("record_supersession", _SUPERSESSION, gone)
    notes.index(done.notes)
    words.index_kin(done.kin)
    done.kin.clear()
    done.notes.clear()
    done.described |= {known[key] for key in fresh}
    return done


def _all(reading: Reading, label: int) -> list[Found]:
    """The facts of a reading, with the people it describes beside them. Who somebody is, is as
    sensitive as everything else that came with it: a name in a document that is restricted
    throughout tells that the person was treated there."""
    stated = {fact.person for fact in reading.found if fact.kind == "Patient"}
    labels: dict[str, int] = {}
    for fact in reading.found:
        labels[fact.person] = labels.get(fact.person, fact.label) & fact.label
    people = [
        Found(key, "Patient", "Patient", value, "", reading.written, label=labels.get(key, label))
        for key, value in reading.people.items()
        if key not in stated and _described(value)
    ]
    return people + reading.found


def _described(person: Patient) -> bool:
    """A stand-in for somebody told of elsewhere must not replace what is known of them."""
    return bool(person.names or person.birth_date or person.telecoms or person.addresses)


def _file_one(arrival, fact, identity, versions, facts, gone, ids, done, at, stamp) -> None:
    recorded = fact.recorded.start if fact.recorded else None
    body = encode(fact.value)
    digest = _digest(fact, recorded, body)
    others = versions.setdefault((identity, fact.kind, fact.key), [])
    done.identities.add(identity)
    same = next((v for v in others if v.digest == digest), None)
    if same and same.aside:
        digest = _said_again(digest, arrival.reader)
        same = next((v for v in others if v.digest == digest), None)
    if same:
        done.repeated += 1
        if not same.live and recorded is None and any(v.live for v in others):
            done.doubts.append(
                f"{fact.kind} at {fact.locator} says again what it said before a correction, without a time of its own"
            )
        return
    pk = next(ids)
    version = _Version(pk, (recorded or _NEVER, fact.sequence, digest), digest, True)
    value = fact.value
    began, ended, main = value.began, value.ended, value.main
    facts.append(
        (
            pk, identity, arrival.pk, fact.kind, fact.key[:300], main.token[:120] if main else "",
            stamp(began.start) if began else None, stamp(ended.end) if ended else None,
            stamp(recorded), fact.sequence, fact.locator[:400], fact.label, body.decode(), digest,
        )
    )  # fmt: skip
    done.new += 1
    if text := notes.text_of(fact.kind, value):
        done.notes.append((pk, identity, fact.label, text))
    newest = max((v for v in others if not v.aside), key=lambda v: v.order, default=None)
    if newest is None or version.order > newest.order:
        if newest is not None and newest.live:
            gone.append((newest.id, pk, arrival.feed.name, stamp(at), "a newer version came"))
            newest.live = False
            done.superseded += 1
    else:
        gone.append((pk, newest.id, arrival.feed.name, stamp(at), "it came after a newer version"))
        version.live = False
        done.superseded += 1
    others.append(version)
    if fact.kind in ("Patient", "Merge"):
        done.described.add(identity)
    if fact.kind == "RelatedPerson":
        done.kin.add(identity)


def _digest(fact: Found, recorded: datetime | None, body: bytes) -> bytes:
    """What makes two statements one: kind, key, the source's own time and count, and every word."""
    parts = (
        fact.kind.encode(),
        fact.key.encode(),
        recorded.isoformat().encode() if recorded else b"",
        str(fact.sequence).encode(),
        body,
    )
    return blake2b(b"\0".join(parts), digest_size=16).digest()


def _said_again(digest: bytes, reader: str) -> bytes:
    """What one reader dropped and a later one says again is a statement of its own."""
    return blake2b(digest + reader.encode(), digest_size=16).digest()


def statements(reading: Reading) -> dict[tuple[str, bytes], Found]:
    """Every fact this reading would file, by (identity key, digest)."""
    return {
        (
            fact.person[:300],
            _digest(fact, fact.recorded.start if fact.recorded else None, encode(fact.value)),
        ): fact
        for fact in _all(reading, 0)
    }


def _identities(feed: Feed, keys: set[str]) -> tuple[dict[str, int], set[str]]:
    """Row numbers by key, and which keys are new."""
    known: dict[str, int] = {}
    for some in batches(keys):
        known.update(
            Identity.objects.filter(feed=feed, key__in=[k[:300] for k in some]).values_list(
                "key", "pk"
            )
        )
    fresh = {key for key in keys if key[:300] not in known}
    made = [Identity(feed=feed, key=key[:300], kind=kind_of(key)) for key in sorted(fresh)]
    Identity.objects.bulk_create(made)
    known.update((row.key, row.pk) for row in made)
    return {key: known[key[:300]] for key in keys}, fresh


def kind_of(key: str) -> str:
    """person, item (a message or paper about somebody not yet known) or directory."""
    if not key:
        return "directory"
    return "item" if key.startswith(("message:", "paper:")) else "person"


def _versions(identities: list[int], found, known) -> dict[tuple, list[_Version]]:
    """Earlier versions of the keys at hand, for identities that existed before."""
    if not identities:
        return {}
    wanted = {(known[f.person], f.kind, f.key[:300]) for _, f in found}
    versions: dict[tuple, list[_Version]] = {}
    kinds = sorted({kind for _, kind, _ in wanted})
    for some in batches(identities):
        rows = select(
            "SELECT f.identity_id, f.kind, f.key, f.id, f.recorded, f.sequence, f.digest, s.why "
            "FROM record_fact f LEFT JOIN record_supersession s ON s.fact_id = f.id "
            f"WHERE f.identity_id IN ({holes(some)}) AND f.kind IN ({holes(kinds)})",
            [*some, *kinds],
        )
        for identity, kind, key, pk, recorded, sequence, digest, gone in rows:
            if (identity, kind, key) in wanted:
                order = (moment(recorded) or _NEVER, sequence, bytes(digest))
                version = _Version(pk, order, bytes(digest), gone is None, gone == SET_ASIDE)
                versions.setdefault((identity, kind, key), []).append(version)
    return versions
