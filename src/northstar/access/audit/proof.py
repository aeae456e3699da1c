"""Checks the chain against itself, against the acts in the record, and against its anchor."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from northstar.access.audit import entry, head
from northstar.access.audit.models import AuditEntry
from northstar.access.models import Pending

SLICE = 500
Row = TypeVar("Row")


def verify() -> list[str]:
    """What does not fit, each in one sentence that names the entry; empty when all is well."""
    return proof().problems


@dataclass
class Proof:
    """What was checked and what was found."""

    entries: int = 0
    after_anchor: int = 0  # entries that only the chain itself vouches for as yet
    waiting: int = 0  # acts whose entry the relay has still to move
    problems: list[str] = field(default_factory=list)


def proof() -> Proof:
    found = Proof()
    # The anchor first: one that is written while we read would be ahead of what we read.
    try:
        anchored = head.read()
    except head.Broken as broken:
        anchored, found.problems = None, [str(broken)]
    last = _follow(found)
    _against_anchor(found, anchored, last)
    _acts_have_entries(found, last)
    return found


def _follow(found: Proof) -> int:
    """Walks the chain from its first entry; gives the number of the last."""
    number, previous = 0, entry.BEFORE_THE_FIRST
    rows = AuditEntry.objects.order_by("sequence").iterator(SLICE)
    for some in _slices(rows):
        for row in some:
            found.entries += 1
            found.problems += _links(row, number, previous)
            number, previous = row.sequence, row.hash
        found.problems += _entries_have_acts(some)
    return number


def _links(row: AuditEntry, number: int, previous: str) -> Iterator[str]:
    if row.sequence != number + 1:
        gap = f"entry {number + 1} is" if row.sequence == number + 2 else None
        gap = gap or f"entries {number + 1} to {row.sequence - 1} are"
        yield f"{gap[0].upper()}{gap[1:]} missing."
    elif row.previous != previous:
        yield (
            f"Entry {row.sequence} does not follow entry {number} as that now stands: "
            "one of the two was rewritten, exchanged or put in."
        )
    if entry.bound(row.sequence, row.previous, entry.canonical(entry.said_by(row))) != row.hash:
        yield f"Entry {row.sequence} was changed after it was written."


def _entries_have_acts(rows: list[AuditEntry]) -> Iterator[str]:
    wanted = {row.pending: row for row in rows if row.pending}
    acts = {act.uuid: act for act in Pending.objects.filter(uuid__in=wanted)}
    for uuid, row in wanted.items():
        act = acts.get(uuid)
        if act is None:
            yield f"Entry {row.sequence} tells of an act of which the record holds no trace."
        elif act.digest != entry.act_digest(entry.said_by(row)):
            yield f"Entry {row.sequence} and the record tell different things about the same act."


def _acts_have_entries(found: Proof, last: int) -> None:
    found.waiting = Pending.objects.filter(sequence__isnull=True).count()
    acts = Pending.objects.filter(sequence__isnull=False).order_by("pk").iterator(SLICE)
    for some in _slices(acts):
        uuids = [act.uuid for act in some]
        known = AuditEntry.objects.filter(pending__in=uuids).values_list("pending", "sequence")
        places = dict(known)
        found.problems += [
            f"An act in the record says it is entry {act.sequence}, and the chain does not hold it "
            "there."
            for act in some
            if places.get(act.uuid) != act.sequence
        ]


def _against_anchor(found: Proof, anchored: head.Anchor | None, last: int) -> None:
    if anchored is None:
        if last and not found.problems:
            found.problems.append(
                f"There is no anchor file at {head.path()}: a cut tail would go unseen."
            )
        return
    found.after_anchor = max(0, last - anchored.sequence)
    if last < anchored.sequence:
        missing = anchored.sequence - last
        found.problems.append(
            f"The chain ends at entry {last}, but entry {anchored.sequence} was anchored at "
            f"{anchored.at}: the last {missing} {'is' if missing == 1 else 'are'} missing."
        )
    elif not head.holds(anchored):
        found.problems.append(f"Entry {anchored.sequence} is not the one anchored {anchored.at}.")


def _slices(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, SLICE)):
        yield some
