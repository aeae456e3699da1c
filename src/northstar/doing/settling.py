"""Settling what sources tell differently, and signing the agreed list: each writes its own note line.

The line hangs on the record on which the answer itself hangs, so it goes wherever that goes.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from northstar import decided
from northstar.access.models import Staff, Team
from northstar.access.viewer import Viewer
from northstar.access.writing import writing
from northstar.casework.acts import recording
from northstar.casework.acts.models import Act
from northstar.casework.disagreements.asking import standing
from northstar.casework.disagreements.models import Turn
from northstar.casework.reconciliation.models import AgreedList
from northstar.casework.worklist.models import Line
from northstar.record.models import Identity, Patient
from northstar.rules.agreed import Item
from northstar.rules.disagreement import Disagreement
from northstar.rules.wording import counted

SETTLED, AGREED = "settled", "agreed list"
_MOST_NAMED = 4


def settle(
    *, by: Viewer, patient: Patient, found: Disagreement, stance: str, says: str, reason: str,
    document: UUID | None, at: datetime,
) -> Turn:  # fmt: skip
    """This source is right, and why: the question is settled, and the notes say so."""
    with writing():
        turn = decided.settle(
            by=by, patient=patient, found=found, stance=stance, says=says, reason=reason,
            document=document, at=at,
        )  # fmt: skip
        why = turn.reason or "A document settles it"
        _note(by, patient, SETTLED, f"Settled {turn.about}: {turn.says}. {why}", at, turn)
    return turn


def unsettle(*, by: Viewer, patient: Patient, turn: Turn, at: datetime) -> Turn:
    """Taken back: the question is open again, and the notes say so."""
    with writing():
        opened = decided.unsettle(by=by, patient=patient, turn=turn, at=at)
        says = f"Took back what was settled of {turn.about}: the sources differ still"
        _note(by, patient, SETTLED, says, at, opened)
    return opened


def ask_about(
    *, by: Viewer, patient: Patient, found: Disagreement, to: Staff | Team, why: str, at: datetime
) -> Line:
    """A colleague finds out which source is right, and the notes say who was asked."""
    with writing():
        line = decided.ask_about(by=by, patient=patient, found=found, to=to, why=why, at=at)
        turn = standing([patient.pk])[patient.pk][found.key]
        says = f"Asked {to.name} which source is right about {found.about}: {why.strip()}"
        _note(by, patient, SETTLED, says, at, turn)
    return line


def reconcile(
    *, by: Viewer, patient: Patient, items: Iterable[Item],
    answered: Iterable[tuple[Disagreement, str]], note: str, at: datetime,
) -> AgreedList:  # fmt: skip
    """The agreed list is signed, and the notes say what was left off and what is asked."""
    items = list(items)
    with writing():
        made = decided.reconcile(
            by=by, patient=patient, items=items, answered=answered, note=note, at=at
        )
        _note(by, patient, AGREED, _of_list(made, items, note), at, made)
    return made


def take_back_list(*, by: Viewer, patient: Patient, why: str, at: datetime) -> AgreedList:
    """The list before it stands again, and the notes say why."""
    with writing():
        made = decided.take_back_list(by=by, patient=patient, why=why, at=at)
        _note(by, patient, AGREED, f"Took back the agreed list: {why.strip()}", at, made)
    return made


def _of_list(made: AgreedList, items: list[Item], note: str) -> str:
    """In words; what is restricted is neither named nor counted in a note that all may read."""
    known = [item for item in items if not item.label]
    told = [f"Signed the agreed list, version {made.version}, {counted(_kept(known), 'item')}"]
    for words, some in (
        ("left off", [item for item in known if not item.kept]),
        ("the prescriber is asked about", [item for item in known if item.ask]),
    ):
        if some:
            names = ", ".join(item.says for item in some[:_MOST_NAMED])
            more = f" and {len(some) - _MOST_NAMED} more" if len(some) > _MOST_NAMED else ""
            told.append(f"{words} {names}{more}")
    return "; ".join(told) + (f". {note.strip()}" if note.strip() else "")


def _kept(items: list[Item]) -> int:
    return sum(item.kept for item in items)


def _note(by: Viewer, patient: Patient, kind: str, says: str, at: datetime, on: Any) -> Act:
    identity: Identity = on.identity
    return recording.record(
        identity=identity, person=str(patient.public_id), kind=kind, says=says, by=by, at=at,
        label=getattr(on, "label", 0),
    )  # fmt: skip
