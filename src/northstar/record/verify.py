"""Does the store still hold what must always hold? And a hash of what it says, whoever received it when."""

import hashlib

from northstar.record.store import select


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
        "ON l.identity_id = i.id AND l.ended_at IS NULL WHERE i.kind = 'person' AND l.id IS NULL",
        "keys with more than one current fact": "SELECT COUNT(*) FROM (SELECT 1 FROM record_fact f "
        "LEFT JOIN record_supersession s ON s.fact_id = f.id WHERE s.id IS NULL "
        "GROUP BY f.identity_id, f.kind, f.key HAVING COUNT(*) > 1) twice",
    }
    return [f"{count} {what}" for what, sql in checks.items() if (count := select(sql)[0][0])]


def fingerprint(more: list[str]) -> str:
    """SHA-256 over facts (with whether each is current), links, and what `more` says, in an order
    of their own: the same however and whenever the same things were received."""
    total = hashlib.sha256()
    for line in (*sorted(_facts()), *sorted(names_of().values()), *sorted(more)):
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
    """A name for each patient that does not depend on our numbers: the identities it is made of."""
    rows = select(
        "SELECT l.patient_id, n.name, i.key FROM record_link l JOIN record_identity i ON i.id = l.identity_id "
        "JOIN record_feed n ON n.id = i.feed_id WHERE l.ended_at IS NULL AND n.format <> 'staff'"
    )
    groups: dict[int, list[str]] = {}
    for patient, feed, key in rows:
        if patients is None or patient in patients:
            groups.setdefault(patient, []).append(f"{feed}\t{key}")
    return {pk: "link\t" + "\t".join(sorted(members)) for pk, members in groups.items()}
