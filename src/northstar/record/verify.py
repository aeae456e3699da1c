"""Does the store still hold what must always hold? And a hash of what it says, whoever received it when."""

import hashlib
from random import Random

from northstar.engines.linking.policy import HELD
from northstar.record import filing, keeping
from northstar.record.joins import components, neighbours
from northstar.record.models import Arrival, Verdict
from northstar.record.store import batches, holes, select
from northstar.sources.recognise import formats


def problems() -> list[str]:
    """Plain sentences about broken invariants; empty where all is well."""
    checks = {
        "facts without an identity": "SELECT COUNT(*) FROM record_fact f LEFT JOIN record_identity i "
        "ON i.id = f.identity_id WHERE i.id IS NULL",
        "facts without an arrival": "SELECT COUNT(*) FROM record_fact f LEFT JOIN record_arrival a "
        "ON a.id = f.arrival_id WHERE a.id IS NULL",
        "arrivals without their bytes": "SELECT COUNT(*) FROM record_arrival a LEFT JOIN record_original o "
        "ON o.arrival_id = a.id WHERE o.arrival_id IS NULL",
        "identities of persons without a patient": "SELECT COUNT(*) FROM record_identity i LEFT JOIN record_link l "
        "ON l.identity_id = i.id AND l.ended_at IS NULL JOIN record_feed n ON n.id = i.feed_id "
        "WHERE i.kind = 'person' AND l.id IS NULL AND n.format <> 'staff'",
        "keys with more than one current fact": "SELECT COUNT(*) FROM (SELECT 1 FROM record_fact f "
        "LEFT JOIN record_supersession s ON s.fact_id = f.id WHERE s.id IS NULL "
        "GROUP BY f.identity_id, f.kind, f.key HAVING COUNT(*) > 1) twice",
        "facts superseded by a fact of another identity, kind or key": "SELECT COUNT(*) FROM record_supersession s "
        "JOIN record_fact f ON f.id = s.fact_id JOIN record_fact n ON n.id = s.by_fact_id "
        "WHERE f.identity_id <> n.identity_id OR f.kind <> n.kind OR f.key <> n.key",
        "keys whose versions all say that another is newer": "SELECT COUNT(*) FROM (SELECT 1 FROM record_fact f "
        "LEFT JOIN record_supersession s ON s.fact_id = f.id GROUP BY f.identity_id, f.kind, f.key "
        "HAVING COUNT(*) = COUNT(s.by_fact_id)) circle",
    }
    return [f"{count} {what}" for what, sql in checks.items() if (count := select(sql)[0][0])]


def sampled(count: int, dice: Random) -> list[str]:
    """Some filed arrivals, taken by chance, read again: are the bytes whole, and does every fact that
    they tell stand in the record as they tell it?"""
    found = []
    for arrival in _some(count, dice):
        data = keeping.original(arrival)
        if hashlib.sha256(data).digest() != bytes(arrival.sha256):
            found.append(f"the bytes of arrival {arrival.public_id} are not those that came")
            continue
        reader = formats().get(arrival.format)
        if reader is None or reader.version != arrival.reader:
            continue  # what an older reader said is not to be told again by a newer one
        told = filing.statements(keeping.read_again(arrival)).keys()
        lost = told - _stored(arrival.feed_id, {who for who, _ in told})
        if lost:
            found.append(f"{len(lost)} facts of arrival {arrival.public_id} are not in the record")
    return found


def _some(count: int, dice: Random) -> list[Arrival]:
    filed = Arrival.objects.filter(verdict=Verdict.FILED).select_related("feed", "original")
    last = filed.order_by("-pk").values_list("pk", flat=True).first() or 0
    picked: dict[int, Arrival] = {}
    for _ in range(count if last else 0):
        row = filed.filter(pk__gte=dice.randint(1, last)).order_by("pk").first()
        if row is not None:
            picked[row.pk] = row
    return list(picked.values())


def _stored(feed: int, people: set[str]) -> set[tuple[str, bytes]]:
    return {
        (who, bytes(digest))
        for some in batches(people)
        for who, digest in select(
            "SELECT i.key, f.digest FROM record_fact f JOIN record_identity i ON i.id = f.identity_id "
            f"WHERE i.feed_id = %s AND i.key IN ({holes(some)})",
            [feed, *some],
        )
    }


def fingerprint(more: list[str]) -> str:
    """SHA-256 over facts (with whether each is current), links, and what `more` says, in an order
    of their own: the same however and whenever the same things were received."""
    total = hashlib.sha256()
    for line in (*sorted(_facts()), *sorted(set(names_of().values())), *sorted(more)):
        total.update(line.encode())
        total.update(b"\n")
    return total.hexdigest()


def _facts() -> list[str]:
    rows = select(
        "SELECT n.name, i.key, f.kind, f.key, f.digest, f.label, s.id FROM record_fact f "
        "JOIN record_identity i ON i.id = f.identity_id JOIN record_feed n ON n.id = i.feed_id "
        "LEFT JOIN record_supersession s ON s.fact_id = f.id"
    )
    return [
        f"fact\t{feed}\t{who}\t{kind}\t{key}\t{bytes(digest).hex()}\t{label}\t{gone is None}"
        for feed, who, kind, key, digest, label, gone in rows
    ]


def names_of(patients: set[int] | None = None) -> dict[int, str]:
    """A name for each patient that does not depend on our numbers: the identities it is made of. Of those
    that are the same and are held apart, since two of them contradict, the identities of all: who stands
    with whom hangs on who came first until a person says."""
    rows = select(
        "SELECT l.patient_id, n.name, i.key FROM record_link l JOIN record_identity i ON i.id = l.identity_id "
        "JOIN record_feed n ON n.id = i.feed_id WHERE l.ended_at IS NULL AND n.format <> 'staff'"
    )
    together = held_together()
    groups: dict[int, list[str]] = {}
    for patient, feed, key in rows:
        groups.setdefault(together.get(patient, patient), []).append(f"{feed}\t{key}")
    named = {pk: "link\t" + "\t".join(sorted(members)) for pk, members in groups.items()}
    shown = groups.keys() | together.keys() if patients is None else patients
    return {pk: name for pk in shown if (name := named.get(together.get(pk, pk)))}


def held_together() -> dict[int, int]:
    """Of each patient that the model joins to another and a contradiction holds apart, the least number
    among all who hang together so."""
    pairs = select(
        "SELECT a.patient_id, b.patient_id FROM record_match m "
        "JOIN record_link a ON a.identity_id = m.one_id AND a.ended_at IS NULL "
        "JOIN record_link b ON b.identity_id = m.other_id AND b.ended_at IS NULL WHERE m.verdict = %s",
        [HELD],
    )
    near = neighbours(pairs)
    return {pk: min(group) for group in components(set(near), near) for pk in group}
