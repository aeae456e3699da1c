"""What is promised in a text that goes in at once (the note of a call, an addition) and in no field of its form:
shown once, with its day, to be ticked."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.http import QueryDict

from northstar.access.refuse import Refused
from northstar.access.staffing import holders
from northstar.desk.notes.proposing import Proposal, proposals
from northstar.doing.promising import Promised
from northstar.rules.call_outcomes import BY_CODE

SHOWN, TICK = "shown", "promised"
ASKS = (
    "What you wrote sounds like a promise. It stands above the button with its day: leave it ticked if it is "
    "one, and write it down."
)


# "Will try again Wed" is the next attempt; "left word that I will call Wed" was said to somebody.
_ANOTHER_ATTEMPT = re.compile(r"\b(?:re-?)?(?:try|again|tcb|c/?b)\b", re.IGNORECASE)


def in_note(text: str, said: QueryDict, now: datetime, *, at: datetime | None = None) -> list[Proposal]:  # fmt: skip
    """The promises that a note tells of; new ones are ticked until somebody has seen them. `at`: when it was
    said, where that is earlier than now: "Monday" is the Monday after that day."""
    seen, ticks = set(said.getlist(SHOWN)), said.getlist(TICK)
    told = proposals(text, now, _dict(said), ticks, at)
    found = [one for one in told if _is_new(one, said)]
    return [one if one.key in seen else replace(one, ticked=True) for one in found]


def ticked(rows: Iterable[Proposal], said: QueryDict) -> tuple[Promised, ...]:
    """What was left ticked; asked first where somebody has not seen it yet."""
    rows, seen = list(rows), set(said.getlist(SHOWN))
    if any(one.key not in seen for one in rows):
        raise Refused(ASKS, status=422)
    known = holders() if any(one.to for one in rows) else {}
    return tuple(
        Promised(one.words[:300], one.on, known.get(one.to))
        for one in rows
        if one.ticked and one.on
    )


def _dict(said: QueryDict) -> dict[str, str]:
    return {name: str(said[name]) for name in said}


def _is_new(one: Proposal, said: QueryDict) -> bool:
    """Whether the form does not hold it already: as its promise, as the day on which the line comes back, or
    as the next attempt, which has a day of its own."""
    told = one.extract
    if told.kind != "promise" or told.how.family or told.how.supposed:
        return False
    on = told.on.isoformat() if told.on else ""
    if said.get("promise", "").strip():
        return on not in ("", said.get("promise_on", ""))
    again = said.get("keep_on", "")
    if told.says == "call" and again:
        return on not in ("", again)
    outcome = BY_CODE.get(said.get("outcome", ""))
    if outcome is None or not outcome.in_vain or told.says != "call":
        return True
    return bool(told.on) and not _ANOTHER_ATTEMPT.search(one.words)
