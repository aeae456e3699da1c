"""What a person does with a disagreement: settle it for a reason, or take that back. Signed and dated."""

from datetime import datetime
from uuid import UUID

from northstar.access.audit import acted
from northstar.access.models import Staff, Team
from northstar.access.refuse import Refused
from northstar.access.viewer import Viewer
from northstar.casework.disagreements.following import anchor, held_by
from northstar.casework.disagreements.models import OPEN, SETTLED, Turn
from northstar.casework.worklist.holders import Holders
from northstar.rules.disagreement import Disagreement
from northstar.rules.wording import with_year

NEITHER = "neither"


def settle(
    *,
    found: Disagreement,
    person: str,
    stance: str,
    says: str,
    reason: str,
    document: UUID | None = None,
    by: Viewer,
    at: datetime,
) -> Turn:
    """This side is right, or none of them and this is true instead. `person` is the patient's public id."""
    if by.staff_id is None:
        raise Refused("Only a person who works here can settle this.")
    if stance != NEITHER and stance not in found.sides:
        raise Refused("Choose which of them is right, or say what is true instead.")
    if stance == NEITHER and not says.strip():
        raise Refused("None of them is right: say what is.")
    if not reason.strip() and document is None:
        raise Refused("Say why, or name the document that settles it: the next person will ask.")
    turn = Turn.objects.create(
        identity_id=anchor(found), key=found.key, about=found.about[:200], at=at,
        status=SETTLED, what="settled", by=by.name, staff_id=by.staff_id,
        stance="" if stance == NEITHER else stance, says=says.strip()[:400] or _in_words(found, stance),
        reason=reason.strip()[:400], document=document, words=found.mark, label=found.label,
    )  # fmt: skip
    acted(by=by, what="disagreement: settled", patients=[person], at=at)
    return turn


def take_back(*, turn: Turn, patient: int, person: str, by: Viewer, at: datetime) -> Turn:
    """As if it had not been settled: the question is open again, with a holder and a date."""
    if turn.status != SETTLED:
        raise Refused("This is not settled: somebody has been here since.")
    opened = Turn.objects.create(
        identity_id=turn.identity_id, key=turn.key, about=turn.about, at=at, status=OPEN,
        what="taken back", by=by.name, staff_id=by.staff_id, words=turn.words, label=turn.label,
        **held_by(patient, at, Holders()),
    )  # fmt: skip
    acted(by=by, what="disagreement: taken back", patients=[person], at=at)
    return opened


def hand_over(*, found: Disagreement, to: Staff | Team, why: str, by: Viewer, at: datetime) -> Turn:
    """Somebody else has it now. The caller tells them by a line of their own."""
    staff, team = (to.pk, None) if isinstance(to, Staff) else (None, to.pk)
    return Turn.objects.create(
        identity_id=anchor(found), key=found.key, about=found.about[:200], at=at, status=OPEN,
        what="handed over", by=by.name, staff_id=by.staff_id, holder_id=staff, team_id=team,
        next_on=Holders().next_day(staff, team, at.date(), urgent=False), reason=why.strip()[:400],
        words=found.mark, label=found.label,
    )  # fmt: skip


def _in_words(found: Disagreement, stance: str) -> str:
    first = found.sides[stance][0]
    return first.told(with_year)[:400]
