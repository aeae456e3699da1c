"""What an entry says, as one canonical text, and how it is bound to the entry before it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from typing import Any
from uuid import UUID

from northstar.access.audit.models import AuditEntry
from northstar.access.viewer import Viewer

ACTIONS = frozenset(
    [
        "view",
        "search",
        "act",
        "read-in",
        "export",
        "print",
        "sign-in",
        "sign-out",
        "refused",
        "break-glass",
        "admin",
    ]
)
BEFORE_THE_FIRST = "0" * 64
TEXTS = ("who", "roles", "action", "what", "purpose", "outcome", "address", "device", "version")


def content(
    by: Viewer,
    *,
    action: str,
    what: str,
    at: datetime,
    patients: Iterable[UUID | str] = (),
    arrivals: Iterable[UUID | str] = (),
    purpose: str = "",
    outcome: str = "done",
    pending: UUID | None = None,
) -> dict[str, Any]:
    """The entry's own words, before it has a place in the chain and the machine's time."""
    if action not in ACTIONS:
        raise ValueError(f"the audit chain knows no action {action!r}")
    return {
        "clinic_at": _utc(at),
        "who": by.public_id,
        "roles": " ".join(sorted(by.roles)),
        "action": action,
        "what": what[:120],
        "patients": sorted({str(one) for one in patients}),
        "arrivals": sorted({str(one) for one in arrivals}),
        "purpose": (purpose or by.purpose)[:300],
        "outcome": outcome[:60],
        "address": by.address[:60],
        "device": by.device[:200],
        "version": version(),
        "pending": str(pending) if pending else None,
    }


def canonical(said: dict[str, Any]) -> str:
    return json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def bound(sequence: int, previous: str, body: str) -> str:
    """The hash that the next entry will carry."""
    return digest(f"{sequence}\n{previous}\n{body}")


def at_machine_time(said: dict[str, Any], machine_at: datetime) -> dict[str, Any]:
    return said | {"machine_at": _utc(machine_at)}


def act_digest(said: dict[str, Any]) -> str:
    """What the trace in the record is compared by: the words without the machine's time, which
    the record's database adds by itself."""
    return digest(canonical({name: word for name, word in said.items() if name != "machine_at"}))


def row_of(said: dict[str, Any], sequence: int, previous: str) -> AuditEntry:
    return AuditEntry(
        sequence=sequence,
        previous=previous,
        hash=bound(sequence, previous, canonical(said)),
        machine_at=datetime.fromisoformat(said["machine_at"]),
        clinic_at=datetime.fromisoformat(said["clinic_at"]),
        patients=json.dumps(said["patients"]),
        arrivals=json.dumps(said["arrivals"]),
        pending=UUID(said["pending"]) if said["pending"] else None,
        **{name: said[name] for name in TEXTS},
    )


def said_by(row: AuditEntry) -> dict[str, Any]:
    """The entry's words, read back from its row."""
    return {
        "machine_at": _utc(row.machine_at),
        "clinic_at": _utc(row.clinic_at),
        "patients": _ids(row.patients),
        "arrivals": _ids(row.arrivals),
        "pending": str(row.pending) if row.pending else None,
        **{name: getattr(row, name) for name in TEXTS},
    }


@cache
def version() -> str:
    try:
        return metadata.version("northstar")[:30]
    except metadata.PackageNotFoundError:
        return "unknown"


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _ids(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text  # tampered with: the hash will not match, and verify says so
