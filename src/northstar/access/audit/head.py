"""The anchor: the chain's end, written outside both stores, so that a cut tail shows."""

import json
import logging
import os
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from northstar.access.audit import chain
from northstar.access.audit.models import AuditEntry


@dataclass(frozen=True)
class Anchor:
    """The number and hash that the chain's last entry had at that moment."""

    sequence: int
    hash: str
    at: str


class Broken(Exception):
    """The anchor and the chain contradict each other; the anchor is kept as evidence."""


def anchor(machine_now: datetime) -> Anchor | None:
    """Writes where the chain ends; gives the anchor that now stands.

    An anchor that the chain contradicts is never replaced: the log says so, and `audit verify`.
    The work goes on, because a clinic must not stand still over it.
    """
    try:
        return _moved(machine_now)
    except Broken as broken:
        _say_once(str(broken))
        return None


def _moved(machine_now: datetime) -> Anchor | None:
    before = read()
    if before and not holds(before):
        raise Broken(f"The audit chain no longer holds entry {before.sequence} as it was anchored.")
    sequence, hashed = chain.head()
    if not sequence or (before and before.sequence == sequence):
        return before
    made = Anchor(sequence, hashed, machine_now.isoformat(timespec="seconds"))
    _write(json.dumps(made.__dict__))
    return made


def read() -> Anchor | None:
    """The anchor as it stands, or none. An unreadable one is a contradiction, not an absence."""
    try:
        return Anchor(**json.loads(path().read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        raise Broken(f"The anchor file {path()} cannot be read as an anchor.") from None


def holds(anchored: Anchor) -> bool:
    """Whether the chain still contains the anchored entry."""
    return AuditEntry.objects.filter(sequence=anchored.sequence, hash=anchored.hash).exists()


def path() -> Path:
    return Path(settings.AUDIT_ANCHOR)


@cache
def _say_once(sentence: str) -> None:
    logging.getLogger(__name__).error(sentence)


def _write(text: str) -> None:
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_suffix(f".{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
