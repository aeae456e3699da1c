"""What the machine notes of disagreements: a new one gets a holder, a changed one is opened again.

Idempotent: the same sources saying the same words leave no row. Who repeats himself opens nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from northstar.casework.disagreements.models import OPEN, OVER, SETTLED, Turn
from northstar.casework.worklist import handing
from northstar.casework.worklist.holders import Holders
from northstar.rules.disagreement import Disagreement, Word
from northstar.rules.wording import with_year

MACHINE = "northstar"
_LOOK_AGAIN = timedelta(days=30)


def follow(
    patient: int,
    current: Iterable[Disagreement],
    turns: dict[str, Turn],
    *,
    at: datetime,
    holders: Holders,
) -> None:
    """Bring the turns of a patient (by key, changed in place) to what sources say now."""
    differing = {found.key: found for found in current}
    for key, found in differing.items():
        turn = turns.get(key)
        wanted = _wanted(found, turn)
        if wanted:
            turns[key] = _write(patient, found, turn, wanted, at, holders)
    for key, turn in list(turns.items()):
        if key not in differing and turn.status != OVER:
            turns[key] = _over(turn, at)
            handing.sources_agree(patient=patient, key=key, at=at)


def _wanted(found: Disagreement, turn: Turn | None) -> dict[str, Any] | None:
    """What happened since the last turn, or nothing."""
    if turn is None:
        return {"status": OPEN, "what": "opened"}
    news = {v: s for v, s in found.mark.items() if turn.words.get(v) != s}
    if turn.status == OVER:
        return {"status": OPEN, "what": "reopened", "reason": _told(found, news or found.mark)}
    if found.mark == turn.words:
        return None
    if turn.status == SETTLED and any(s != turn.stance or not s for s in news.values()):
        return {"status": OPEN, "what": "reopened", "reason": _told(found, news)}
    return {"status": turn.status, "what": "noted", "reason": _told(found, news)}


def _told(found: Disagreement, news: dict[str, str]) -> str:
    said = [f"{_who(w)}: {w.told(with_year)}" for w in found.words if w.voice in news]
    return "; ".join(said)[:400]


def _who(word: Word) -> str:
    return word.who or (word.value.source.called if word.value.source else word.voice)


def _write(
    patient: int,
    found: Disagreement,
    before: Turn | None,
    wanted: dict[str, Any],
    at: datetime,
    holders: Holders,
) -> Turn:
    held: dict[str, Any] = {}
    if wanted["status"] == OPEN and before and before.status == OPEN:
        held = {"holder": before.holder, "team": before.team, "next_on": before.next_on}
    elif wanted["status"] == OPEN:
        held = held_by(patient, at, holders)
    kept = {"stance": before.stance, "says": before.says} if before else {}
    return Turn.objects.create(
        identity_id=anchor(found), key=found.key, about=found.about[:200], at=at, by=MACHINE,
        words=found.mark, label=found.label, **kept, **held, **wanted,
    )  # fmt: skip


def _over(turn: Turn, at: datetime) -> Turn:
    return Turn.objects.create(
        identity_id=turn.identity_id, key=turn.key, about=turn.about, at=at, by=MACHINE,
        status=OVER, what="sources agree", stance=turn.stance, says=turn.says, label=turn.label,
        words=turn.words,
    )  # fmt: skip


def held_by(patient: int, at: datetime, holders: Holders) -> dict[str, Any]:
    """Who takes an open question, and when it is looked at again."""
    staff, team = holders.of(patient, at, urgent=False, wants="coordinator")
    day = holders.next_day(staff, team, at.date() + _LOOK_AGAIN, urgent=False)
    return {"holder_id": staff, "team_id": team, "next_on": day}


def anchor(found: Disagreement) -> int:
    """The record on which a disagreement hangs: the oldest of those whose words it is."""
    return min(w.value.source.identity for w in found.words if w.value.source)
