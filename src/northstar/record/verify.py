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


def fingerprint() -> str:
    """SHA-256 over facts (with whether each is current) and links, in an order of their own."""
    total = hashlib.sha256()
    for line in sorted(_facts()) + sorted(_groups()):
        total.update(line.encode())
    return total.hexdigest()


def _facts() -> list[str]:
    rows = select(
        "SELECT n.name, i.key, f.kind, f.key, f.digest, f.label, s.id FROM record_fact f "
        "JOIN record_identity i ON i.id = f.identity_id JOIN record_feed n ON n.id = i.feed_id "
        "LEFT JOIN record_supersession s ON s.fact_id = f.id"
    )
    return [
        f"fact\t{feed}\t{who}\t{kind}\t{key}\t{bytes(digest).hex()}\t{label}\t{gone is None}\n"
        for feed, who, kind, key, digest, label, gone in rows
    ]


def _groups() -> list[str]:
    rows = select(
        "SELECT l.patient_id, n.name, i.key FROM record_link l JOIN record_identity i ON i.id = l.identity_id "
        "JOIN record_feed n ON n.id = i.feed_id WHERE l.ended_at IS NULL"
    )
    groups: dict[int, list[str]] = {}
    for patient, feed, key in rows:
        groups.setdefault(patient, []).append(f"{feed}\t{key}")
    return ["link\t" + "\n".join(sorted(members)) + "\n" for members in groups.values()]
