"""Lines go with the person they are about when records are joined or taken apart.

A line rests on what one source said (`identity`); whose that is, decides whose the line is. Where the
same matter already stands on the other list, a line is folded into it, and unfolded when it returns.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from northstar.casework.worklist.models import Line, Step
from northstar.record import following

FOLDED = "folded"
_BY = "northstar"


def follow(patients: Iterable[int], at: datetime) -> int:
    """Bring the lines of these patients to where their people are now. Gives how many moved."""
    patients = set(patients)
    lines = list(
        Line.objects.filter(Q(is_open=True) | Q(touched=True), patient__in=patients).order_by("pk")
    )
    if not lines:
        return 0
    owners = following.owners({line.identity_id for line in lines if line.identity_id})
    emptied = following.now_at({line.patient_id for line in lines if line.patient_id})
    moved = 0
    for line in lines:
        target = owners.get(line.identity_id or 0) or emptied.get(line.patient_id or 0)
        if target and target != line.patient_id:
            _move(line, target, at)
            moved += 1
    return moved


def messages_of(patients: Iterable[int]) -> set[int]:
    """The messages that may be about these patients and have open lines."""
    wanted = set(patients)
    lines = Line.objects.filter(is_open=True, arrival__isnull=False, identity__isnull=False)
    return {
        identity
        for identity, likely, candidates in lines.values_list("identity", "likely", "candidates")
        if likely in wanted or wanted & {one["patient"] for one in candidates}
    }


def _move(line: Line, target: int, at: datetime) -> None:
    if line.identity_id is None:
        line.identity_id = following.anchor(line.patient_id or 0)
    same = Line.objects.filter(
        patient=target, signal=line.signal, key=line.key, is_open=True
    ).exists()
    fold = line.steps.filter(what=FOLDED, undone=False).last()
    line.patient_id = target
    if line.is_open and same:
        line.is_open, line.closed = False, at
        _note(line, at, FOLDED, "The same matter stands on the list of the joined record.")
    elif fold and not line.is_open and not same:
        line.is_open, line.closed = True, None
        fold.undone = True
        fold.save(update_fields=["undone"])
        _note(line, at, "unfolded", "The records were taken apart again.")
    line.save(update_fields=["patient", "identity", "is_open", "closed"])


def _note(line: Line, at: datetime, what: str, why: str) -> None:
    Step.objects.create(line=line, at=at, by=_BY, what=what, why=why, undone=what != FOLDED)
